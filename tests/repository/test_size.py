"""The size budget: small modules, functions, templates and sheets. What exceeds it is listed and may only shrink."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.repository.tree import CODE, files, name

EXCEPTIONS = Path(__file__).parent / "size_exceptions.txt"
MODULE, FUNCTION, TEMPLATE, SHEET = 300, 50, 150, 180


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{name(path)}::{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def _too_large() -> dict[str, int]:
    sizes: dict[str, int] = {}
    for path in files(".py", under=CODE):
        if "migrations" in path.parts:
            continue
        if _lines(path) > MODULE:
            sizes[name(path)] = _lines(path)
        sizes.update({label: length for label, length in _functions(path) if length > FUNCTION})
    budgets = [
        (TEMPLATE, files(".html", ".txt", under=("templates",))),
        (SHEET, files(".css", under=("static",))),
    ]
    for budget, paths in budgets:
        sizes.update({name(path): _lines(path) for path in paths if _lines(path) > budget})
    return sizes


def _allowed() -> dict[str, int]:
    lines = EXCEPTIONS.read_text(encoding="utf-8").splitlines()
    pairs = [line.split() for line in lines if line and not line.startswith("#")]
    return {label: int(size) for label, size in pairs}


def test_nothing_grows_beyond_its_budget() -> None:
    allowed = _allowed()

    assert {label: size for label, size in _too_large().items() if size > allowed.get(label, 0)} == {}


def test_an_exception_that_shrank_is_written_down_smaller() -> None:
    now = _too_large()

    assert {label: now.get(label, 0) for label, size in _allowed().items() if now.get(label, 0) < size} == {}

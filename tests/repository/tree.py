"""The files of the repository, for tests that read them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("accounts", "feedback", "recognition", "cxapp")
CODE = (*APPS, "tests")
FOLDERS = (*CODE, "templates", "static", "docs", ".ci")
_PASSED_OVER = {"__pycache__", "var", "images"}


def files(*suffixes: str, under: tuple[str, ...] = FOLDERS) -> Iterator[Path]:
    """Every file below these folders with one of the suffixes (any, when none is named), in a steady order."""
    for folder in under:
        for path in sorted((ROOT / folder).rglob("*")):
            if (
                path.is_file()
                and not _PASSED_OVER & set(path.parts)
                and (not suffixes or path.suffix in suffixes)
            ):
                yield path


def single_files() -> Iterator[Path]:
    """The files that lie at the top, without what the machine keeps there for itself."""
    private = {".env", ".coverage", ".git"}
    yield from sorted(path for path in ROOT.iterdir() if path.is_file() and path.name not in private)


def name(path: Path) -> str:
    """The path as people write it."""
    return path.relative_to(ROOT).as_posix()

"""Nothing unfinished, nothing of one particular machine, and nothing that goes unchecked is left in the files."""

from __future__ import annotations

import re
from pathlib import Path

from tests.repository.tree import CODE, FOLDERS, files, name, single_files

LOCKS = {"requirements.lock", "requirements-dev.lock"}
TEXT = (".py", ".md", ".html", ".txt", ".css", ".js", ".toml", ".yml", ".svg", "")


def _mentions(pattern: str, paths: list[Path]) -> dict[str, str]:
    wanted = re.compile(pattern)
    return {
        name(path): match.group()
        for path in paths
        if path != Path(__file__).resolve() and (match := wanted.search(path.read_text(encoding="utf-8")))
    }


def _all() -> list[Path]:
    return [path for path in (*files(*TEXT, under=FOLDERS), *single_files()) if path.name not in LOCKS]


def test_nothing_is_left_for_later() -> None:
    assert _mentions(r"\b(?:TODO|FIXME|XXX|HACK)\b|raise NotImplementedError", _all()) == {}


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    assert _mentions(r"(?<![\w.])/(?:root|home|Users|work|mnt)/\w", _all()) == {}


def test_no_file_names_a_package_registry() -> None:
    assert _mentions(r"pypi\.org|pythonhosted|registry\.npmjs|--(?:extra-)?index-url", _all()) == {}


def test_no_test_is_passed_over() -> None:
    assert (
        _mentions(
            r"pytest\.(?:mark\.)?(?:skip|xfail|importorskip)|unittest\.skip", list(files(".py", under=CODE))
        )
        == {}
    )


def test_every_suppression_names_its_rule() -> None:
    assert (
        _mentions(
            r"# noqa(?!: [A-Z])|# type: ignore(?!\[)|# pragma: no cover", list(files(".py", under=CODE))
        )
        == {}
    )


def test_every_module_says_what_lives_in_it() -> None:
    silent = [
        name(path)
        for path in files(".py", under=CODE)
        if "migrations" not in path.parts
        and (text := path.read_text(encoding="utf-8")).strip()
        and not re.match(r"(?:#!.*\n)?[rR]?\"\"\"", text)
    ]

    assert silent == []

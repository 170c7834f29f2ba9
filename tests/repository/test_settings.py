"""Every setting is documented, an odd one is answered with its remedy, and production refuses to start unsafe."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys

import pytest

from tests.repository.tree import APPS, ROOT, files

READERS = {"text", "flag", "number", "names", "database", "secret"}
SAFE = {
    "CXAPP_PRODUCTION": "1",
    "SECRET_KEY": "k9Q2x7" * 11,
    "HISTORY_KEY": "h7Zx3w" * 11,
    "ALLOWED_HOSTS": "cx.example.org",
    "SITE_URL": "https://cx.example.org",
    "DATABASE_URL": "sqlite:///:memory:",
}
# Settings that the code of the app does not read, with who does.
READ_ELSEWHERE = {"POSTGRES_PASSWORD", "POSTGRES_USER", "POSTGRES_DB"}


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _settings_read_by(source: str) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
            continue
        owner = ast.unparse(node.func.value)
        if (owner == "env" and node.func.attr in READERS) or (
            owner == "os.environ" and node.func.attr == "get"
        ):
            found.add(_literal(node.args[0]))
    if "env.database(" in source:
        found.add("DATABASE_URL")
    return {setting for setting in found if setting and setting.isupper()}


def _read() -> set[str]:
    read: set[str] = set()
    for path in files(".py", under=APPS):
        read |= _settings_read_by(path.read_text(encoding="utf-8"))
    return read - {"DJANGO_SETTINGS_MODULE"}


def _documented() -> set[str]:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    return set(re.findall(r"^#?\s?([A-Z][A-Z0-9_]+)=", text, re.MULTILINE))


def test_every_setting_the_code_reads_is_in_the_example() -> None:
    assert sorted(_read() - _documented()) == []


def test_the_example_names_no_setting_that_nobody_reads() -> None:
    assert sorted(_documented() - _read() - READ_ELSEWHERE) == []


def _start(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "LANG")}
    return subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", *(words or ("check",))],
        cwd=ROOT,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


@pytest.mark.parametrize(
    ("change", "remedy"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set."),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is shorter than 32 characters."),
        ({"HISTORY_KEY": ""}, "HISTORY_KEY is not set."),
        ({"CXAPP_DEBUG": "1"}, "Set CXAPP_DEBUG=0"),
        ({"CXAPP_DEMO": "1"}, "Set CXAPP_DEMO=0"),
        ({"ALLOWED_HOSTS": "*"}, "Set ALLOWED_HOSTS="),
        ({"SITE_URL": "http://cx.example.org"}, "Set SITE_URL=https://"),
        ({"CXAPP_PRODUCTION": "maybe"}, "Set it to 1 or 0."),
        ({"EMAIL_PORT": "smtp"}, "Set it to a whole number."),
    ],
    ids=lambda value: next(iter(value.items()))[0] if isinstance(value, dict) else "",
)
def test_production_refuses_an_unsafe_setting_and_says_what_to_set(
    change: dict[str, str], remedy: str
) -> None:
    result = _start(**{**SAFE, **change})

    assert result.returncode != 0
    assert remedy in result.stderr


@pytest.mark.parametrize("database", ["sqlite:///:memory:", "postgres://cxapp@127.0.0.1:5432/cxapp"])
def test_the_deployment_check_finds_nothing_to_warn_about(database: str) -> None:
    result = _start("check", "--deploy", "--fail-level", "WARNING", **{**SAFE, "DATABASE_URL": database})

    assert (result.returncode, result.stderr) == (0, "")

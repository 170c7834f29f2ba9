"""Starting from nothing: whatever is missing is answered with one sentence that says how to mend it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import types
from collections.abc import Iterator
from pathlib import Path

import pytest

from cxapp import start
from tests.repository.tree import ROOT


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def _make(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "--no-print-directory", *words],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("verb", ["demo", "run"])
def test_a_taken_port_is_answered_with_another_one(verb: str, taken_port: int) -> None:
    result = _make(verb, f"PORT={taken_port}", f"PYTHON={sys.executable}")

    sentence = result.stderr.splitlines()[0]
    assert result.returncode != 0
    assert (
        sentence
        == f"Port {taken_port} is taken by another program. Choose another: make {verb} PORT={taken_port + 1}"
    )


@pytest.mark.parametrize("port", ["http", "0", "70000", "-1"])
def test_a_port_that_is_none_is_answered_with_an_example(port: str) -> None:
    result = _make("run", f"PORT={port}", f"PYTHON={sys.executable}")

    assert (
        result.stderr.splitlines()[0]
        == f"PORT is '{port}'. Give a number between 1 and 65535: make run PORT=8001"
    )


def test_a_missing_python_is_answered_with_how_to_get_one() -> None:
    result = _make("demo", "PYTHON=no-such-python")

    assert result.returncode != 0
    assert result.stderr.startswith("cxapp needs Python 3.11 or newer and found none. Install it")


def test_an_old_python_is_answered_with_how_to_name_a_newer_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cxapp.start.sys.version_info", (3, 9, 18))

    with pytest.raises(
        start.Stop, match=r"this is 3\.9\.18\. Name a newer one: make demo PYTHON=python3\.12"
    ):
        start.check_python()


def test_a_python_without_venv_is_answered_with_the_package_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    finder = types.SimpleNamespace(find_spec=lambda module: None if module == "ensurepip" else object())
    monkeypatch.setattr("cxapp.start.importlib.util", finder)

    with pytest.raises(start.Stop, match=r"sudo apt install python3\.\d+-venv"):
        start.check_venv_module()


def test_nothing_is_installed_again_while_the_lock_is_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(start, "VENV", tmp_path)
    monkeypatch.setattr(start, "_venv_works", lambda: True)
    monkeypatch.setattr(start, "_run", lambda command, complaint: ran.append(command))

    start.install("app")
    start.install("app")
    (tmp_path / "installed-app").write_text("the lock of yesterday", encoding="utf-8")
    start.install("app")

    assert [command[-1] for command in ran] == ["requirements.lock", "requirements.lock"]


def test_make_alone_lists_every_command_with_its_purpose() -> None:
    listed = [line.split()[1] for line in _make().stdout.splitlines()]

    assert listed[:3] == ["help", "demo", "run"]
    assert {"test", "check", "fix", "bench", "faults"} <= set(listed)

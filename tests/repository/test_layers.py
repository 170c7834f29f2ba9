"""The layers contract is kept, and would notice if it were not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.repository.tree import ROOT

LINT = Path(sys.executable).with_name("lint-imports")


def _contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(LINT), "--no-cache"], cwd=folder, capture_output=True, text=True, check=False, timeout=100
    )


def test_no_import_goes_against_the_layers() -> None:
    result = _contracts(ROOT)

    assert result.returncode == 0, result.stdout


def test_an_import_against_the_layers_would_be_noticed(tmp_path: Path) -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    for package in (
        "cxapp",
        "cxapp/lib",
        "cxapp/insights",
        "cxapp/api",
        "cxapp/demo",
        "accounts",
        "feedback",
        "recognition",
    ):
        (tmp_path / package).mkdir(parents=True)
        (tmp_path / package / "__init__.py").touch()
    (tmp_path / "cxapp" / "urls.py").touch()
    assert _contracts(tmp_path).returncode == 0

    (tmp_path / "accounts" / "models.py").write_text("import feedback\n", encoding="utf-8")

    assert _contracts(tmp_path).returncode == 1

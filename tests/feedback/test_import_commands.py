"""What goes wrong when a file is imported by command is said in one sentence; nothing is kept. Not here: what rows mean."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import ImportRun
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text("Number,What went wrong,Received\n1,Cold soup,2021-01-31\n2,Hard bread,2021-02-01\n")
    return path


@pytest.mark.parametrize("command", ["import_complaints", "import_customers", "import_answers"])
def test_each_names_a_file_that_does_not_exist(cast: Cast, tmp_path: Path, command: str) -> None:
    with pytest.raises(CommandError, match=f"Name a file that exists: {command} FILE"):
        call_command(command, tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--column", "words"], "Write --column like words=Description, not words."),
        (["--by", "nobody"], "Nobody here signs in as nobody."),
        (["--clock-from", "noon"], "Write --clock-from like 2026-12-01T09:00"),
        (["--units", "none.csv"], "There is no file none.csv."),
        (["--resume", "12"], "There is no started import 12."),
    ],
)
def test_an_option_that_makes_no_sense_is_told(cast: Cast, file: Path, options: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=re.escape(said)):
        call_command("import_complaints", file, "--column", "words=What went wrong", *options)


def test_a_rule_file_without_its_columns_is_told(cast: Cast, file: Path) -> None:
    with pytest.raises(CommandError, match="needs two columns: value and unit"):
        call_command("import_complaints", file, "--units", str(file))


def test_a_dry_run_keeps_nothing(cast: Cast, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_complaints", file, "--dry-run", "--column", "words=What went wrong")

    assert capsys.readouterr().out.startswith("2 rows, 2 can be taken, 0 cannot.")
    assert not ImportRun.objects.exists()

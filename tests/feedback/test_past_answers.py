"""Answers given elsewhere: one response a person, one rating each, nobody mailed, nothing twice."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts.models import ImportFault, Notice
from feedback.models import Answer, Case, Response, Survey
from tests.cast import Cast

pytestmark = pytest.mark.django_db

FILE = """Person,Rating,Asked,Comment,Date,Branch,Weight
1,1,Why?,Warm bread,31/01/2021,Leeds,0.5
1,1,What could be better?,Longer hours,31/01/2021,Leeds,0.5
2,5,Why?,Cold soup,02/02/2021,York,1.5
3,7,Why?,Nothing,15/02/2021,,1
4,9,Why?,Lovely,16/02/2021,Leeds,1
"""
HOW = (
    "--scale=csat",
    "--reversed",
    "--value=7=",
    "--survey=Friends and family",
    "--column=external_id=Person",
    "--column=question=Asked",
    "--column=words=Comment",
)


@pytest.fixture
def file(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    path = tmp_path / "friends.csv"
    path.write_text(FILE)
    return path


def bring(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_answers", path, *(options or HOW), stdout=out, stderr=StringIO())
    return out.getvalue()


def scores() -> dict[str, int | None]:
    rows = Answer.objects.filter(question__code="score")
    return dict(rows.values_list("response__external_id", "score"))


def test_each_person_becomes_one_response_with_one_rating(cast: Cast, file: Path) -> None:
    bring(file)
    assert Response.objects.count() == 3
    assert scores() == {"1": 5, "2": 1}


def test_a_code_that_means_no_answer_leaves_no_number(cast: Cast, file: Path) -> None:
    bring(file)
    assert not Answer.objects.filter(response__external_id="3").exists()


def test_each_question_of_the_file_keeps_its_words(cast: Cast, file: Path) -> None:
    bring(file)
    words = Answer.objects.filter(response__external_id="1", kind="text").order_by("question__order")
    assert list(words.values_list("question__texts__en", "text__body")) == [
        ("Why?", "Warm bread"),
        ("What could be better?", "Longer hours"),
    ]


def test_what_is_not_on_the_scale_is_reported_with_its_row(cast: Cast, file: Path) -> None:
    assert "1 could not be taken" in bring(file)
    fault = ImportFault.objects.get()
    assert (fault.row, "“9” is not on the scale" in fault.reason) == (6, True)


def test_a_second_run_adds_nothing(cast: Cast, file: Path) -> None:
    bring(file)
    before = (Response.objects.count(), Answer.objects.count(), Survey.objects.count())
    assert bring(file).count("0 people added") == 1
    assert (Response.objects.count(), Answer.objects.count(), Survey.objects.count()) == before


def test_history_mails_nobody_and_opens_nothing(cast: Cast, file: Path) -> None:
    bring(file)
    assert not Notice.objects.exists()
    assert not Case.objects.exists()


def test_live_opens_a_case_for_the_unhappy_one(cast: Cast, file: Path) -> None:
    bring(file, *HOW, "--mode=live")
    case = Case.objects.get()
    assert (case.place, case.leader) == (cast.york, cast.peer)


def test_weight_place_and_leader_are_kept(cast: Cast, file: Path) -> None:
    bring(file)
    row = Response.objects.get(external_id="2")
    assert (str(row.weight), row.place, row.leader) == ("1.500000", cast.york, cast.peer)


def test_a_dry_run_says_what_the_scores_come_to_and_keeps_nothing(cast: Cast, file: Path) -> None:
    said = bring(file, *HOW, "--dry-run")
    assert "3 people, 2 with a score: [(1, 1), (5, 1)]" in said
    assert not Response.objects.exists()


def test_without_a_scale_nothing_is_read(cast: Cast, file: Path) -> None:
    with pytest.raises(CommandError, match="scale"):
        bring(file, "--column=external_id=Person")


def test_equal_rows_without_numbers_are_people_of_their_own(cast: Cast, tmp_path: Path, file: Path) -> None:
    path = tmp_path / "plain.csv"
    path.write_text("Score,Date\n9,2021-03-13\n9,2021-03-13\n3,2021-03-14\n")
    bring(path, "--scale=nps")
    assert Response.objects.count() == 3


def test_rows_without_a_date_count_on_the_day_that_was_named(cast: Cast, tmp_path: Path, file: Path) -> None:
    path = tmp_path / "undated.csv"
    path.write_text("id,Score\n1,9\n")
    bring(path, "--scale=nps", "--undated=2018-05-15")
    assert Response.objects.get().at.date().isoformat() == "2018-05-15"


def test_without_an_owner_nothing_starts(db: None, file: Path) -> None:
    with pytest.raises(CommandError, match="Name the owner first"):
        bring(file)
    assert not Response.objects.exists()

"""Counting answers: the newest of each question, over versions, by week of the house, with as many queries however many."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pytest_django import DjangoAssertNumQueries

from cxapp.insights.access.results import answers_for
from cxapp.insights.queries.scores import (
    Asked,
    Tally,
    asked_by,
    by_time,
    chosen,
    low_moments,
    narrowed,
    tallies,
    total,
    weekly,
)
from cxapp.insights.rules.filters import Filters
from cxapp.lib.control_charts import Rhythm
from feedback.enums import QuestionKind
from feedback.models import Answer, Response, Stage, Survey
from tests.cast import NOW, Cast
from tests.factories.responses import add_version, make_survey, respond, respond_many

pytestmark = pytest.mark.django_db

OPTIONS = [{"code": "a", "texts": {"en": "A"}}, {"code": "b", "texts": {"en": "B"}}]
MORE: list[dict[str, Any]] = [
    {"code": "felt", "kind": QuestionKind.EMOTION, "texts": {"en": "Felt?"}},
    {"code": "staff", "kind": QuestionKind.ATTITUDE, "texts": {"en": "Staff?"}},
    {"code": "hard", "kind": QuestionKind.MULTIPLE, "texts": {"en": "Hard?"}, "options": OPTIONS},
]


def what(survey: Survey) -> Asked:
    return asked_by([survey])[survey.pk]


def rows(cast: Cast, survey: Survey, **filters: Any) -> Any:
    return narrowed(reader=cast.owner, asked=what(survey), filters=Filters(**filters), now=NOW)


def all_of(found: Any, survey: Survey) -> dict[int, int]:
    whole: Tally = total(tallies(found, what(survey).same, "place").values())
    return dict(whole.counts)


def revise(response: Response, code: str, score: int | None) -> None:
    """As a customer changes an answer after Send."""
    question = response.version.questions.get(code=code)
    revision = response.revision + 1
    Answer.objects.create(
        response=response, question=question, kind=question.kind, score=score, revision=revision
    )
    Response.objects.filter(pk=response.pk).update(revision=revision)


def counts(cast: Cast, survey: Survey) -> dict[int, int]:
    return all_of(rows(cast, survey), survey)


def test_the_newest_answer_to_each_question_counts_once(cast: Cast) -> None:
    survey = make_survey(more=MORE)
    revise(respond(survey, cast, 2, also={"felt": 1, "staff": 4}), "main", 9)
    asked = what(survey)

    others = tallies(rows(cast, survey), [*asked.ids_of("felt"), *asked.ids_of("staff")], "question")

    assert counts(cast, survey) == {9: 1}
    assert sorted((dict(one.counts) for one in others.values()), key=str) == [{1: 1}, {4: 1}]


def test_an_answer_that_was_taken_back_counts_no_more(cast: Cast) -> None:
    survey = make_survey()
    revise(respond(survey, cast, 2), "main", None)

    assert counts(cast, survey) == {}


def test_several_questions_of_one_answer_are_counted_each_once(cast: Cast) -> None:
    survey = make_survey(more=MORE)
    for _each in range(3):
        respond(survey, cast, 8, also={"felt": 5, "staff": 2})
    asked = what(survey)

    found = tallies(rows(cast, survey), [*asked.ids_of("felt"), *asked.ids_of("staff")], "question")

    assert {pk: dict(one.counts) for pk, one in found.items()} == {
        asked.ids_of("felt")[0]: {5: 3},
        asked.ids_of("staff")[0]: {2: 3},
    }


def test_versions_are_counted_together_while_they_ask_the_same_kind_of_number(cast: Cast) -> None:
    survey = make_survey(QuestionKind.CSAT)
    respond(survey, cast, 1)
    add_version(survey, QuestionKind.NPS)
    respond(survey, cast, 7)
    add_version(survey, QuestionKind.NPS)
    respond(survey, cast, 9)

    assert counts(cast, survey) == {7: 1, 9: 1}


def test_a_partial_answer_counts(cast: Cast) -> None:
    survey = make_survey()
    respond(survey, cast, 2, state="partial", completed_at=None)

    assert counts(cast, survey) == {2: 1}


def test_a_week_begins_on_monday_in_the_zone_of_the_house(cast: Cast) -> None:
    survey = make_survey()
    sunday_in_london = datetime(2026, 6, 7, 22, 59, tzinfo=UTC)
    respond(survey, cast, 3, at=sunday_in_london)
    respond(survey, cast, 9, at=sunday_in_london + timedelta(minutes=2))

    found = by_time(rows(cast, survey), what(survey).same, Rhythm.WEEK, ZoneInfo("Europe/London"))

    assert {day: dict(one.counts) for day, one in found.items()} == {
        date(2026, 6, 1): {3: 1},
        date(2026, 6, 8): {9: 1},
    }


def test_the_list_counts_every_survey_in_one_query(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    surveys = [make_survey(), make_survey(QuestionKind.CSAT)]
    for survey in surveys:
        respond_many(survey, cast, [1, 5])
    mains = {pk: one.survey.pk for one in asked_by(surveys).values() for pk in one.same}

    with django_assert_num_queries(2):
        found = weekly(answers_for(cast.owner, NOW), mains, ZoneInfo("UTC"))

    assert {pk: [one.n for one in weeks.values()] for pk, weeks in found.items()} == {
        survey.pk: [2] for survey in surveys
    }


def test_options_chosen_together_are_counted_together(cast: Cast) -> None:
    survey = make_survey(more=MORE)
    for _each in range(2):
        respond(survey, cast, 8, also={"hard": ["a", "b"]})
    respond(survey, cast, 8, also={"hard": ["b"]})

    found = chosen(rows(cast, survey), what(survey).ids_of("hard"))

    assert sorted((tuple(codes), n) for _pk, codes, n in found) == [(("a", "b"), 2), (("b",), 1)]


def test_moments_of_unhappy_answers_come_in_order(cast: Cast) -> None:
    survey = make_survey()
    later, earlier = NOW, NOW - timedelta(days=3)
    respond_many(survey, cast, [6, 0, 7], moments=[later, earlier, NOW])

    assert low_moments(rows(cast, survey), what(survey).same, 6) == [earlier, later]


@pytest.mark.parametrize("field", ["place", "stage", "source"])
def test_each_filter_narrows_the_answers(cast: Cast, field: str) -> None:
    survey = make_survey()
    stage = Stage.objects.get(slug="buy")
    respond(survey, cast, 1, place=cast.york, stage=stage, source="kiosk")
    respond(survey, cast, 2)
    value = {"place": cast.york.pk, "stage": stage.pk, "source": "kiosk"}[field]

    assert all_of(rows(cast, survey, **{field: value}), survey) == {1: 1}

"""Files and remarks of the page of results: other questions, reasons, comments, weights, tables as CSV, number of queries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from feedback.enums import QuestionKind
from feedback.models import Survey
from tests.cast import NOW, Cast
from tests.factories.responses import make_survey, occasion, respond, respond_many
from tests.insights.opening import file, opened

pytestmark = pytest.mark.django_db

HAPPY = [10] * 20 + [9] * 10 + [8] * 5 + [3] * 5
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cxapp.insights.views.results.clock_now", lambda: NOW)


def test_other_questions_stand_beside_the_score_under_the_same_rules(cast: Cast, client: Client) -> None:
    survey = make_survey(
        more=[
            {"code": "felt", "kind": QuestionKind.EMOTION, "texts": {"en": "How did it feel?"}},
            {"code": "easy", "kind": QuestionKind.CES, "texts": {"en": "How easy was it?"}},
        ]
    )
    for number in range(10):
        respond(survey, cast, 9, also={"felt": 5 if number < 8 else 1, "easy": 6})

    beside = opened(client, survey, cast.owner).context["beside"]

    assert [(one.title, one.score.text, one.mean) for one in beside] == [
        ("How did it feel?", "80 %", ""),
        ("How easy was it?", "100 %", "6.0"),
    ]


def test_reasons_are_counted_out_of_those_who_gave_any(cast: Cast, client: Client) -> None:
    options = [{"code": code, "texts": {"en": code.title()}} for code in ("again", "passed")]
    survey = make_survey(
        QuestionKind.CES,
        more=[
            {
                "code": "hard",
                "kind": QuestionKind.MULTIPLE,
                "texts": {"en": "What made it hard?"},
                "options": options,
            }
        ],
    )
    for number in range(12):
        respond(survey, cast, 2, also={"hard": ["again", "passed"] if number < 3 else ["again"]})
    respond(survey, cast, 7)

    (chart,) = opened(client, survey, cast.owner).context["drivers"]

    assert [(bar.label, bar.value, bar.note) for bar in chart.bars] == [
        ("Again", 12, "100 %"),
        ("Passed", 3, "25 %"),
    ]
    assert file(client, survey, "chosen-hard")[1:] == [["Again", "12", "100 %"], ["Passed", "3", "25 %"]]


def test_comments_stand_with_their_number_the_newest_first(cast: Cast, client: Client) -> None:
    survey = make_survey()
    respond(survey, cast, 3, words="Nobody called.", at=NOW - DAY)
    respond(survey, cast, 10, words="Lovely bread.")
    respond(survey, cast, 10)

    comments = opened(client, survey, cast.owner).context["comments"]

    assert [(comment.score, comment.words) for comment in comments] == [
        (10, ("Lovely bread.",)),
        (3, ("Nobody called.",)),
    ]


@pytest.mark.parametrize(("words", "scores"), [("low", [3]), ("high", [10])])
def test_comments_can_be_of_the_unhappy_or_of_the_happy(
    cast: Cast, client: Client, words: str, scores: list[int]
) -> None:
    survey = make_survey()
    for score in (3, 7, 10):
        respond(survey, cast, score, words="Words.")

    shown = opened(client, survey, cast.owner, words=words).context["comments"]

    assert [comment.score for comment in shown] == scores


def test_more_comments_are_a_page_further(cast: Cast, client: Client) -> None:
    survey = make_survey()
    for number in range(11):
        respond(survey, cast, 9, words=f"Words {number}.")

    first = opened(client, survey, cast.owner)
    second = client.get(f"/results/{survey.slug}/{first.context['older']}")

    assert (len(first.context["comments"]), len(second.context["comments"])) == (10, 1)


def test_weights_stand_beside_the_plain_score_and_never_replace_it(cast: Cast, client: Client) -> None:
    survey = make_survey()
    respond_many(survey, cast, [10] * 20, weight=1)
    respond_many(survey, cast, [0] * 20, weight=3)

    headline = opened(client, survey, cast.owner).context["headline"]

    assert (headline.score.text, headline.weighted.text) == ("0", "−50")
    assert headline.weighted.estimate.n == pytest.approx(80 * 80 / 200)


@pytest.mark.parametrize("name", ["answers", "funnel", "trend", "by", "beside", "comments"])
def test_every_table_leaves_as_a_file_with_the_numbers_of_the_page(
    cast: Cast, client: Client, name: str
) -> None:
    survey = make_survey(
        more=[{"code": "felt", "kind": QuestionKind.EMOTION, "texts": {"en": "How did it feel?"}}]
    )
    for number in range(6):
        respond(survey, cast, number, also={"felt": 4}, words="Words")
    respond_many(
        survey, cast, [number % 11 for number in range(150)], moments=[NOW - n * DAY / 2 for n in range(150)]
    )
    occasion(survey, cast)
    page = opened(client, survey, cast.owner).context

    rows = file(client, survey, name)

    shown = {
        "answers": lambda: page["distribution"].table,
        "funnel": lambda: page["funnel"].table,
        "trend": lambda: page["trend"].drawing.table,
        "by": lambda: page["table"],
    }
    assert len(rows) > 1
    if name in shown:
        assert rows[1:] == [[str(cell) for cell in row] for row in shown[name]().rows]


def test_a_file_that_does_not_exist_is_not_found(cast: Cast, client: Client) -> None:
    survey = make_survey()
    client.force_login(cast.owner)

    assert client.get(f"/results/{survey.slug}/files/secrets/").status_code == 404
    assert client.get(f"/results/{survey.slug}/files/trend/").status_code == 404
    assert client.get("/results/no-such-survey/").status_code == 404


def test_a_survey_nobody_answered_says_so(cast: Cast, client: Client) -> None:
    survey = make_survey()

    page = opened(client, survey, cast.owner)

    assert page.context["sentence"] == "Nobody has answered in the last 90 days."


def test_the_list_shows_each_survey_with_its_score_by_name(cast: Cast, client: Client) -> None:
    Survey.objects.update(is_active=False)
    respond_many(make_survey(slug="b"), cast, HAPPY)
    make_survey(QuestionKind.CSAT, slug="a")
    client.force_login(cast.owner)

    rows = client.get("/results/").context["rows"]

    assert [(row.survey.slug, row.score.text) for row in rows if row.survey.slug in "ab"] == [
        ("a", "0 answers"),
        ("b", "63"),
    ]


@pytest.mark.parametrize("times", [1, 3])
def test_a_page_asks_as_often_for_few_answers_as_for_many(
    cast: Cast, client: Client, django_assert_num_queries: DjangoAssertNumQueries, times: int
) -> None:
    survey = make_survey()
    for number in range(times):
        respond_many(survey, cast, HAPPY, at=NOW - 20 * number * DAY)
        respond(survey, cast, 9, place=cast.york, leader=cast.peer, words="Words")
        occasion(survey, cast)
    client.force_login(cast.owner)
    client.get(f"/results/{survey.slug}/")

    # On PostgreSQL the time is asked of the database.
    expected = 19 if connection.vendor == "postgresql" else 18
    with django_assert_num_queries(expected):
        client.get(f"/results/{survey.slug}/")

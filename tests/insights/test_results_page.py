"""The page of results: the sentence first, what each reader sees, the small-number rules, files with the same numbers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests.cast import NOW, Cast
from tests.factories.responses import make_survey, respond, respond_many
from tests.factories.signals import open_case
from tests.insights.opening import file, opened

pytestmark = pytest.mark.django_db

HAPPY = [10] * 20 + [9] * 10 + [8] * 5 + [3] * 5
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cxapp.insights.views.results.clock_now", lambda: NOW)


def test_the_first_sentence_says_who_answered_how_it_is_and_what_changed(cast: Cast, client: Client) -> None:
    survey = make_survey()
    respond_many(survey, cast, HAPPY)

    page = opened(client, survey, cast.owner)

    assert page.context["sentence"] == (
        "40 customers answered in the last 90 days. NPS 63 (range 37 to 80)."
        " Too few answers to compare with the time before."
    )


def test_a_direction_is_named_only_where_the_interval_of_the_difference_leaves_out_nought(
    cast: Cast, client: Client
) -> None:
    survey = make_survey()
    respond_many(survey, cast, HAPPY)
    respond_many(survey, cast, [3] * 40, at=NOW - 100 * DAY)

    assert "Up 163 points from −100" in opened(client, survey, cast.owner).context["sentence"]


def test_the_same_score_as_before_is_no_clear_change(cast: Cast, client: Client) -> None:
    survey = make_survey()
    respond_many(survey, cast, HAPPY)
    respond_many(survey, cast, HAPPY[1:], at=NOW - 100 * DAY)

    assert (
        "No clear change from the time before (62)." in opened(client, survey, cast.owner).context["sentence"]
    )


@pytest.mark.parametrize(
    ("n", "text", "note", "drawn"),
    [
        (4, "4 answers", "too few to say more", False),
        (5, "5 of 5: happy, 9 or 10", "too few to compare", False),
        (9, "9 of 9: happy, 9 or 10", "too few to compare", False),
        (10, "100", "range 48 to 100, 10 answers", True),
        (30, "100", "range 79 to 100, 30 answers", True),
    ],
)
def test_few_answers_say_little(
    cast: Cast, client: Client, n: int, text: str, note: str, drawn: bool
) -> None:
    survey = make_survey()
    respond_many(survey, cast, [10] * n)

    headline = opened(client, survey, cast.owner).context["headline"]

    assert (headline.score.text, headline.score.note, headline.whisker is not None) == (text, note, drawn)
    assert headline.score.is_small == (n < 30)


def test_under_five_answers_are_not_spread_out(cast: Cast, client: Client) -> None:
    survey = make_survey()
    respond_many(survey, cast, [10, 9, 3, 0])

    assert opened(client, survey, cast.owner).context["distribution"] is None


@pytest.mark.parametrize(
    ("who", "n"), [("leader", 12), ("peer", 15), ("director", 27), ("owner", 27), ("cx_manager", 27)]
)
def test_everybody_reads_the_answers_of_their_line(cast: Cast, client: Client, who: str, n: int) -> None:
    survey = make_survey()
    respond_many(survey, cast, [9] * 12)
    respond_many(survey, cast, [9] * 15, place=cast.york, leader=cast.peer)

    assert opened(client, survey, getattr(cast, who)).context["headline"].score.n == n


@pytest.mark.parametrize("who", ["front_line", "administrator", "board", "outsider"])
def test_results_are_for_those_who_lead(cast: Cast, client: Client, who: str) -> None:
    survey = make_survey()

    assert opened(client, survey, getattr(cast, who)).status_code == 403
    assert client.get("/results/").status_code == 403


def test_tests_held_and_dropped_answers_count_nowhere(cast: Cast, client: Client) -> None:
    survey = make_survey()
    respond_many(survey, cast, HAPPY)
    respond(survey, cast, 0, is_test=True, words="a test")
    respond(survey, cast, 0, state="held", held_for="trap", words="held")
    respond(survey, cast, 0, state="dropped", words="dropped")

    page = opened(client, survey, cast.owner)

    assert (page.context["headline"].score.n, page.context["comments"]) == (40, [])


def test_an_answer_about_somebody_is_missing_from_what_they_read(cast: Cast, client: Client) -> None:
    survey = make_survey()
    respond_many(survey, cast, [9] * 11)
    about = respond(survey, cast, 0, words="It was the manager.")
    case = open_case(cast, concerns=(cast.leader.pk,))
    case.signals.update(response=about)

    shown = [
        opened(client, survey, person).context["headline"].score.n for person in (cast.leader, cast.director)
    ]

    assert shown == [11, 12]


def test_places_stand_by_name_and_lead_to_their_own_page(cast: Cast, client: Client) -> None:
    survey = make_survey()
    respond_many(survey, cast, [10] * 31, place=cast.york)
    respond_many(survey, cast, [2] * 31)

    rows = opened(client, survey, cast.owner).context["rows"]

    assert [(row.name, row.n, row.score.text, row.url) for row in rows] == [
        ("Leeds", 31, "−100", f"?place={cast.leeds.pk}"),
        ("York", 31, "100", f"?place={cast.york.pk}"),
    ]


def test_a_small_place_is_kept_back_and_so_is_the_next_smallest_that_would_reveal_it(
    cast: Cast, client: Client
) -> None:
    survey = make_survey()
    respond_many(survey, cast, [10] * 3, place=cast.york)
    respond_many(survey, cast, [2] * 12, place=cast.north)
    respond_many(survey, cast, [9] * 20)

    page = opened(client, survey, cast.owner)

    assert [(row.name, row.kept_back) for row in page.context["rows"]] == [
        ("Leeds", False),
        ("North", True),
        ("York", True),
    ]
    assert [row[:4] for row in file(client, survey, "by")[2:]] == [
        ["North", "12", "kept back", "too few, or next to too few"],
        ["York", "3", "kept back", "too few, or next to too few"],
    ]


def test_leaders_have_counts_of_what_waits_and_no_score(cast: Cast, client: Client) -> None:
    survey = make_survey()
    respond_many(survey, cast, [9] * 6)
    low = respond(survey, cast, 0)
    open_case(cast).signals.update(response=low)

    page = opened(client, survey, cast.owner, by="leader")

    assert page.context["table"].rows == [["Anna Leader", "7", "1"]]
    assert b"Leaders are not compared on what customers score" in page.content


def test_a_place_holds_all_that_belong_to_it(cast: Cast, client: Client) -> None:
    survey = make_survey()
    respond_many(survey, cast, [9] * 6)
    respond_many(survey, cast, [9] * 5, place=None)

    page = opened(client, survey, cast.owner, place=cast.north.pk)

    assert page.context["headline"].score.n == 6
    assert [chip["label"] for chip in page.context["chips"]] == ["Place: North"]
    assert page.context["chips"][0]["remove_url"] == "?"


def test_filters_stay_in_every_address_of_the_page(cast: Cast, client: Client) -> None:
    survey = make_survey()
    respond_many(survey, cast, HAPPY)

    page = opened(client, survey, cast.owner, place=cast.leeds.pk, source="link", days=365)

    assert page.context["files"]["by"].endswith(f"?days=365&place={cast.leeds.pk}&source=link")
    assert page.context["periods"][0]["url"] == f"?days=30&place={cast.leeds.pk}&source=link"
    assert len(page.context["chips"]) == 2


@pytest.mark.parametrize(
    "asked", [{"days": "7"}, {"place": "x"}, {"place": "9" * 30}, {"by": "shoe"}, {"page": "-1"}]
)
def test_an_odd_address_opens_the_usual_page(cast: Cast, client: Client, asked: dict[str, str]) -> None:
    survey = make_survey()
    respond_many(survey, cast, HAPPY)

    assert opened(client, survey, cast.owner, **asked).context["headline"].score.n == 40

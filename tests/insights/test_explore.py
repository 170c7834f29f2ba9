"""Explore: every figure by time and by cut, what each reader may see of it, as page, CSV, rows and API."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.models import User
from accounts.operations.tokens import make_token
from cxapp.insights.rules.exploring import sources
from feedback.enums import ConcernState
from feedback.models import Case, Concern, Stage
from tests.cast import NOW, Cast
from tests.factories.responses import make_survey, respond_many
from tests.factories.signals import open_case
from tests.feedback.verbs import spoke
from tests.insights.changes import complaints

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def fixed_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cxapp.lib.clock.now", lambda: NOW)


def opened(client: Client, person: User, **asked: str) -> Any:
    client.force_login(person)
    return client.get("/explore/", asked)


def told(client: Client, person: User, **asked: str) -> list[tuple[str, str, str]]:
    rows = opened(client, person, **asked).context["rows"]
    return [(row["name"], row["value"], row["note"]) for row in rows]


def test_complaints_stand_by_month(cast: Cast, client: Client) -> None:
    complaints(cast, [3, 0, 0, 0, 2])

    assert told(client, cast.owner, figure="complaints")[-3:] == [
        ("Jan 2026", "3", ""),
        ("Feb 2026", "2", ""),
        ("Mar 2026", "0", "not over yet"),
    ]


def test_they_are_cut_by_place_in_the_order_of_names(cast: Cast, client: Client) -> None:
    case = complaints(cast, [2])
    complaints(cast, [5], place=cast.york, case=case)

    assert told(client, cast.owner, figure="complaints", by="place") == [
        ("Leeds", "2", ""),
        ("York", "5", ""),
    ]


def test_they_are_narrowed_by_stage_and_channel(cast: Cast, client: Client) -> None:
    stage = Stage.objects.create(slug="parcel", name="Parcel")
    complaints(cast, [2], stage=stage, channel="phone")
    complaints(cast, [4], stage=stage)
    complaints(cast, [8], channel="phone")

    rows = told(client, cast.owner, figure="complaints", step="quarter", stage=str(stage.pk), channel="phone")

    assert rows[-1][1] == "2"


def test_leaders_stand_by_name_with_counts_alone(cast: Cast, client: Client) -> None:
    for place in [cast.leeds] * 11 + [cast.york] * 2:
        open_case(cast, at=NOW - 20 * DAY, place=place.pk)

    assert told(client, cast.owner, figure="tried", by="leader") == [
        ("Anna Leader", "0 of 11", ""),
        ("Bruno Peer", "0 of 2", ""),
    ]


def test_a_leader_reads_of_their_own_line_alone(cast: Cast, client: Client) -> None:
    for place in (cast.leeds, cast.york):
        open_case(cast, at=NOW - 20 * DAY, place=place.pk)

    assert told(client, cast.leader, figure="due", by="leader") == [("Anna Leader", "1", "")]
    assert (
        "no such leader"
        in opened(client, cast.leader, figure="due", leader=str(cast.peer.pk)).context["refusal"]
    )


def test_what_is_about_somebody_is_counted_for_those_who_may_see_it(cast: Cast, client: Client) -> None:
    case = complaints(cast, [3])
    for signal in case.signals.all():
        Concern.objects.create(signal=signal, person=cast.leader, state=ConcernState.CONFIRMED)

    seen = {who: told(client, getattr(cast, who), figure="complaints")[-2][1] for who in ("owner", "board")}

    assert seen == {"owner": "3", "board": "0"}


def test_shares_of_few_are_counts_and_of_many_carry_their_range(cast: Cast, client: Client) -> None:
    for _case in range(4):
        open_case(cast, at=NOW - 40 * DAY)
    for _case in range(12):
        open_case(cast, at=NOW - 20 * DAY)

    rows = told(client, cast.owner, figure="reached")

    assert rows[-3][1:] == ("0 of 4", "")
    assert rows[-2][1:] == ("0 %", "0 of 12, range 0 to 24 %")


def test_a_score_next_to_too_few_is_kept_back(cast: Cast, client: Client) -> None:
    survey = make_survey()
    for place, n in ((cast.leeds, 40), (cast.york, 3), (cast.north, 30)):
        respond_many(survey, cast, [9] * n, at=NOW - 10 * DAY, place=place)

    rows = told(client, cast.owner, figure="nps", by="place")

    assert [(name, value) for name, value, _note in rows] == [
        ("Leeds", "100"),
        ("North", "kept back"),
        ("York", "kept back"),
    ]


def test_a_score_is_never_shown_by_leader(cast: Cast, client: Client) -> None:
    answer = opened(client, cast.owner, figure="nps", by="leader")

    assert answer.status_code == 400
    assert "leaders are seen by what they do" in answer.content.decode()


def test_a_bad_address_says_what_is_wrong_and_shows_the_usual(cast: Cast, client: Client) -> None:
    answer = opened(client, cast.owner, figure="due", step="day")

    assert (answer.status_code, answer.context["refusal"]) == (
        400,
        "A row covers a week, a month or a quarter.",
    )
    assert answer.context["rows"]


@pytest.mark.parametrize("figure", sorted(sources()))
@pytest.mark.parametrize("by", ["", "place", "stage"])
def test_every_figure_opens(cast: Cast, client: Client, figure: str, by: str) -> None:
    assert opened(client, cast.director, figure=figure, by=by).status_code == 200


def test_chips_take_each_filter_away(cast: Cast, client: Client) -> None:
    answer = opened(client, cast.owner, figure="due", place=str(cast.leeds.pk), **{"from": "2026-01-01"})

    assert [(chip["label"], chip["remove_url"]) for chip in answer.context["chips"]] == [
        ("1 Jan 2026 to 3 Mar 2026", f"?figure=due&place={cast.leeds.pk}"),
        ("Place: Leeds", "?figure=due&from=2026-01-01&to=2026-03-03"),
    ]


def test_enough_weeks_make_a_control_chart(cast: Cast, client: Client) -> None:
    complaints(cast, [6, 8] * 10)

    chart = opened(client, cast.owner, figure="complaints", step="week").context["chart"]

    assert chart.control is not None
    assert chart.control.verdict == "No clear change."


def test_the_rows_leave_as_csv(cast: Cast, client: Client) -> None:
    complaints(cast, [3])
    client.force_login(cast.owner)

    answer = client.get("/explore/", {"figure": "complaints", "by": "place", "format": "csv"})

    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert rows == [
        ["From", "To", "Place", "Counted", "Out of", "Value", "Low", "High"],
        ["2025-04-01", "2026-03-03", "Leeds", "3", "", "", "", ""],
    ]


def test_times_stand_in_hours_with_how_many_were_in_time(cast: Cast, client: Client) -> None:
    for hours in (1, 1, 2, 30, 30):
        case = open_case(cast, at=NOW - 20 * DAY)
        spoke(case, now=NOW - 20 * DAY + timedelta(hours=hours))

    rows = told(client, cast.owner, figure="first_contact_median")

    assert rows[-2] == ("Feb 2026", "2 h", "3 of 5 in time")
    assert told(client, cast.owner, figure="first_contact_p90")[-2][1] == "30 h"


def test_too_few_are_no_time(cast: Cast, client: Client) -> None:
    open_case(cast, at=NOW - 20 * DAY)

    assert told(client, cast.owner, figure="first_contact_median")[-2][1:] == ("1 promise", "0 of 1 in time")


@pytest.mark.parametrize("who", ["front_line", "administrator", "outsider"])
def test_who_leads_nothing_does_not_explore(cast: Cast, client: Client, who: str) -> None:
    assert opened(client, getattr(cast, who)).status_code == 403


def by_token(person: User, path: str) -> Any:
    _token, secret = make_token(user=person, name="till", by=person, now=NOW)
    return Client().get(path, headers={"Authorization": f"Bearer {secret}"})


def test_the_api_gives_the_same_rows(cast: Cast) -> None:
    complaints(cast, [3])

    answer = by_token(cast.owner, "/api/v1/figures/complaints/?step=quarter&from=2026-01-01").json()

    assert answer["rows"] == [
        {
            "key": "", "name": "", "first_day": "2026-01-01", "last_day": "2026-03-03", "over": False, "k": 3,
            "n": None, "grade": "headline", "value": None, "low": None, "high": None,
        }
    ]  # fmt: skip


def test_the_api_lists_every_figure_with_its_definition(cast: Cast) -> None:
    found = {row["name"]: row for row in by_token(cast.front_line, "/api/v1/figures/").json()}

    assert found["nps"]["by_time"]
    assert found["late_now"]["cuts"] == []
    assert found["tried"]["denominator"] == "all promises due"


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        ("front_line", "complaints/", 403),
        ("owner", "charm/", 404),
        ("owner", "nps/?by=leader", 400),
        ("owner", "due/?step=day", 400),
    ],
)
def test_the_api_has_the_gates_of_the_page(cast: Cast, who: str, path: str, status: int) -> None:
    assert by_token(getattr(cast, who), f"/api/v1/figures/{path}").status_code == status


def test_the_number_of_queries_does_not_grow(cast: Cast, client: Client, settings: Settings) -> None:
    def queries() -> int:
        opened(client, cast.owner, figure="complaints", by="place")
        with CaptureQueriesContext(connection) as made:
            client.get("/explore/", {"figure": "complaints", "by": "place"})
        return len(made)

    case = complaints(cast, [1])
    once = queries()
    complaints(cast, [2, 3], place=cast.york, case=case)
    complaints(cast, [2, 3], place=cast.north, case=case)

    assert (queries(), once <= 15) == (once, True)
    assert Case.objects.count() == 1

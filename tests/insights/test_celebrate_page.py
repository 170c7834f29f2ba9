"""The page Celebrate: what it says first, the proof, thanks by one press, and what it says while nothing is confirmed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.operations.practices import switch
from accounts.queries.house import forget
from cxapp.insights.operations.celebrations import look_at_changes
from cxapp.insights.queries.celebrations import confirmed, watched
from cxapp.insights.receivers.celebrations import on_the_wall
from feedback.enums import CaseState, End
from recognition.models import CompanyValue, Kudos
from tests.cast import NOW, Cast
from tests.insights.changes import (
    CALM,
    FEWER,
    MONDAY,
    case_at,
    changed_after_calm_weeks,
    complaints,
    improvement,
)

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)


@pytest.fixture(autouse=True)
def switched_on(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cxapp.lib.clock.now", lambda: NOW)
    monkeypatch.setattr("recognition.views.wall.clock_now", lambda: NOW)
    switch(name="fewer", on=True, by=cast.cx_manager, now=NOW)


def opened(client: Client, person: Any) -> Any:
    client.force_login(person)
    return client.get("/celebrate/")


def test_what_is_confirmed_stands_with_its_numbers_and_its_keeper(cast: Cast, client: Client) -> None:
    changed_after_calm_weeks(cast)
    look_at_changes(now=NOW)

    answer = opened(client, cast.front_line)

    [one] = answer.context["shown"]
    assert one["says"] == "From about 8.0 complaints a week to about 6.4: 8 running below the mean."
    assert one["chart"].verdict == "Confirmed better."
    assert "looked after by Anna Leader" in answer.content.decode()


def test_the_chart_is_drawn_from_what_was_kept(cast: Cast, client: Client) -> None:
    changed_after_calm_weeks(cast)
    look_at_changes(now=NOW)
    complaints(cast, [40] * 3)

    [one] = opened(client, cast.owner).context["shown"]

    assert [row[1] for row in one["chart"].table.rows] == [str(n) for n in [*CALM, *FEWER]]


def test_while_nothing_is_confirmed_it_says_how_far_the_watch_has_come(cast: Cast, client: Client) -> None:
    complaints(cast, [1, *CALM, *FEWER[:7]])
    improvement(cast, MONDAY - 7 * WEEK)
    improvement(cast, MONDAY - 3 * WEEK, name="A second till")
    look_at_changes(now=NOW)

    answer = opened(client, cast.outsider)

    assert answer.context["sentence"] == (
        "Nothing is confirmed yet. 2 changes are being watched, the furthest for 7 of 12 points."
    )
    assert [row["says"] for row in answer.context["watched"]] == ["7 of 12 weeks", "3 of 12 weeks"]


def test_the_keeper_is_thanked_by_one_press(cast: Cast, client: Client) -> None:
    changed_after_calm_weeks(cast)
    look_at_changes(now=NOW)
    value = CompanyValue.objects.order_by("order")[0]
    [one] = opened(client, cast.front_line).context["shown"]

    client.post(
        "/thanks/new/",
        {"whom": "Anna Leader", "reason": one["reason"], "value": value.pk, "once": "one press"},
    )

    kudos = Kudos.objects.get()
    assert (kudos.giver, kudos.value, [row.person for row in kudos.receivers.all()]) == (
        cast.front_line,
        value,
        [cast.leader],
    )


def test_nobody_is_offered_to_thank_themselves(cast: Cast, client: Client) -> None:
    changed_after_calm_weeks(cast)
    look_at_changes(now=NOW)

    [one] = opened(client, cast.leader).context["shown"]

    assert not one["may_thank"]


def test_a_deed_is_told_without_any_number(cast: Cast, client: Client) -> None:
    improvement(cast, MONDAY - 4 * WEEK)
    case_at(cast, state=CaseState.CLOSED, end=End.PUT_RIGHT, closed_at=NOW - WEEK)
    look_at_changes(now=NOW)

    [one] = opened(client, cast.owner).context["shown"]

    assert (one["chart"], one["says"]) == (
        None,
        "It is in use, and a customer there has said since that it is right.",
    )


def test_switched_off_it_is_not_there(cast: Cast, client: Client) -> None:
    changed_after_calm_weeks(cast)
    look_at_changes(now=NOW)
    switch(name="fewer", on=False, by=cast.cx_manager, now=NOW)
    forget()

    assert (opened(client, cast.owner).status_code, list(on_the_wall(NOW))) == (404, [])


@pytest.mark.parametrize(("later", "lines"), [(timedelta(0), 1), (timedelta(days=31), 0)])
def test_the_wall_carries_it_for_a_month(cast: Cast, later: timedelta, lines: int) -> None:
    changed_after_calm_weeks(cast)
    look_at_changes(now=NOW)

    assert len(list(on_the_wall(NOW + later))) == lines


def test_the_wall_names_the_change_and_who_looked_after_it(cast: Cast, client: Client) -> None:
    changed_after_calm_weeks(cast)
    look_at_changes(now=NOW)
    client.force_login(cast.front_line)

    page = client.get("/thanks/").content.decode()

    assert "Confirmed: fewer complaints since “Two people at the door”. Anna Leader looked after it." in page


@pytest.mark.parametrize("changes", [1, 3])
def test_the_number_of_queries_does_not_grow(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, changes: int
) -> None:
    complaints(cast, [1, *CALM, *FEWER])
    for number in range(changes):
        improvement(cast, MONDAY - 8 * WEEK, name=f"Change {number}")
        improvement(cast, MONDAY - 2 * WEEK, name=f"Later {number}")
    look_at_changes(now=NOW)
    now: datetime = NOW

    with django_assert_num_queries(3):
        found = list(confirmed(now=now)), watched(reader=cast.owner, now=now)

    assert (len(found[0]), len(found[1])) == (changes, changes)

"""The Leaders page: plain counts, by whoever was responsible when the promise fell due, and the cases behind them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.operations.sweep import sweep
from cxapp.insights.queries.promise_rows import promise_rows
from cxapp.insights.queries.promises import LeaderRow, leader_rows
from cxapp.insights.rules.figures import DUE, FIGURES, register
from cxapp.lib.periods import month_of
from feedback.enums import How, Outcome
from feedback.operations.contacts import log_contact
from tests.cast import NOW, Cast
from tests.factories.signals import open_case

pytestmark = pytest.mark.django_db

MARCH = month_of(NOW.date(), "UTC")
LATER = NOW + timedelta(days=3)


def row(cast: Cast, person: User, *, reader: User | None = None, now: datetime = LATER) -> LeaderRow:
    people = list(User.objects.values_list("pk", flat=True))
    rows = leader_rows(reader=reader or cast.owner, people=people, period=MARCH, now=now)
    return next((found for found in rows if found.person == person), LeaderRow(person))


def contact(case: object, by: User, outcome: Outcome = Outcome.REACHED, at: datetime = NOW) -> None:
    log_contact(case=case, by=by, how=How.CALL, outcome=outcome, stated_at=at, now=at)  # type: ignore[arg-type]


def test_a_promise_counts_when_its_time_has_passed(cast: Cast) -> None:
    open_case(cast)

    assert (row(cast, cast.leader, now=NOW)["due"], row(cast, cast.leader)["due"]) == (0, 1)


def test_a_promise_kept_early_counts_at_once(cast: Cast) -> None:
    contact(open_case(cast), cast.leader)

    assert (row(cast, cast.leader, now=NOW)["due"], row(cast, cast.leader, now=NOW)["reached"]) == (1, 1)


def test_an_attempt_in_time_that_reached_nobody_is_tried_not_reached(cast: Cast) -> None:
    contact(open_case(cast), cast.leader, Outcome.NO_ANSWER)

    found = row(cast, cast.leader)
    assert (found["tried"], found["reached"]) == (1, 0)


def test_a_contact_by_someone_above_is_delegated_not_tried_in_person(cast: Cast) -> None:
    case = open_case(cast)
    due: datetime = case.due_at  # type: ignore[assignment]
    sweep(now=due)
    contact(case, cast.director, at=due + timedelta(hours=1))

    found = row(cast, cast.leader)
    assert (found["tried"], found["reached"], found["delegated"], found["escalated"]) == (0, 0, 1, 1)


def test_late_now_counts_what_still_waits(cast: Cast) -> None:
    open_case(cast)

    assert row(cast, cast.leader)["late_now"] == 1


def test_behind_a_number_stand_its_cases(cast: Cast) -> None:
    case = open_case(cast)

    found = promise_rows(name="late_now", reader=cast.owner, person=cast.leader.pk, period=MARCH, now=LATER)

    assert [row.case for row in found] == [case]


def test_no_number_counts_a_case_the_reader_may_not_see(cast: Cast) -> None:
    open_case(cast, concerns=(cast.leader.pk,))

    assert row(cast, cast.director, reader=cast.leader)["due"] == 0


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("leader", {"anna"}),
        ("director", {"anna", "bruno"}),
        ("owner", {"anna", "bruno"}),
        ("cx_manager", {"anna", "bruno"}),
    ],
)
def test_figures_are_read_along_the_line(cast: Cast, client: Client, who: str, seen: set[str]) -> None:
    open_case(cast)
    open_case(cast, place=cast.york.pk)
    client.force_login(getattr(cast, who))

    with time_machine.travel(LATER, tick=False):
        rows = client.get("/leaders/", {"month": "2026-03"}).context["rows"]

    assert {found["person"].sign_in_name for found in rows} == seen


def test_another_leaders_number_does_not_exist_for_a_peer(cast: Cast, client: Client) -> None:
    client.force_login(cast.peer)

    assert client.get(f"/leaders/{cast.leader.pk}/due/").status_code == 404


def test_a_figure_that_does_not_exist_is_not_found(cast: Cast, client: Client) -> None:
    client.force_login(cast.owner)

    assert client.get(f"/leaders/{cast.leader.pk}/charm/").status_code == 404


def test_an_odd_month_shows_the_present_one(cast: Cast, client: Client) -> None:
    client.force_login(cast.owner)

    assert client.get("/leaders/", {"month": "9999-99"}).status_code == 200


def test_the_table_leaves_as_csv(cast: Cast, client: Client) -> None:
    open_case(cast)
    client.force_login(cast.owner)

    with time_machine.travel(LATER, tick=False):
        answer = client.get("/leaders/", {"month": "2026-03", "format": "csv"})

    assert b"Anna Leader" in answer.getvalue()


def test_every_figure_is_defined_on_its_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.owner)

    page = client.get("/leaders/definitions/").content.decode()

    assert [name for name in FIGURES if f'id="{name}"' not in page] == []


def test_a_figure_cannot_be_defined_twice() -> None:
    with pytest.raises(ValueError, match="due exists already"):
        register([DUE])


@pytest.mark.parametrize("cases", [1, 3])
def test_the_number_of_queries_does_not_grow(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, cases: int
) -> None:
    for _ in range(cases):
        open_case(cast)
    people = list(User.objects.values_list("pk", flat=True))

    with django_assert_num_queries(5):
        leader_rows(reader=cast.owner, people=people, period=MARCH, now=LATER)

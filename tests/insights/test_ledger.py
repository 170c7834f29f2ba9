"""The engagement ledger: behaviours as done / due for people and periods, with the rows behind each number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Miss, User
from accounts.operations.practices import switch
from accounts.operations.sweep import sweep
from accounts.rules.behaviours import (
    Asked,
    Behaviour,
    DoneDue,
    Evidence,
    FivePractices,
    behaviours,
    register_behaviour,
)
from cxapp.insights.access.packs import the_board
from cxapp.insights.queries.ledger import behaviours_now, ledger, rolled_up, segments, within
from cxapp.lib.periods import month_of, weeks
from feedback.enums import How, Outcome, WhyDrawn, Wish
from feedback.models import Reading
from feedback.operations.contacts import log_contact
from feedback.operations.hand_overs import accept, offer
from recognition.models import CompanyValue
from recognition.operations.kudos import thank
from recognition.operations.wall import hide
from tests.cast import NOW, Cast
from tests.factories.answers import answer
from tests.factories.signals import open_case

pytestmark = pytest.mark.django_db

MARCH = month_of(NOW.date(), "UTC")
FEBRUARY = month_of(date(2026, 2, 1), "UTC")
LATER = NOW + timedelta(days=3)


def number(
    cast: Cast,
    behaviour: str,
    *,
    person: User | None = None,
    reader: User | None = None,
    now: datetime = LATER,
) -> DoneDue:
    who = person or cast.leader
    found = ledger(reader=reader or cast.owner, people=[who.pk], periods=[FEBRUARY, MARCH], now=now)
    return found[who.pk][behaviour][1]


def rows(
    cast: Cast, behaviour: str, *, person: User | None = None, reader: User | None = None
) -> list[Evidence]:
    asked = Asked(reader or cast.owner, [(person or cast.leader).pk], [MARCH], LATER)
    return list(behaviours[behaviour].evidence(asked)[:50])


def contact(case: object, by: User, outcome: Outcome = Outcome.REACHED, at: datetime = NOW) -> None:
    log_contact(case=case, by=by, how=How.CALL, outcome=outcome, stated_at=at, now=at)  # type: ignore[arg-type]


def test_what_the_leader_did_and_what_the_customer_got_are_never_added(cast: Cast) -> None:
    contact(open_case(cast), cast.leader, Outcome.NO_ANSWER)
    contact(open_case(cast), cast.leader)

    assert number(cast, "contact") == DoneDue(2, 2, 0, {"reached": 1, "delegated": 0, "confirmed": 0})


def test_a_miss_still_open_is_due(cast: Cast) -> None:
    open_case(cast)

    found = number(cast, "contact")
    assert (found.done, found.due) == (0, 1)


def test_who_does_not_want_to_be_contacted_counts_in_a_row_of_their_own(cast: Cast) -> None:
    open_case(cast, wish=Wish.NO_CONTACT)

    much_later = NOW + timedelta(days=25)
    assert (number(cast, "contact", now=much_later).due, number(cast, "decision", now=much_later)) == (
        0,
        DoneDue(0, 1),
    )


def test_answers_read_are_counted_by_the_week_they_were_given_in(cast: Cast) -> None:
    for read_at in (None, NOW):
        Reading.objects.create(
            person=cast.leader,
            response=answer(cast, 3, "Cold coffee."),
            week=date(2026, 3, 2),
            why=WhyDrawn.OWN,
            drawn_at=NOW,
            read_at=read_at,
        )
    switch(name="reading", on=True, by=cast.administrator, now=NOW)

    assert number(cast, "reading") == DoneDue(1, 2)


def test_the_board_counts_what_the_owner_counts_and_opens_none_of_it(cast: Cast) -> None:
    contact(open_case(cast), cast.leader)
    open_case(cast, wish=Wish.NO_CONTACT)
    Reading.objects.create(
        person=cast.leader,
        response=answer(cast, 3, "Cold coffee."),
        week=date(2026, 3, 2),
        why=WhyDrawn.OWN,
        drawn_at=NOW,
    )
    for name in ("reading", "thanks"):
        switch(name=name, on=True, by=cast.administrator, now=NOW)
    later = NOW + timedelta(days=25)

    seen = [
        {one.name: number(cast, one.name, reader=reader, now=later) for one in behaviours_now()}
        for reader in (cast.owner, cast.board, the_board())
    ]

    assert seen[0] == seen[1] == seen[2]
    assert [seen[1][name].due for name in ("contact", "decision", "reading")] == [1, 1, 1]
    assert [rows(cast, name, reader=cast.board) for name in ("contact", "reading")] == [[], []]


def test_the_board_counts_no_case_about_somebody(cast: Cast) -> None:
    open_case(cast, concerns=(cast.peer.pk,))

    assert [number(cast, "contact", reader=who).due for who in (cast.owner, cast.board)] == [1, 0]


def test_the_page_of_leaders_tells_the_board_where_their_counts_are(cast: Cast, client: Client) -> None:
    open_case(cast)
    client.force_login(cast.board)

    page = client.get("/leaders/?month=2026-03").content.decode()

    assert "counts stand on the boardroom" in page
    assert "No promise fell due" not in page


def test_a_behaviour_that_is_switched_off_is_not_there(cast: Cast) -> None:
    found = ledger(reader=cast.owner, people=[cast.leader.pk], periods=[MARCH], now=LATER)

    assert "reading" not in found[cast.leader.pk]


def test_people_recognised_are_counted_without_anything_due(cast: Cast) -> None:
    value = CompanyValue.objects.all()[0]
    receivers = [cast.front_line, cast.peer]
    thank(by=cast.leader, receivers=receivers, reason="You stayed late for Maria.", value=value, now=NOW)

    assert number(cast, "recognition") == DoneDue(2)


def test_thanks_taken_down_count_for_nobody(cast: Cast) -> None:
    value = CompanyValue.objects.all()[0]
    kudos = thank(
        by=cast.leader, receivers=[cast.peer], reason="You stayed late for Maria.", value=value, now=NOW
    )
    hide(kudos=kudos, by=cast.cx_manager, why="Meant for somebody else.", now=NOW)

    assert number(cast, "recognition", reader=cast.cx_manager) == DoneDue(0)


def test_behind_the_number_stands_the_miss_the_leader_may_answer(cast: Cast) -> None:
    case = open_case(cast)
    sweep(now=LATER)

    [row] = rows(cast, "contact")
    assert (row.url, row.done, row.miss) == (
        f"/cases/{case.pk}/",
        False,
        Miss.objects.get(level=0, person=cast.leader).pk,
    )


def test_a_miss_stays_in_the_own_ledger_when_the_case_has_left_the_line(cast: Cast) -> None:
    case = open_case(cast)
    sweep(now=case.due_at)  # type: ignore[arg-type]
    late = NOW + timedelta(days=1, hours=1)
    accept(
        offer=offer(case=case, by=cast.leader, receiver=cast.peer, reason="He knows her.", now=late),
        by=cast.peer,
        now=late,
    )

    found = number(cast, "contact", reader=cast.leader)
    assert (found.due, [row.url for row in rows(cast, "contact", reader=cast.leader)]) == (
        1,
        [f"/cases/{case.pk}/"],
    )


def test_no_number_is_made_of_a_case_about_the_reader(cast: Cast) -> None:
    open_case(cast, concerns=(cast.leader.pk,))

    assert number(cast, "contact", person=cast.director, reader=cast.leader).due == 0


def test_evidence_is_as_long_as_the_number(cast: Cast) -> None:
    for _ in range(3):
        open_case(cast)

    assert len(rows(cast, "contact")) == number(cast, "contact").due == 3


def test_the_ledger_asks_one_question_a_behaviour(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    open_case(cast)
    everybody = [cast.leader.pk, cast.peer.pk, cast.director.pk, cast.owner.pk]
    ledger(reader=cast.owner, people=everybody, periods=[MARCH], now=LATER)  # practices are read once

    for people in ([cast.leader.pk], everybody):
        with django_assert_num_queries(
            6
        ):  # is the house as it was, is a case about anybody (twice), three counts
            ledger(reader=cast.owner, people=people, periods=[FEBRUARY, MARCH], now=LATER)


def test_a_line_is_the_sum_of_its_people(cast: Cast) -> None:
    contact(open_case(cast), cast.leader)
    open_case(cast, place=cast.york.pk)
    people = [cast.leader.pk, cast.peer.pk]

    found = rolled_up(ledger(reader=cast.owner, people=people, periods=[MARCH], now=LATER), people)

    assert (found["contact"].done, found["contact"].due, found["recognition"]) == (1, 2, DoneDue(0, None))


def test_periods_of_two_kinds_are_one_question(cast: Cast) -> None:
    open_case(cast)
    by_week = weeks(date(2026, 2, 9), date(2026, 3, 8), "UTC")
    cut = segments(by_week, [MARCH])

    numbers = ledger(reader=cast.owner, people=[cast.leader.pk], periods=cut, now=LATER)[cast.leader.pk]
    assert all(one.end <= other.start for one, other in pairwise(cut))
    assert (
        within(numbers["contact"], cut, MARCH).due,
        [within(numbers["contact"], cut, week).due for week in by_week],
    ) == (1, [0, 0, 0, 1])


@pytest.fixture
def coffee() -> Iterator[Behaviour]:
    """A behaviour added while the app runs: one entry, one query."""

    def poured(asked: Asked) -> dict[int, list[DoneDue]]:
        return {person: [DoneDue(3, 4)] * len(asked.periods) for person in asked.people}

    def cups(asked: Asked) -> list[Evidence]:
        return [Evidence(NOW, "Cup for Maria", "", True)]

    made = Behaviour(
        "coffee",
        "Coffee poured for customers",
        "Coffee you poured.",
        FivePractices.ENABLE,
        90,
        "coffee",
        poured,
        cups,
    )
    register_behaviour(made)
    yield made
    del behaviours["coffee"]


def test_a_behaviour_added_later_is_in_the_ledger(cast: Cast, coffee: Behaviour) -> None:
    assert number(cast, "coffee") == DoneDue(3, 4)


def test_a_later_behaviour_of_a_practice_that_is_off_is_not(cast: Cast, coffee: Behaviour) -> None:
    register_behaviour(replace(coffee, practice="front_line_time"))

    found = ledger(reader=cast.owner, people=[cast.leader.pk], periods=[MARCH], now=LATER)
    assert "coffee" not in found[cast.leader.pk]

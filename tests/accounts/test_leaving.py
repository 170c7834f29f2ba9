"""Somebody leaves: what they held goes to the person above in the same transaction, and nothing is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.announcements import person_left
from accounts.models import ApiToken, Clock, Escalation, Notice, User, Witness
from accounts.operations import people
from accounts.operations.sweep import sweep
from tests.cast import NOW, Cast
from tests.factories.signals import clock_of, open_case


def sentence(error: pytest.ExceptionInfo[Any]) -> str:
    return str(error.value.sentence)


DUE = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
"""When the contact promise of a case opened now has run out."""


def test_the_owner_cannot_leave_before_the_next_is_named(cast: Cast) -> None:
    with pytest.raises(people.CannotLeave) as refused:
        people.deactivate_person(person=cast.owner, by=cast.administrator, now=NOW)

    assert (
        sentence(refused) == "Olga Owner is the owner. Name the next owner first; then Olga Owner can leave."
    )


def test_the_only_administrator_cannot_leave(cast: Cast) -> None:
    with pytest.raises(people.CannotLeave):
        people.deactivate_person(person=cast.administrator, by=cast.administrator, now=NOW)


def test_nobody_leaves_twice(cast: Cast) -> None:
    people.deactivate_person(person=cast.leader, by=cast.administrator, now=NOW)

    with pytest.raises(people.CannotLeave):
        people.deactivate_person(person=cast.leader, by=cast.administrator, now=NOW)


def test_who_leaves_is_announced_with_the_first_person_here_above(cast: Cast) -> None:
    User.objects.filter(pk=cast.director.pk).update(is_active=False)
    heard: list[tuple[User, User]] = []

    def listen(*, person: User, successor: User, **_: Any) -> None:
        heard.append((person, successor))

    person_left.connect(listen)
    try:
        people.deactivate_person(person=cast.leader, by=cast.administrator, now=NOW)
    finally:
        person_left.disconnect(listen)

    assert heard == [(cast.leader, cast.owner)]


def test_what_a_leaver_promised_is_held_by_the_person_above(cast: Cast) -> None:
    case = open_case(cast)

    left = people.deactivate_person(person=cast.leader, by=cast.administrator, now=NOW)

    case.refresh_from_db()
    assert (left.successor, case.leader, clock_of(case).holder) == (
        cast.director,
        cast.director,
        cast.director,
    )


def test_no_waiting_clock_stays_with_somebody_who_left(cast: Cast) -> None:
    open_case(cast)

    people.deactivate_person(person=cast.leader, by=cast.administrator, now=NOW)

    assert not Clock.objects.filter(holder=cast.leader, met_at=None, ended_at=None).exists()


def test_an_open_rung_of_a_leaver_goes_to_the_person_above_with_a_full_step(cast: Cast) -> None:
    case = open_case(cast)
    sweep(now=DUE)

    people.deactivate_person(person=cast.director, by=cast.administrator, now=DUE + timedelta(hours=2))

    rung = Escalation.objects.get(clock=clock_of(case), level=1)
    assert (rung.to, rung.told_at, rung.due_at) == (
        cast.owner,
        DUE + timedelta(hours=2),
        datetime(2026, 3, 5, 12, 0, tzinfo=UTC),
    )


def test_the_sweep_waits_for_the_step_of_whoever_took_a_rung_over(cast: Cast) -> None:
    case = open_case(cast)
    sweep(now=DUE)
    people.deactivate_person(person=cast.director, by=cast.administrator, now=DUE + timedelta(hours=2))

    assert clock_of(case).next_at == Escalation.objects.get(clock=clock_of(case), level=1).due_at


def test_whoever_takes_a_rung_over_is_told(cast: Cast) -> None:
    open_case(cast)
    sweep(now=DUE)

    people.deactivate_person(person=cast.director, by=cast.administrator, now=DUE)

    assert Notice.objects.filter(kind="case_rung", recipient_id=cast.owner.pk).count() == 1


def test_an_answered_rung_stays_with_the_leaver(cast: Cast) -> None:
    case = open_case(cast)
    sweep(now=DUE)
    Escalation.objects.update(answered_at=DUE)

    people.deactivate_person(person=cast.director, by=cast.administrator, now=DUE)

    assert Escalation.objects.get(clock=clock_of(case), level=1).to == cast.director


def test_units_a_leaver_headed_have_no_head_and_are_reported(cast: Cast) -> None:
    left = people.deactivate_person(person=cast.leader, by=cast.administrator, now=NOW)

    cast.leeds.refresh_from_db()
    assert ([unit.pk for unit in left.units], cast.leeds.head) == ([cast.leeds.pk], None)


def test_the_people_below_a_leaver_stay_where_they_are(cast: Cast) -> None:
    people.deactivate_person(person=cast.leader, by=cast.administrator, now=NOW)

    cast.front_line.refresh_from_db()
    assert cast.front_line.reports_to == cast.leader


def test_tokens_and_witnessing_end_with_leaving(cast: Cast) -> None:
    ApiToken.objects.create(user=cast.peer, name="till", digest="x", made_at=NOW)
    Witness.objects.create(user=cast.peer, named_by=cast.owner, since=NOW - timedelta(days=9))

    people.deactivate_person(person=cast.peer, by=cast.administrator, now=NOW)

    assert (ApiToken.objects.get().revoked_at, Witness.objects.get().until) == (NOW, NOW)

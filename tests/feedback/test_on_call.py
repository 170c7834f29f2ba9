"""Critical matters at night: who is told, when the time runs out, and what happens while nobody is on call."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from accounts.models import Calendar, Escalation, Miss, Notice, User
from accounts.operations.history import verify
from accounts.operations.organisation import choose_critical_kinds, end_on_call, put_on_call
from accounts.operations.sweep import sweep
from feedback.enums import How, Outcome
from feedback.models import Case
from feedback.operations.contacts import log_contact
from feedback.operations.house_changes import recompute
from tests.cast import NOW, Cast
from tests.factories.signals import clock_of, open_case
from tests.feedback.verbs import fresh

NIGHT = NOW.replace(hour=22)
"""Tuesday at 22:00; the next morning opens at 9."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def duty(cast: Cast) -> User:
    """Bruno of York is on call all week for injuries."""
    put_on_call(person=cast.peer, starts=NOW - DAY, ends=NOW + 7 * DAY, by=cast.cx_manager, now=NOW)
    choose_critical_kinds(kinds=["injury"], by=cast.cx_manager, now=NOW)
    return cast.peer


def rungs(case: Case) -> list[tuple[int, User, str]]:
    rows = Escalation.objects.filter(clock=clock_of(case)).order_by("level")
    return [(rung.level, rung.to, rung.reason) for rung in rows]


def test_at_night_the_clock_runs_and_whoever_is_on_call_is_told_at_once(cast: Cast, duty: User) -> None:
    case = open_case(cast, at=NIGHT, critical_kind="injury")

    assert (case.leader, case.severity, case.due_at) == (cast.leader, "critical", NIGHT + HOUR)
    assert rungs(case) == [(1, cast.peer, "on_call")]
    notice = Notice.objects.get(kind="case_rung")
    assert (notice.recipient_id, notice.urgent) == (cast.peer.pk, True)
    assert verify().faults == []


def test_whoever_is_on_call_may_act_and_keeps_the_promise(cast: Cast, duty: User) -> None:
    case = open_case(cast, at=NIGHT, critical_kind="injury")

    log_contact(case=case, by=cast.peer, how=How.CALL, outcome=Outcome.REACHED, now=NIGHT + HOUR / 2)

    assert (fresh(case).state, clock_of(case).met_by) == ("contacted", cast.peer)


def test_silence_at_night_is_a_miss_of_both_and_climbs_the_line_of_the_leader(cast: Cast, duty: User) -> None:
    case = open_case(cast, at=NIGHT, critical_kind="injury")

    sweep(now=NIGHT + HOUR)

    assert set(Miss.objects.values_list("level", "person")) == {(0, cast.leader.pk), (1, cast.peer.pk)}
    assert rungs(case)[1:] == [(2, cast.director, "late")]


@pytest.mark.parametrize(
    ("kind", "at", "due"),
    [
        ("injury", NOW, NOW + HOUR),
        ("data", NIGHT, datetime(2026, 3, 4, 10, tzinfo=NOW.tzinfo)),
        ("injury", NOW + 9 * DAY + 12 * HOUR, datetime(2026, 3, 13, 10, tzinfo=NOW.tzinfo)),
    ],
    ids=["in working hours", "a kind that is not listed", "nobody is on call that night"],
)
def test_otherwise_it_waits_for_working_hours_like_any_other(
    cast: Cast, duty: User, kind: str, at: datetime, due: datetime
) -> None:
    case = open_case(cast, at=at, critical_kind=kind)

    assert (case.severity, case.due_at, rungs(case)) == ("critical", due, [])


def test_after_the_duty_ended_nobody_is_called_out(cast: Cast, duty: User) -> None:
    end_on_call(duty=duty.on_call.get(), by=cast.cx_manager, now=NOW)

    assert rungs(open_case(cast, at=NIGHT, critical_kind="injury")) == []


def test_an_edited_calendar_does_not_put_it_off(cast: Cast, duty: User) -> None:
    case = open_case(cast, at=NIGHT, critical_kind="injury")

    recompute(calendar=Calendar.objects.get(), by=cast.administrator, now=NIGHT)

    assert fresh(case).due_at == NIGHT + HOUR


def test_a_leader_on_call_is_told_once_and_has_one_hour(cast: Cast, duty: User) -> None:
    case = open_case(cast, at=NIGHT, critical_kind="injury", place=cast.york.pk)

    assert (case.leader, case.due_at, rungs(case)) == (cast.peer, NIGHT + HOUR, [])
    assert Notice.objects.get(recipient_id=cast.peer.pk).urgent


def test_nobody_is_called_out_about_themselves(cast: Cast, duty: User) -> None:
    case = open_case(cast, at=NIGHT, critical_kind="injury", concerns=(cast.peer.pk,))

    assert rungs(case) == []


def test_a_later_signal_that_somebody_is_hurt_calls_out_for_the_open_case(cast: Cast, duty: User) -> None:
    case = open_case(cast, at=NOW)
    open_case(cast, at=NIGHT, customer=case.customer_id, contact_points=(), critical_kind="injury")

    assert fresh(case).severity == "critical"
    assert [rung[1:] for rung in rungs(case)][-1:] == [(cast.peer, "on_call")]


def test_a_second_failure_tells_the_one_above_and_whoever_is_on_call(cast: Cast, duty: User) -> None:
    first = open_case(cast, at=NOW)
    Case.objects.filter(pk=first.pk).update(state="closed", end="put_right", closed_at=NOW, due_at=None)

    case = open_case(cast, at=NIGHT, customer=first.customer_id, contact_points=(), critical_kind="injury")

    assert rungs(case) == [(1, cast.director, "again"), (2, cast.peer, "on_call")]

"""The sweep: what is due climbs, one rung at a time, to people who are here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Absence, Clock, Event, Notice, Organisation
from accounts.operations.sweep import sweep
from feedback.enums import SignalKind
from tests.accounts.climbing import DUE, misses, rungs
from tests.cast import NOW, Cast
from tests.factories.signals import clock_of, open_case

pytestmark = pytest.mark.django_db


def test_the_leader_is_reminded_once_at_half_time(cast: Cast) -> None:
    open_case(cast)

    sweep(now=NOW + timedelta(hours=4))
    sweep(now=NOW + timedelta(hours=5))

    assert Notice.objects.filter(kind="case_half", recipient_id=cast.leader.pk).count() == 1


def test_while_the_leader_is_away_the_deputy_is_reminded(cast: Cast) -> None:
    Absence.objects.create(person=cast.leader, deputy=cast.peer, starts=NOW, ends=NOW + timedelta(days=9))
    open_case(cast)

    sweep(now=NOW + timedelta(hours=4))

    assert list(Notice.objects.filter(kind="case_half").values_list("recipient_id", flat=True)) == [
        cast.peer.pk
    ]


def test_nothing_climbs_before_the_promise_has_passed(cast: Cast) -> None:
    case = open_case(cast)

    sweep(now=DUE - timedelta(seconds=1))

    assert rungs(case) == []


def test_the_next_above_is_told_when_the_promise_passes(cast: Cast) -> None:
    case = open_case(cast)

    sweep(now=DUE)

    assert rungs(case) == [("contact", 1, "dora")]


def test_the_miss_is_the_leaders(cast: Cast) -> None:
    case = open_case(cast)

    sweep(now=DUE)

    assert misses(case) == [("contact", 0, "anna")]


def test_the_promise_stays_what_it_was_after_it_passed(cast: Cast) -> None:
    case = open_case(cast)

    sweep(now=DUE + timedelta(hours=3))

    assert clock_of(case).due_at == DUE


def test_each_rung_has_its_full_step_from_the_moment_that_person_was_told(cast: Cast) -> None:
    case = open_case(cast)

    sweep(now=DUE + timedelta(hours=2))

    assert clock_of(case).escalations.get().due_at == datetime(2026, 3, 5, 12, 0, tzinfo=UTC)


def test_silence_ends_at_the_owner(cast: Cast) -> None:
    case = open_case(cast)

    for day in range(1, 6):
        sweep(now=DUE + timedelta(days=day))

    assert [rung for rung in rungs(case) if rung[0] == "contact"] == [
        ("contact", 1, "dora"),
        ("contact", 2, "olga"),
    ]


def test_the_owner_misses_too(cast: Cast) -> None:
    case = open_case(cast)

    for day in range(1, 6):
        sweep(now=DUE + timedelta(days=day))

    assert ("contact", 2, "olga") in misses(case)


def test_the_owner_is_reminded_every_day_until_contact(cast: Cast) -> None:
    open_case(cast)

    for day in range(1, 8):
        sweep(now=DUE + timedelta(days=day))

    told = Notice.objects.filter(kind="case_top", recipient_id=cast.owner.pk)
    assert told.count() == len(set(told.values_list("reason_key", flat=True))) >= 2


def test_a_rung_is_an_event_of_the_case(cast: Cast) -> None:
    case = open_case(cast)

    sweep(now=DUE)

    codes = list(
        Event.objects.filter(subject_kind="case", subject_id=case.pk)
        .order_by("seq")
        .values_list("code", flat=True)
    )
    assert codes == ["opened", "missed", "escalated"]


def test_somebody_away_is_told_through_their_deputy(cast: Cast) -> None:
    case = open_case(cast)
    Absence.objects.create(person=cast.director, deputy=cast.peer, starts=NOW, ends=NOW + timedelta(days=9))

    sweep(now=DUE)

    rung = clock_of(case).escalations.get()
    assert (rung.to, rung.deputy) == (cast.director, cast.peer)


def test_the_deputy_gets_the_notice(cast: Cast) -> None:
    open_case(cast)
    Absence.objects.create(person=cast.director, deputy=cast.peer, starts=NOW, ends=NOW + timedelta(days=9))

    sweep(now=DUE)

    assert list(Notice.objects.filter(kind="case_rung").values_list("recipient_id", flat=True)) == [
        cast.peer.pk
    ]


def test_somebody_away_without_a_deputy_is_passed_over_with_the_reason(cast: Cast) -> None:
    case = open_case(cast)
    Absence.objects.create(person=cast.director, deputy=None, starts=NOW, ends=NOW + timedelta(days=9))

    sweep(now=DUE)

    rung = clock_of(case).escalations.get()
    assert (rung.level, rung.to, rung.skipped) == (1, cast.owner, [[cast.director.pk, "absent"]])


def test_a_person_the_case_is_about_is_passed_over(cast: Cast) -> None:
    case = open_case(cast, concerns=(cast.director.pk,))

    sweep(now=DUE)

    assert case.leader == cast.owner
    assert rungs(case) == []


def test_a_unit_in_rehearsal_climbs_nowhere(cast: Cast) -> None:
    cast.leeds.live_at = None
    cast.leeds.save()
    case = open_case(cast)

    sweep(now=DUE + timedelta(days=3))

    assert (case.due_at, rungs(case), misses(case)) == (DUE, [], [])


def test_more_than_three_late_cases_of_one_leader_are_one_notice(cast: Cast) -> None:
    for _ in range(4):
        open_case(cast)

    sweep(now=DUE)

    told = Notice.objects.filter(recipient_kind="person", recipient_id=cast.director.pk).values_list(
        "kind", flat=True
    )
    assert list(told) == ["late_group"]


def test_three_late_cases_of_one_leader_are_three_notices(cast: Cast) -> None:
    for _ in range(3):
        open_case(cast)

    sweep(now=DUE)

    told = Notice.objects.filter(recipient_kind="person", recipient_id=cast.director.pk).values_list(
        "kind", flat=True
    )
    assert list(told) == ["case_rung"] * 3


def test_critical_cases_are_told_one_by_one(cast: Cast) -> None:
    for _ in range(5):
        open_case(cast, critical_kind="safety")

    sweep(now=DUE)

    assert Notice.objects.filter(recipient_id=cast.director.pk, kind="case_rung", urgent=True).count() == 5


def test_a_score_nobody_can_be_called_about_waits_for_an_action(cast: Cast) -> None:
    case = open_case(cast, kind=SignalKind.SCORE, scale="nps", score=2, words="", name="", contact_points=())

    assert (case.week, list(Clock.objects.filter(subject_id=case.pk).values_list("kind", flat=True))) == (
        NOW.date() - timedelta(days=1),
        ["action"],
    )


def test_the_organisation_row_exists_from_the_start() -> None:
    assert Organisation.objects.count() == 1

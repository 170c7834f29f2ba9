"""The sweep after trouble: an outage, a second sweep, a poisoned clock, a second failure, no mail server."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Alarm, Clock, Delivery, Escalation, Event, Notice
from accounts.operations import climb
from accounts.operations.sweep import sweep
from accounts.rules.climbing import Rung
from tests.accounts.climbing import DUE, misses, rungs
from tests.cast import NOW, Cast
from tests.factories.signals import clock_of, open_case

pytestmark = pytest.mark.django_db


def test_after_an_outage_nobody_is_skipped_and_one_rung_is_told_a_sweep(cast: Cast) -> None:
    case = open_case(cast)

    sweep(now=DUE + timedelta(days=7))

    assert rungs(case) == [("contact", 1, "dora")]


def test_sweeping_twice_tells_nobody_twice(cast: Cast) -> None:
    open_case(cast)
    sweep(now=DUE)
    before = (Escalation.objects.count(), Notice.objects.count(), Event.objects.count())

    sweep(now=DUE)

    assert (Escalation.objects.count(), Notice.objects.count(), Event.objects.count()) == before


def test_a_poisoned_clock_is_set_aside_and_stops_nobody_else(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    poisoned = clock_of(open_case(cast))
    others = [open_case(cast) for _ in range(6)]
    sound = climb.next_rung

    def poison(clock: Clock, context: climb.Context) -> Rung | None:
        if clock.pk == poisoned.pk:
            raise RuntimeError("poison")
        return sound(clock, context)

    monkeypatch.setattr(climb, "next_rung", poison)

    done = sweep(now=DUE)

    assert (done.told, done.failed) == (6, 1)
    assert [rungs(case) for case in others] == [[("contact", 1, "dora")]] * 6


def test_a_poisoned_clock_raises_an_alarm_and_is_tried_again_later(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    poisoned = clock_of(open_case(cast))

    def poison(clock: Clock, context: climb.Context) -> Rung | None:
        raise RuntimeError("poison")

    monkeypatch.setattr(climb, "next_rung", poison)

    sweep(now=DUE)

    poisoned.refresh_from_db()
    assert (poisoned.failures, poisoned.next_at) == (1, DUE + timedelta(minutes=2))
    assert Alarm.objects.get(name=f"clock:{poisoned.pk}").cleared_at is None


def test_a_second_failure_tells_the_next_above_at_once_without_a_breach(cast: Cast) -> None:
    first = open_case(cast, name="Mia", contact_points=(("phone", "+441134960999"),))
    first.state, first.end, first.closed_at = "closed", "put_right", NOW
    first.save()

    again = open_case(
        cast, name="Mia", contact_points=(("phone", "+441134960999"),), at=NOW + timedelta(days=2)
    )

    rung = clock_of(again).escalations.get()
    assert (rung.level, rung.to, rung.breached_at, rung.due_at) == (
        1,
        cast.director,
        None,
        clock_of(again).due_at,
    )


def test_after_a_second_failure_the_climb_goes_on_from_there(cast: Cast) -> None:
    first = open_case(cast, name="Mia", contact_points=(("phone", "+441134960999"),))
    first.state, first.end, first.closed_at = "closed", "put_right", NOW
    first.save()
    again = open_case(
        cast, name="Mia", contact_points=(("phone", "+441134960999"),), at=NOW + timedelta(days=2)
    )

    sweep(now=clock_of(again).due_at)

    assert rungs(again) == [("contact", 1, "dora"), ("contact", 2, "olga")]
    assert misses(again) == [("contact", 0, "anna"), ("contact", 1, "dora")]


def test_without_mail_nothing_is_queued_for_sending(cast: Cast, settings: object) -> None:
    settings.MAIL_CONFIGURED = False  # type: ignore[attr-defined]
    open_case(cast)

    sweep(now=DUE)

    assert (Delivery.objects.count(), Notice.objects.filter(kind="case_rung").count()) == (0, 1)

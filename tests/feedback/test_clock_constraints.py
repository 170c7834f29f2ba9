"""What the database itself refuses in the tables of clocks, timeline and outbox."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models.functions import Now

from accounts.models import Alarm, Clock, Delivery, Escalation, Event, Miss, Notice
from tests.cast import NOW, Cast
from tests.factories.signals import clock_of, open_case
from tests.feedback.breaking import again, changed, refused

pytestmark = pytest.mark.django_db


def test_a_clock_runs_once_a_kind_and_cycle(cast: Cast) -> None:
    assert refused(again(clock_of(open_case(cast))))


def test_a_clock_always_has_a_due_time(cast: Cast) -> None:
    assert refused(changed(clock_of(open_case(cast)), due_at=None))


def test_a_clock_is_met_or_ended_never_both(cast: Cast) -> None:
    assert refused(changed(clock_of(open_case(cast)), met_at=NOW, ended_at=NOW, end_reason="void"))


def test_a_clock_ends_with_a_reason(cast: Cast) -> None:
    assert refused(changed(clock_of(open_case(cast)), ended_at=NOW))


def rung(clock: Clock, cast: Cast, **values: Any) -> Escalation:
    return Escalation.objects.create(
        **{"clock": clock, "level": 1, "to": cast.director, "detected_at": NOW, "told_at": NOW, "due_at": NOW}
        | values
    )


def test_a_level_of_a_clock_is_told_once(cast: Cast) -> None:
    assert refused(again(rung(clock_of(open_case(cast)), cast), to=cast.owner))


def test_nobody_is_their_own_deputy_on_a_rung(cast: Cast) -> None:
    clock = clock_of(open_case(cast))

    assert refused(lambda: rung(clock, cast, deputy=cast.director))


def test_a_level_of_a_clock_is_missed_once(cast: Cast) -> None:
    miss = Miss.objects.create(clock=clock_of(open_case(cast)), level=0, person=cast.leader, at=NOW)

    assert refused(again(miss, person=cast.director))


def test_a_place_in_a_history_is_taken_once(cast: Cast) -> None:
    open_case(cast)

    assert refused(again(Event.objects.filter(subject_kind="case")[0]))


def test_a_recipient_is_told_once_a_reason(cast: Cast) -> None:
    open_case(cast)

    assert refused(again(Notice.objects.order_by("pk")[0]))


def test_a_notice_leaves_once_a_channel(cast: Cast, settings: Any) -> None:
    settings.MAIL_CONFIGURED = True
    open_case(cast)

    assert refused(again(Delivery.objects.order_by("pk")[0]))


def test_an_alarm_is_open_once() -> None:
    alarm = Alarm.objects.create(name="mail", raised_at=NOW)

    assert refused(again(alarm))
    changed(alarm, cleared_at=Now())()
    assert not refused(again(alarm, cleared_at=None))

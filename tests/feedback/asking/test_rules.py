"""Whom we may ask, and when to remind: the rules alone, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from feedback.enums import PassedOver
from feedback.rules.asking import (
    LESS,
    LESS_OFTEN,
    OFF,
    TOO_LATE_AFTER,
    Known,
    Standing,
    may_remind,
    next_reminder,
    why_not,
)
from tests.cast import NOW

QUIET = timedelta(days=90)
DAY = timedelta(days=1)
FREE = Known()


def reason(known: Known, late: timedelta = timedelta(0)) -> PassedOver | None:
    return why_not(known, due_at=NOW - late, now=NOW, quiet=QUIET)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, None),
        ({"is_erased": True}, PassedOver.ERASED),
        ({"has_mail": False}, PassedOver.NO_ADDRESS),
        ({"has_mail": False, "has_bounced": True}, PassedOver.BOUNCED),
        ({"has_bounced": True}, None),
        ({"choice": OFF}, PassedOver.UNWILLING),
        ({"is_live": False}, PassedOver.REHEARSAL),
        ({"has_open_case": True}, PassedOver.OPEN_CASE),
        ({"asked_at": NOW - QUIET + timedelta(seconds=1)}, PassedOver.ASKED_LATELY),
        ({"asked_at": NOW - QUIET}, None),
        ({"choice": LESS}, None),
        ({"choice": LESS, "asked_at": NOW - QUIET}, PassedOver.ASKED_LATELY),
        ({"choice": LESS, "asked_at": NOW - LESS_OFTEN}, None),
    ],
)
def test_a_customer_is_asked_unless_something_speaks_against_it(
    change: dict[str, object], expected: PassedOver | None
) -> None:
    assert reason(replace(FREE, **change)) == expected  # type: ignore[arg-type]


def test_a_quiet_time_longer_than_a_year_holds_for_whoever_wants_fewer_too() -> None:
    known = Known(choice=LESS, asked_at=NOW - timedelta(days=400))
    assert why_not(known, due_at=NOW, now=NOW, quiet=timedelta(days=500)) == PassedOver.ASKED_LATELY


def test_an_occasion_nobody_remembers_is_passed_over() -> None:
    assert [reason(FREE, TOO_LATE_AFTER), reason(FREE, TOO_LATE_AFTER + DAY)] == [None, PassedOver.TOO_LATE]


def test_what_lasts_is_said_before_what_passes() -> None:
    everything = Known(choice=OFF, has_open_case=True, asked_at=NOW, is_live=False)
    assert reason(everything) == PassedOver.UNWILLING


def reminder(sent: int, most: int = 2, open_days: int = 30) -> object:
    return next_reminder(sent=sent, most=most, gap=4 * DAY, last=NOW, expires_at=NOW + open_days * DAY)


def test_reminders_keep_their_gap_and_their_number() -> None:
    assert [reminder(0), reminder(1), reminder(2), reminder(0, most=0)] == [NOW + 4 * DAY] * 2 + [None] * 2


def test_nobody_is_reminded_of_a_link_that_is_over_by_then() -> None:
    assert [reminder(0, open_days=4), reminder(0, open_days=5)] == [None, NOW + 4 * DAY]


@pytest.mark.parametrize(
    ("standing", "known", "expected"),
    [
        (Standing(), FREE, True),
        (Standing(is_answered=True), FREE, False),
        (Standing(is_stopped=True), FREE, False),
        (Standing(expires_at=NOW), FREE, False),
        (Standing(expires_at=NOW + DAY), FREE, True),
        (Standing(), replace(FREE, choice=OFF), False),
        (Standing(), replace(FREE, choice=LESS), True),
        (Standing(), replace(FREE, has_open_case=True), False),
        (Standing(), replace(FREE, has_mail=False), False),
        (Standing(), replace(FREE, is_erased=True), False),
        (Standing(), replace(FREE, is_live=False), False),
        (Standing(), replace(FREE, asked_at=NOW), True),
    ],
)
def test_a_reminder_stops_where_it_should(standing: Standing, known: Known, expected: bool) -> None:
    assert may_remind(standing, known, now=NOW) is expected

"""When a digest is due: the reader's minute, their working days, their clock on the wall, also when clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from cxapp.insights.rules.digests import Digest, Due, Hours, coming, newest, reason_key
from cxapp.lib.working_time import ROUND_THE_CLOCK, WorkingCalendar

WEEKDAYS = WorkingCalendar(zone="Europe/London", week=(((540, 1020),),) * 5 + ((), ()))
LONDON = Hours("Europe/London", WEEKDAYS)
EVERY_DAY = WorkingCalendar(zone="Europe/London", week=ROUND_THE_CLOCK.week)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


def test_a_daily_digest_is_due_from_half_past_seven_by_the_readers_clock() -> None:
    tuesday = Due(date(2026, 3, 3), at(2026, 3, 3, 7, 30))

    assert newest(Digest.DAILY, LONDON, at(2026, 3, 3, 7, 29)) is None
    assert newest(Digest.DAILY, LONDON, at(2026, 3, 3, 7, 30)) == tuesday
    assert newest(Digest.DAILY, LONDON, at(2026, 3, 3, 19, 29)) == tuesday


def test_half_a_day_late_it_is_left_out_for_the_next_one() -> None:
    assert newest(Digest.DAILY, LONDON, at(2026, 3, 3, 19, 30)) is None


def test_what_is_due_just_before_midnight_is_still_due_just_after() -> None:
    late = Hours("Europe/London", WEEKDAYS, 23 * 60 + 58)

    assert newest(Digest.DAILY, late, at(2026, 3, 4, 0, 2)) == Due(date(2026, 3, 3), at(2026, 3, 3, 23, 58))


def test_on_a_day_off_none_is_due() -> None:
    assert newest(Digest.DAILY, LONDON, at(2026, 3, 7, 8, 0)) is None
    assert coming(Digest.DAILY, LONDON, at(2026, 3, 6, 8, 0)) == Due(date(2026, 3, 9), at(2026, 3, 9, 7, 30))


def test_after_a_holiday_monday_the_week_is_told_on_tuesday_under_the_same_reason() -> None:
    hours = Hours(
        "Europe/London",
        WorkingCalendar("Europe/London", WEEKDAYS.week, closed=frozenset({date(2026, 3, 2)})),
    )

    due = newest(Digest.WEEKLY, hours, at(2026, 3, 3, 9, 0))

    assert due == Due(date(2026, 3, 2), at(2026, 3, 3, 7, 30))
    assert reason_key(Digest.WEEKLY, date(2026, 3, 2)) == "digest:weekly:2026-03-02"


def test_the_month_is_told_on_its_first_working_day_for_a_week_at_most() -> None:
    due = Due(date(2026, 3, 1), at(2026, 3, 2, 7, 30))

    assert newest(Digest.MONTHLY, LONDON, at(2026, 3, 1, 9, 0)) is None
    assert newest(Digest.MONTHLY, LONDON, at(2026, 3, 9, 7, 29)) == due
    assert newest(Digest.MONTHLY, LONDON, at(2026, 3, 9, 7, 30)) is None


def test_a_place_that_is_closed_all_week_gets_no_weekly_digest() -> None:
    closed = frozenset(date(2026, 3, 2) + timedelta(days=n) for n in range(7))
    hours = Hours("Europe/London", WorkingCalendar("Europe/London", WEEKDAYS.week, closed=closed))

    assert newest(Digest.WEEKLY, hours, at(2026, 3, 6, 9, 0)) is None


def test_an_hour_that_is_skipped_in_spring_means_the_moment_of_the_change() -> None:
    hours = Hours("Europe/London", EVERY_DAY, 90)  # 1:30 does not exist on 29 March 2026

    assert newest(Digest.DAILY, hours, at(2026, 3, 29, 1, 0)) == Due(date(2026, 3, 29), at(2026, 3, 29, 1, 0))
    assert coming(Digest.DAILY, hours, at(2026, 3, 29, 0, 59)) == Due(
        date(2026, 3, 29), at(2026, 3, 29, 1, 0)
    )


def test_an_hour_that_comes_twice_in_autumn_means_the_first_time() -> None:
    hours = Hours("Europe/London", EVERY_DAY, 90)  # 1:30 comes at 0:30 and at 1:30 UTC on 25 October 2026

    first = Due(date(2026, 10, 25), at(2026, 10, 25, 0, 30))
    assert newest(Digest.DAILY, hours, at(2026, 10, 25, 0, 30)) == first
    assert newest(Digest.DAILY, hours, at(2026, 10, 25, 1, 30)) == first
    assert coming(Digest.DAILY, hours, at(2026, 10, 25, 0, 30)) == Due(
        date(2026, 10, 26), at(2026, 10, 26, 1, 30)
    )


def test_half_past_seven_stays_half_past_seven_when_the_clocks_change() -> None:
    assert newest(Digest.DAILY, LONDON, at(2026, 3, 30, 6, 30)) == Due(
        date(2026, 3, 30), at(2026, 3, 30, 6, 30)
    )


def test_a_traveller_is_told_by_the_zone_they_chose_on_the_working_days_of_their_place() -> None:
    auckland = Hours("Pacific/Auckland", WEEKDAYS)

    assert newest(Digest.DAILY, auckland, at(2026, 3, 2, 18, 30)) == Due(
        date(2026, 3, 3), at(2026, 3, 2, 18, 30)
    )

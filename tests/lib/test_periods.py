"""Periods: no instant counts in none or in two, whatever the zone does with its clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxapp.lib.periods import (
    Period,
    between,
    day_of,
    last_days,
    month_of,
    months,
    quarter_of,
    quarters,
    today,
    week_of,
    weeks,
    year_of,
)
from tests.lib.calendars import days, starts, tries, zones

anywhere = tries(normal=100, nightly=20_000)
kinds = st.sampled_from([day_of, week_of, month_of, quarter_of, year_of])


def _days(period: Period) -> tuple[str, str]:
    return period.first_day.isoformat(), period.last_day.isoformat()


@pytest.mark.parametrize(
    ("kind", "day", "first", "last"),
    [
        (day_of, date(2026, 11, 21), "2026-11-21", "2026-11-21"),
        (week_of, date(2026, 11, 21), "2026-11-16", "2026-11-22"),
        (week_of, date(2026, 11, 16), "2026-11-16", "2026-11-22"),
        (week_of, date(2027, 1, 1), "2026-12-28", "2027-01-03"),
        (month_of, date(2026, 12, 31), "2026-12-01", "2026-12-31"),
        (month_of, date(2028, 2, 29), "2028-02-01", "2028-02-29"),
        (quarter_of, date(2026, 11, 21), "2026-10-01", "2026-12-31"),
        (quarter_of, date(2026, 3, 31), "2026-01-01", "2026-03-31"),
        (year_of, date(2026, 11, 21), "2026-01-01", "2026-12-31"),
    ],
)
def test_a_day_lies_in_its_period(kind, day: date, first: str, last: str):
    assert _days(kind(day, "Europe/London")) == (first, last)


@pytest.mark.parametrize(
    ("zone", "start", "end"),
    [
        ("UTC", "2026-10-01 00:00", "2026-11-01 00:00"),
        ("Europe/London", "2026-09-30 23:00", "2026-11-01 00:00"),
        ("America/New_York", "2026-10-01 04:00", "2026-11-01 04:00"),
        ("Asia/Kathmandu", "2026-09-30 18:15", "2026-10-31 18:15"),
        ("America/Havana", "2026-10-01 04:00", "2026-11-01 04:00"),
    ],
)
def test_a_month_begins_and_ends_at_midnight_of_its_zone(zone: str, start: str, end: str):
    month = month_of(date(2026, 10, 15), zone)
    assert (f"{month.start:%F %H:%M}", f"{month.end:%F %H:%M}") == (start, end)


def test_a_day_without_a_midnight_begins_when_the_clocks_have_changed():
    sunday = day_of(date(2026, 9, 6), "America/Santiago")
    assert sunday.start == datetime(2026, 9, 6, 4, tzinfo=UTC)
    assert sunday.end - sunday.start == timedelta(hours=23)


def test_the_last_days_end_with_today_in_the_viewers_zone():
    now = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    assert _days(last_days(7, now, "Europe/London")) == ("2026-11-15", "2026-11-21")
    assert _days(last_days(7, now, "Asia/Kolkata")) == ("2026-11-16", "2026-11-22")
    assert last_days(7, now, "Asia/Kolkata").days == 7


def test_a_zone_may_be_given_by_name_or_as_itself():
    assert month_of(date(2026, 10, 1), "Europe/London") == month_of(
        date(2026, 10, 1), ZoneInfo("Europe/London")
    )


def test_each_period_with_a_day_between_two_days_is_listed_once():
    first, last = date(2026, 10, 30), date(2027, 1, 1)
    assert [_days(month)[0] for month in months(first, last, "UTC")] == [
        "2026-10-01",
        "2026-11-01",
        "2026-12-01",
        "2027-01-01",
    ]
    assert [_days(quarter)[0] for quarter in quarters(first, last, "UTC")] == ["2026-10-01", "2027-01-01"]
    assert len(weeks(first, last, "UTC")) == 10


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match=r"^The last day must not come before the first\.$"):
        between(date(2026, 11, 2), date(2026, 11, 1), "UTC")


@anywhere
@given(kinds, days, zones)
def test_a_period_ends_exactly_where_the_next_begins(kind, day: date, zone: str):
    period = kind(day, zone)
    following = kind(period.last_day + timedelta(days=1), zone)
    assert period.end == following.start
    assert period.start < period.end


@anywhere
@given(zones, starts)
def test_today_is_the_day_the_instant_lies_in(zone: str, now: datetime):
    assert now in day_of(today(now, zone), zone)


@anywhere
@given(zones, st.lists(starts, max_size=60), st.sampled_from([weeks, months, quarters]))
def test_the_sum_of_the_periods_is_the_total(zone: str, answers: list[datetime], list_of):
    first, last = date(2025, 1, 1), date(2028, 12, 31)
    periods = list_of(first, last, zone)
    total = between(periods[0].first_day, periods[-1].last_day, zone)
    in_total = [answer for answer in answers if answer in total]
    in_periods = [answer for period in periods for answer in answers if answer in period]
    assert sorted(in_periods) == sorted(in_total)


@anywhere
@given(zones, starts, st.integers(1, 400))
def test_the_last_days_hold_now_and_as_many_days_as_asked(zone: str, now: datetime, n: int):
    period = last_days(n, now, zone)
    assert now in period
    assert period.days == n

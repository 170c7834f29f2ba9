"""Made-up calendars, starts and steps for the property tests of working time, and how many of them a run tries."""

import os
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from cxapp.lib.working_time import Step, Unit, WorkingCalendar

NIGHTLY = bool(os.environ.get("CXAPP_NIGHTLY"))
patience = pytest.mark.timeout(4 * 3600 if NIGHTLY else 120)

ZONES = [
    "UTC",
    "Europe/London",
    "America/New_York",
    "America/Santiago",  # changes its clocks at midnight
    "America/Havana",  # has midnight twice in autumn
    "Atlantic/Azores",
    "Asia/Beirut",
    "Asia/Kolkata",  # half an hour off
    "Asia/Kathmandu",  # three quarters
    "Australia/Adelaide",
    "Australia/Lord_Howe",  # changes its clocks by half an hour
    "Pacific/Chatham",
]
CLOCK_CHANGES = [
    date(2026, 3, 8),
    date(2026, 3, 29),
    date(2026, 4, 5),
    date(2026, 9, 6),
    date(2026, 9, 27),
    date(2026, 10, 4),
    date(2026, 10, 25),
    date(2026, 11, 1),
    date(2028, 2, 29),
]


def tries(normal: int, nightly: int) -> settings:
    """The same examples in every normal run; fresh ones, and many more, at night."""
    return settings(
        max_examples=nightly if NIGHTLY else normal,
        derandomize=not NIGHTLY,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )


def _pair_up(points: list[int]) -> tuple[tuple[int, int], ...]:
    ordered = sorted(points)
    return tuple(zip(ordered[::2], ordered[1::2], strict=False))


hours_of_a_day = st.lists(
    st.integers(0, 48).map(lambda half: half * 30), min_size=0, max_size=6, unique=True
).map(_pair_up)
weeks = st.tuples(*[hours_of_a_day] * 7).filter(any)
even_weeks = st.builds(
    lambda hours, open_days: tuple(hours if day in open_days else () for day in range(7)),
    hours_of_a_day.filter(bool),
    st.sets(st.integers(0, 6), min_size=1),
)
zones = st.sampled_from(ZONES)
days = st.one_of(
    st.builds(lambda day, off: day + timedelta(days=off), st.sampled_from(CLOCK_CHANGES), st.integers(-4, 2)),
    st.dates(date(2025, 1, 1), date(2028, 12, 31)),
)
starts = st.builds(
    lambda day, minute: datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute),
    days,
    st.integers(0, 1439),
)
closed_days = st.frozensets(days, max_size=4)
calendars = st.builds(WorkingCalendar, zone=zones, week=weeks, closed=closed_days)
quarters_of_hours = st.integers(1, 160).map(lambda quarters: Decimal(quarters) / 4)
whole_days = st.integers(1, 15).map(Decimal)
working_hours = st.builds(Step, quarters_of_hours, st.just(Unit.WORKING_HOURS))
steps = st.one_of(
    working_hours,
    st.builds(Step, quarters_of_hours, st.just(Unit.HOURS)),
    st.builds(Step, whole_days, st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS])),
)

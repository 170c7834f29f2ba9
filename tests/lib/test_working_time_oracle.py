"""Working time against a slow, plain count of minutes that shares nothing with it but the meaning of a calendar.

The oracle walks through world time a minute at a time and looks at the clock on the wall. When that clock is turned
back it keeps what it has already read, so that no minute of the day counts as newly reached twice.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st

from cxapp.lib.working_time import Step, Unit, WorkingCalendar, due, elapsed
from tests.lib.calendars import calendars, patience, starts, tries

pytestmark = patience
MINUTE = timedelta(minutes=1)
LONGEST = 20 * 1440
against_the_oracle = tries(normal=40, nightly=20_000)


def _minutes(calendar: WorkingCalendar, start: datetime) -> Iterator[tuple[datetime, datetime, bool]]:
    """Each minute from the start: when it begins, the latest time read from the wall, whether the place is open."""
    zone = ZoneInfo(calendar.zone)
    at = start - timedelta(hours=3)
    read = at.astimezone(zone).replace(tzinfo=None)
    for _ in range(LONGEST):
        read = max(read, at.astimezone(zone).replace(tzinfo=None))
        hours = () if read.date() in calendar.closed else calendar.week[read.weekday()]
        minute = read.hour * 60 + read.minute
        if at >= start:
            yield at, read, any(opens <= minute < closes for opens, closes in hours)
        at += MINUTE


@against_the_oracle
@given(calendars, starts, st.integers(1, 80).map(lambda quarters: Decimal(quarters) / 4))
def test_working_hours_end_where_the_count_of_minutes_ends(
    calendar: WorkingCalendar, start: datetime, hours: Decimal
):
    left = int(hours * 60)
    for at, _, is_open in _minutes(calendar, start):
        left -= is_open
        if not left:
            assert due(calendar, start, Step(hours, Unit.WORKING_HOURS)) == at + MINUTE
            return
    assume(False)


@against_the_oracle
@given(calendars, starts, st.integers(0, 10 * 1440))
def test_elapsed_working_time_is_the_count_of_open_minutes(
    calendar: WorkingCalendar, start: datetime, length: int
):
    end = start + MINUTE * length
    until_the_end = islice(_minutes(calendar, start), length)
    open_minutes = sum(is_open for _, _, is_open in until_the_end)
    assert elapsed(calendar, start, end) == MINUTE * open_minutes


@against_the_oracle
@given(calendars, starts, st.integers(1, 5))
def test_working_days_end_where_a_walk_through_the_days_ends(
    calendar: WorkingCalendar, start: datetime, count: int
):
    open_minutes: dict[date, list[tuple[datetime, time]]] = {}
    wall = start.replace(tzinfo=None)
    for at, read, is_open in _minutes(calendar, start - timedelta(days=2)):
        if at == start:
            wall = _turned_back(calendar, start, read)
        if is_open:
            open_minutes.setdefault(read.date(), []).append((at, read.time()))
    today = open_minutes.get(wall.date(), [])
    ahead = [minutes for day, minutes in open_minutes.items() if day >= wall.date() and minutes[0][0] > start]
    assume(len(ahead) > count)
    target = ahead[count - 1]
    expected = target[-1][0] + MINUTE
    if today and today[0][0] <= start <= today[-1][0] + MINUTE:
        reached = [at for at, read in target if read >= wall.time()]
        before = [at for at, read in target if read < wall.time()]
        still_open = reached and (not before or reached[0] - before[-1] == MINUTE)
        expected = reached[0] if still_open or not before else before[-1] + MINUTE
    assert due(calendar, start, Step(Decimal(count), Unit.WORKING_DAYS)) == expected


def _turned_back(calendar: WorkingCalendar, start: datetime, read: datetime) -> datetime:
    """While an hour repeats, the wall has already shown all of it: the time reached is the end of that hour."""
    showing = start.astimezone(ZoneInfo(calendar.zone)).replace(tzinfo=None)
    return read if showing == read else read + MINUTE


def test_the_oracle_itself_counts_an_hour_more_when_the_clocks_go_back():
    calendar = WorkingCalendar("Europe/London", (((0, 1440),),) * 7)
    start = datetime(2026, 10, 24, 23, tzinfo=UTC)
    minutes = [at for at, read, _ in _minutes(calendar, start) if read.day == 25]
    assert len(minutes) == 25 * 60

"""Which part of a period is read from tallies by month, which by day, and which is counted live. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from cxapp.lib.periods import Period, Zone, between

DAY = timedelta(days=1)


@dataclass(slots=True)
class Cover:
    """First days of whole months, single days, and days to count live; together they are the periods, each day once.

    `without`: days to take out of the months they lie in, for they are counted live.
    """

    months: list[date] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    live: list[date] = field(default_factory=list)
    without: list[date] = field(default_factory=list)


def cover(
    periods: Sequence[Period],
    holds: Callable[[date], bool],
    counted: Callable[[date], bool],
    *,
    by_day: bool,
    by_month: bool = True,
) -> Cover:
    """`counted`: whether a day has tallies, `holds`: whether they are still right. A month holds all its counted days.

    Without `by_day` there are none by day, and of months only those that are over; without `by_month` no month is read.
    """
    found = Cover()
    for period in periods:
        for days in _by_month(period):
            after = days[-1] + DAY
            over = days[0].day == 1 and after.day == 1
            so_far = days[0].day == 1 and not counted(after)
            held = [day for day in days if holds(day)]
            changed = [day for day in days if day not in set(held)]
            if by_month and over and not changed:
                found.months.append(days[0])
            elif not by_day:
                found.live += days
            elif by_month and held and (over or so_far):
                found.months.append(days[0])
                found.without += [day for day in changed if counted(day)]
                found.live += changed
            else:
                found.days += held
                found.live += changed
    return found


def _by_month(period: Period) -> Iterator[list[date]]:
    """The days of a period, a list for each month."""
    days: list[date] = []
    for number in range(period.days):
        day = period.first_day + number * DAY
        if days and day.day == 1:
            yield days
            days = []
        days.append(day)
    yield days


def spans(days: Iterable[date], zone: Zone) -> list[Period]:
    """Runs of days that follow each other, as periods in order."""
    runs: list[tuple[date, date]] = []
    for day in sorted(set(days)):
        if runs and runs[-1][1] + DAY == day:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return [between(first, last, zone) for first, last in runs]


def month_start(day: date) -> date:
    return day.replace(day=1)


def month_before(day: date) -> date:
    """The first day of the month before the one a day lies in."""
    return month_start(month_start(day) - DAY)


def month_after(day: date) -> date:
    """The first day of the month after the one a day lies in."""
    return month_start(month_start(day) + 31 * DAY)

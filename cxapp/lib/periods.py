"""Days, weeks, months, quarters and years of a zone as half-open ranges of UTC instants.

What lives here: the ranges reports and rollups count in. A period ends exactly where the next begins, also
when the clocks change, so each instant lies in one and only one. What does not: which figures are counted,
names on screen.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from cxapp.lib.local_time import first_reached, latest_wall

Zone = str | tzinfo
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """The days from `first_day` to `last_day`, both included: from `start` up to, but without, `end`."""

    first_day: date
    last_day: date
    start: datetime
    end: datetime

    def __contains__(self, instant: datetime) -> bool:
        return self.start <= instant < self.end

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1


def between(first_day: date, last_day: date, zone: Zone) -> Period:
    """The days from the first to the last, both included."""
    if last_day < first_day:
        raise ValueError("The last day must not come before the first.")
    return Period(first_day, last_day, _midnight(first_day, zone), _midnight(last_day + _DAY, zone))


def today(now: datetime, zone: Zone) -> date:
    """The day the calendar on the wall shows at this instant."""
    return latest_wall(now, _tzinfo(zone)).date()


def day_of(day: date, zone: Zone) -> Period:
    """The day alone."""
    return between(day, day, zone)


def week_of(day: date, zone: Zone) -> Period:
    """The week the day lies in, Monday to Sunday."""
    monday = day - _DAY * day.weekday()
    return between(monday, monday + 6 * _DAY, zone)


def month_of(day: date, zone: Zone) -> Period:
    """The calendar month the day lies in."""
    return _months(day.year, day.month, 1, zone)


def quarter_of(day: date, zone: Zone) -> Period:
    """The quarter of the calendar year the day lies in."""
    return _months(day.year, day.month - (day.month - 1) % 3, 3, zone)


def year_of(day: date, zone: Zone) -> Period:
    """The calendar year the day lies in."""
    return _months(day.year, 1, 12, zone)


def last_days(n: int, now: datetime, zone: Zone) -> Period:
    """The n days that end with the day of `now`, that day included to its end."""
    last = today(now, zone)
    return between(last - _DAY * (n - 1), last, zone)


def weeks(first_day: date, last_day: date, zone: Zone) -> list[Period]:
    """Each week that has a day between the two, in order."""
    return _each(week_of, first_day, last_day, zone)


def months(first_day: date, last_day: date, zone: Zone) -> list[Period]:
    """Each calendar month that has a day between the two, in order."""
    return _each(month_of, first_day, last_day, zone)


def quarters(first_day: date, last_day: date, zone: Zone) -> list[Period]:
    """Each quarter that has a day between the two, in order."""
    return _each(quarter_of, first_day, last_day, zone)


def _each(kind: Callable[[date, Zone], Period], first_day: date, last_day: date, zone: Zone) -> list[Period]:
    found: list[Period] = []
    day = first_day
    while day <= last_day:
        found.append(kind(day, zone))
        day = found[-1].last_day + _DAY
    return found


def _months(year: int, month: int, count: int, zone: Zone) -> Period:
    after = month - 1 + count
    last_day = date(year + after // 12, after % 12 + 1, 1) - _DAY
    return between(date(year, month, 1), last_day, zone)


def _midnight(day: date, zone: Zone) -> datetime:
    return first_reached(datetime.combine(day, time.min), _tzinfo(zone))


def _tzinfo(zone: Zone) -> tzinfo:
    return ZoneInfo(zone) if isinstance(zone, str) else zone

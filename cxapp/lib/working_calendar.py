"""Opening hours: a calendar as a plain value, and the instants it is open.

What lives here: `WorkingCalendar`, the check before one is saved, public holidays, and the diary that turns
a calendar into instants a day at a time. What does not: counting working time (`working_time`), the tables
calendars are kept in.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

import holidays

from cxapp.lib.local_time import first_reached, latest_wall

Span = tuple[datetime, datetime]
Week = tuple[tuple[tuple[int, int], ...], ...]

MINUTES_A_DAY = 1440


@dataclass(frozen=True)
class WorkingCalendar:
    """Opening hours of a week in minutes from midnight, Monday first; `closed` are extra closed days.

    A closing of 1440 is midnight at the end of the day. A shift over midnight is written as two intervals, one
    on each day. Public holidays follow from the country and the region.
    """

    zone: str
    week: Week
    closed: frozenset[date] = frozenset()
    country: str = ""
    region: str = ""

    def is_working_day(self, day: date) -> bool:
        """Whether the place opens at all on this day."""
        return bool(diary_of(self).hours(day.toordinal()))

    def intervals(self, day: date) -> list[Span]:
        """The opening hours of this day as instants in UTC, in order, touching ones joined."""
        return list(diary_of(self).hours(day.toordinal()))


_NINE_TO_FIVE = ((9 * 60, 17 * 60),)
ROUND_THE_CLOCK = WorkingCalendar(zone="UTC", week=(((0, MINUTES_A_DAY),),) * 7)
DEFAULT = WorkingCalendar(zone="UTC", week=(_NINE_TO_FIVE,) * 5 + ((), ()))


def validate(calendar: WorkingCalendar) -> None:
    """Refuse, with a sentence, a calendar no deadline could be computed from."""
    if _zone(calendar.zone) is None:
        raise ValueError(f"The time zone “{calendar.zone}” is not known. Choose one such as Europe/London.")
    if len(calendar.week) != 7:
        raise ValueError("Opening hours need seven days, Monday first.")
    for day in calendar.week:
        end_before = 0
        for opens, closes in sorted(day):
            if not 0 <= opens < closes <= MINUTES_A_DAY:
                raise ValueError(
                    "An interval must open before it closes, between 0:00 and 24:00 of the same day."
                )
            if opens < end_before:
                raise ValueError("Two intervals of the same day overlap. Join them or move one.")
            end_before = closes
    if not any(calendar.week):
        raise ValueError("This calendar never opens. Give at least one day its hours.")


class Diary:
    """A calendar turned into instants, a day at a time, each day once."""

    def __init__(self, calendar: WorkingCalendar) -> None:
        self.calendar = calendar
        self.zone: tzinfo = _zone(calendar.zone) or UTC
        self._days: dict[int, tuple[Span, ...]] = {}

    def hours(self, day: int) -> tuple[Span, ...]:
        found = self._days.get(day)
        if found is None:
            found = self._days[day] = self._compute(date.fromordinal(day))
        return found

    def day_of(self, instant: datetime) -> int:
        return latest_wall(instant, self.zone).toordinal()

    def spans_after(self, at: datetime, until: datetime) -> Iterator[Span]:
        """What is open from `at` on, in order, as far as it begins before `until`."""
        for day in range(self.day_of(at), self.day_of(until) + 1):
            for opens, closes in self.hours(day):
                if opens >= until:
                    return
                if closes > at:
                    yield max(opens, at), closes

    def spans_before(self, at: datetime, until: datetime) -> Iterator[Span]:
        """What is open up to `at`, latest first, as far as it ends after `until`."""
        for day in range(self.day_of(at), self.day_of(until) - 1, -1):
            for opens, closes in reversed(self.hours(day)):
                if closes <= until:
                    return
                if opens < at:
                    yield opens, min(closes, at)

    def _compute(self, day: date) -> tuple[Span, ...]:
        calendar = self.calendar
        if day in calendar.closed or day in _public_holidays(calendar.country, calendar.region, day.year):
            return ()
        midnight = datetime.combine(day, time.min)
        joined: list[Span] = []
        for opening, closing in sorted(calendar.week[day.weekday()]):
            opens = first_reached(midnight + timedelta(minutes=opening), self.zone)
            closes = first_reached(midnight + timedelta(minutes=closing), self.zone)
            if opens >= closes:
                continue
            if joined and opens <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(closes, joined[-1][1]))
            else:
                joined.append((opens, closes))
        return tuple(joined)


@lru_cache(maxsize=512)
def diary_of(calendar: WorkingCalendar) -> Diary:
    if len(calendar.week) != 7 or not any(calendar.week):
        calendar = replace(ROUND_THE_CLOCK, zone=calendar.zone)
    elif _zone(calendar.zone) is None:
        calendar = ROUND_THE_CLOCK
    return Diary(calendar)


@cache
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


@cache
def _public_holidays(country: str, region: str, year: int) -> frozenset[date]:
    """Public holidays: none for an unknown country, those of the country for an unknown region."""
    if not country:
        return frozenset()
    for subdivision in dict.fromkeys((region or None, None)):
        try:
            return frozenset(holidays.country_holidays(country, subdiv=subdivision, years=year))
        except (NotImplementedError, KeyError, AttributeError):
            continue
    return frozenset()

"""Working time: when a step of time has run out, and how much working time lies between two instants.

What lives here: the units of a step, `due`, `subtract`, `elapsed`, `midpoint`. What does not: opening hours
themselves (`working_calendar`, offered from here as well), the clocks that wait, the policies that choose a
step.

- Everything given and returned is an aware datetime; what is returned is UTC.
- `due` is the earliest instant at which the time has elapsed: 9:00 plus 8 working hours of a 9-17 day is
  17:00.
- Working days keep the wall time, cut to the hours of the day they end on (in a lunch break: its
  beginning). A step that starts while the place is closed ends with the closing of its last day: Saturday
  plus 1 is Monday 17:00.
- The instant a day ends at 24:00 is, as a start, midnight of the next day.
- Days and working days are whole; a part of one counts as one. The units are never converted into each
  other.
- A calendar that cannot be used (unknown zone, no hours at all) is read as open round the clock, and a
  place that stays closed for more than a year gets the rest of its step in calendar time: there is always a
  deadline.
"""

import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from cxapp.lib.local_time import first_reached, latest_wall
from cxapp.lib.working_calendar import (
    DEFAULT,
    ROUND_THE_CLOCK,
    Diary,
    Span,
    WorkingCalendar,
    diary_of,
    validate,
)

__all__ = [
    "DEFAULT",
    "ROUND_THE_CLOCK",
    "Step",
    "Unit",
    "WorkingCalendar",
    "due",
    "elapsed",
    "is_open",
    "midpoint",
    "next_opening",
    "subtract",
    "validate",
]

logger = logging.getLogger(__name__)

_DAY = timedelta(days=1)
_NOTHING = timedelta(0)
_LONGEST_SEARCH = timedelta(days=3660)
_LONGEST_CLOSURE = timedelta(days=366)
_END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)
_MICROSECONDS_AN_HOUR = 3_600_000_000


class Unit(StrEnum):
    """What the amount of a step is counted in."""

    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"
    HOURS = "hours"
    DAYS = "days"


@dataclass(frozen=True)
class Step:
    """A length of time as a policy states it: 4 working hours, 2 working days."""

    amount: Decimal
    unit: Unit

    def __post_init__(self) -> None:
        if not Decimal(self.amount).is_finite() or self.amount < 0:
            raise ValueError("A step of time must be a number that is zero or more.")


def due(calendar: WorkingCalendar, start: datetime, step: Step) -> datetime:
    """The earliest instant at which `step` has elapsed since `start`; always an answer, see above."""
    start = _utc(start)
    if not step.amount:
        return start
    try:
        diary = diary_of(calendar)
        if step.unit is Unit.WORKING_HOURS:
            return _after_working_time(diary, start, _hours(step.amount))
        if step.unit is Unit.HOURS:
            return start + _hours(step.amount)
        if step.unit is Unit.WORKING_DAYS:
            return _after_working_days(diary, start, _whole(step.amount))
        wall = latest_wall(start, diary.zone) + _DAY * _whole(step.amount)
        return first_reached(wall, diary.zone)
    except Exception:
        # A promise without a deadline is worse than one with a rough deadline, whatever went wrong.
        logger.exception("working_time_failed")
        return _calendar_time(start, step)


def subtract(calendar: WorkingCalendar, end: datetime, step: Step) -> datetime:
    """The latest instant from which `step`, in working hours or hours, has elapsed at `end`."""
    end = _utc(end)
    if step.unit not in (Unit.WORKING_HOURS, Unit.HOURS):
        raise ValueError("Only hours and working hours can be subtracted.")
    rest = _hours(step.amount)
    if step.unit is Unit.HOURS or not rest:
        return end - rest
    diary = diary_of(calendar)
    reached = end
    for opens, closes in diary.spans_before(end, end - _LONGEST_SEARCH):
        if reached - closes > _LONGEST_CLOSURE:
            break
        if closes - opens >= rest:
            return closes - rest
        rest -= closes - opens
        reached = opens
    return reached - rest


def elapsed(calendar: WorkingCalendar, start: datetime, end: datetime) -> timedelta:
    """The working time between two instants; nothing when the end is not after the start."""
    end = _utc(end)
    spans = diary_of(calendar).spans_after(_utc(start), end)
    return sum((min(closes, end) - opens for opens, closes in spans), _NOTHING)


def midpoint(calendar: WorkingCalendar, start: datetime, step: Step) -> datetime:
    """The instant when half of the (working) time between `start` and its due time has elapsed."""
    start = _utc(start)
    end = due(calendar, start, step)
    halfway = start + (end - start) / 2
    if step.unit not in (Unit.WORKING_HOURS, Unit.WORKING_DAYS) or end - start > _LONGEST_SEARCH:
        return halfway
    try:
        worked = elapsed(calendar, start, end)
        return _after_working_time(diary_of(calendar), start, worked / 2) if worked else halfway
    except Exception:
        # What made `due` answer in calendar time must not stop its reminder either.
        logger.exception("working_time_failed")
        return halfway


def next_opening(calendar: WorkingCalendar, at: datetime) -> datetime:
    """`at` while the place is open, else the next instant it opens; `at` if it stays closed for a year."""
    at = _utc(at)
    return next((opens for opens, _ in diary_of(calendar).spans_after(at, at + _LONGEST_CLOSURE)), at)


def is_open(calendar: WorkingCalendar, at: datetime) -> bool:
    """Whether the place is open; at its closing time it is not."""
    at = _utc(at)
    return any(opens <= at for opens, _ in diary_of(calendar).spans_after(at, at + _DAY))


def _after_working_time(diary: Diary, start: datetime, rest: timedelta) -> datetime:
    reached = start
    for opens, closes in diary.spans_after(start, start + _LONGEST_SEARCH):
        if opens - reached > _LONGEST_CLOSURE:
            break
        if closes - opens >= rest:
            return opens + rest
        rest -= closes - opens
        reached = closes
    return reached + rest


def _after_working_days(diary: Diary, start: datetime, rest: int) -> datetime:
    wall = latest_wall(start, diary.zone)
    today = wall.toordinal()
    hours = diary.hours(today)
    keeps_wall_time = bool(hours) and hours[0][0] <= start <= hours[-1][1]
    first = today if hours and start < hours[0][0] else today + 1
    reached = start
    for day in range(first, first + _LONGEST_SEARCH.days):
        hours = diary.hours(day)
        if not hours:
            continue
        if hours[0][0] - reached > _LONGEST_CLOSURE:
            break
        reached = hours[-1][1]
        rest -= 1
        if not rest:
            same_time = datetime.combine(date.fromordinal(day), wall.time())
            return _cut(first_reached(same_time, diary.zone), hours) if keeps_wall_time else reached
    return reached + _DAY * rest


def _cut(at: datetime, hours: tuple[Span, ...]) -> datetime:
    """`at` while the place is open, its opening before that, else the last closing so far."""
    cut = hours[0][0]
    for opens, closes in hours:
        if opens <= at:
            cut = min(at, closes)
    return cut


def _calendar_time(start: datetime, step: Step) -> datetime:
    by_the_day = step.unit in (Unit.DAYS, Unit.WORKING_DAYS)
    try:
        return start + (_DAY * _whole(step.amount) if by_the_day else _hours(step.amount))
    except (OverflowError, ArithmeticError):
        return _END_OF_TIME


def _hours(amount: Decimal) -> timedelta:
    return timedelta(microseconds=round(amount * _MICROSECONDS_AN_HOUR))


def _whole(amount: Decimal) -> int:
    return int(amount.to_integral_value(ROUND_CEILING))


def _utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("Working time needs datetimes that know their zone.")
    return instant.astimezone(UTC)

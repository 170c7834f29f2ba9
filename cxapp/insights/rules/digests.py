"""When a digest is due: at the minute its reader chose, on their working days, by their clock on the wall. Pure.

A digest is about a day, a week (Monday to Sunday) or a month; it leaves on the first working day of that time, once. Not
here: who gets which (`queries.digests`), and what stands in it (`queries.digest_words`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from cxapp.lib.local_time import first_reached, latest_wall
from cxapp.lib.periods import Period, day_of, month_of, week_of
from cxapp.lib.working_time import WorkingCalendar

DEFAULT_MINUTE = 7 * 60 + 30


class Digest(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


NAMES: dict[Digest, Any] = {
    Digest.DAILY: _("Every working day: whom to call"),
    Digest.WEEKLY: _("Every week: how my people stand"),
    Digest.MONTHLY: _("Every month: what the boardroom says"),
}
_PERIOD_OF = {Digest.DAILY: day_of, Digest.WEEKLY: week_of, Digest.MONTHLY: month_of}
_DAY = timedelta(days=1)
LATEST = {Digest.DAILY: _DAY / 2, Digest.WEEKLY: 3 * _DAY, Digest.MONTHLY: 7 * _DAY}
"""After an outage a digest older than this is left out: the next one tells more than it would."""
LOOK_AHEAD = 400
"""Days within which the next digest is looked for; a calendar that stays closed longer has none."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When one person is told: their zone, the calendar of their place, and the minute of the day they chose."""

    zone: str
    calendar: WorkingCalendar
    minute: int = DEFAULT_MINUTE


@dataclass(frozen=True, slots=True)
class Due:
    """A digest about the time that begins with the day `about`, due at `at`."""

    about: date
    at: datetime


def reason_key(digest: Digest, about: date) -> str:
    """Why it is sent: a reason is told a person once, whoever runs the task and how often."""
    return f"digest:{digest}:{about:%Y-%m-%d}"


def about_now(digest: Digest, now: datetime, zone: str) -> Period:
    """The day, week or month it is for somebody in this zone."""
    return _PERIOD_OF[digest](latest_wall(now, ZoneInfo(zone)).date(), zone)


def before(digest: Digest, about: date, zone: str) -> Period:
    """The day, week or month before the one that begins with `about`: what the digest looks back on."""
    return _PERIOD_OF[digest](about - _DAY, zone)


def newest(digest: Digest, hours: Hours, now: datetime) -> Due | None:
    """The digest that should have left by now, unless it is too old; never more than one.

    The time before is looked at too: what is due two minutes before midnight is still due two minutes after.
    """
    period = about_now(digest, now, hours.zone)
    for one in (period, before(digest, period.first_day, hours.zone)):
        at = _moment(one, hours)
        if at is not None and at <= now:
            return Due(one.first_day, at) if now < at + LATEST[digest] else None
    return None


def coming(digest: Digest, hours: Hours, now: datetime) -> Due | None:
    """The next one after now."""
    for period in _from(digest, hours, now):
        at = _moment(period, hours)
        if at is not None and at > now:
            return Due(period.first_day, at)
    return None


def _from(digest: Digest, hours: Hours, now: datetime) -> Iterator[Period]:
    period = about_now(digest, now, hours.zone)
    last = period.first_day + LOOK_AHEAD * _DAY
    while period.first_day <= last:
        yield period
        period = _PERIOD_OF[digest](period.last_day + _DAY, hours.zone)


def _moment(period: Period, hours: Hours) -> datetime | None:
    """The chosen minute of the first working day in it; None where the place stays closed throughout."""
    days = (period.first_day + _DAY * number for number in range(period.days))
    day = next(filter(hours.calendar.is_working_day, days), None)
    if day is None:
        return None
    return first_reached(datetime.combine(day, time(*divmod(hours.minute, 60))), ZoneInfo(hours.zone))

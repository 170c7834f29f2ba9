"""Working calendars: add and change. The arithmetic and the check are in `cxapp.lib.working_time`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.announcements import calendar_changed
from accounts.models import Calendar, ClosedDay, Interval, Organisation, Unit
from accounts.operations.timeline import By, Entry, record
from cxapp.lib.errors import Refused
from cxapp.lib.working_time import WorkingCalendar, validate


class CalendarRefused(Refused):
    code = "calendar_refused"


@dataclass(frozen=True, slots=True)
class Hours:
    """A calendar as people state it: a week of (opens, closes) in minutes, Monday first, and closed days with their reason."""

    name: str
    zone: str
    week: tuple[tuple[tuple[int, int], ...], ...]
    closed: Mapping[date, str] = field(default_factory=dict)
    country: str = ""
    region: str = ""


@transaction.atomic
def add_calendar(*, hours: Hours, by: By, now: datetime) -> Calendar:
    _refuse_unusable(hours, None)
    calendar = Calendar(name=hours.name, zone=hours.zone)
    calendar.save()
    _write(calendar, hours)
    return calendar


@transaction.atomic
def change_calendar(*, calendar: Calendar, hours: Hours, by: By, now: datetime) -> None:
    """Other hours: due times still ahead move (their apps hear of it), none to before now."""
    calendar = Calendar.objects.select_for_update(of=("self",)).get(pk=calendar.pk)
    _refuse_unusable(hours, calendar)
    calendar.intervals.all().delete()
    calendar.closed_days.all().delete()
    calendar.revision += 1
    _write(calendar, hours)
    units = Unit.objects.filter(calendar=calendar).order_by("pk").values_list("pk", flat=True)
    data = {"calendar": calendar.pk, "revision": calendar.revision}
    record(entries=[Entry("unit", unit, "calendar_changed", by, data) for unit in units], now=now)
    calendar_changed.send(sender=Calendar, calendar=calendar, by=by, now=now)


@transaction.atomic
def choose_default(*, calendar: Calendar, by: By, now: datetime) -> None:
    """The calendar of every unit that names none."""
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=1)
    if organisation.calendar_id != calendar.pk:
        organisation.calendar = calendar
        organisation.save(update_fields=["calendar"])
        calendar_changed.send(sender=Calendar, calendar=calendar, by=by, now=now)


def _write(calendar: Calendar, hours: Hours) -> None:
    """The calendar itself last: saving it tells every process that the house has changed."""
    Interval.objects.bulk_create(
        Interval(calendar=calendar, weekday=weekday, opens=opens, closes=closes)
        for weekday, day in enumerate(hours.week)
        for opens, closes in day
    )
    ClosedDay.objects.bulk_create(
        ClosedDay(calendar=calendar, day=day, why=why) for day, why in hours.closed.items()
    )
    calendar.name, calendar.zone = hours.name, hours.zone
    calendar.country, calendar.region = hours.country, hours.region
    calendar.save()


def _refuse_unusable(hours: Hours, own: Calendar | None) -> None:
    if Calendar.objects.filter(name=hours.name).exclude(pk=own.pk if own else 0).exists():
        raise CalendarRefused(_("Another calendar has this name. Choose another one."), field="name")
    try:
        validate(
            WorkingCalendar(hours.zone, hours.week, frozenset(hours.closed), hours.country, hours.region)
        )
    except ValueError as error:
        raise CalendarRefused(str(error)) from error

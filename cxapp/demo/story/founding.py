"""Founds the made-up company through the public operations: units, hours, people, rights, the first day."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from accounts.enums import Role, Severity, StepUnit
from accounts.models import Organisation, Profile, Unit, User
from accounts.operations.calendars import Hours, add_calendar, choose_default
from accounts.operations.people import add_person, change_person
from accounts.operations.places import add_unit, change_unit, set_head
from accounts.operations.policies import new_version, times_of
from accounts.operations.practices import switch
from accounts.operations.rights import set_roles
from accounts.operations.setup import set_up
from accounts.operations.units import go_live
from accounts.operations.witnesses import name_witness
from accounts.rules.practices import PRACTICES
from cxapp.demo.story import company

STEP = Decimal("0.05")
"""Hours of each step of a critical case at the watched place: three minutes."""

DAY = ((9 * 60, 17 * 60),)
SHOP_DAY = ((8 * 60, 18 * 60),)
WEEKS = {
    company.OFFICE_HOURS: ("Office, Monday to Friday", (DAY,) * 5 + ((), ())),
    company.SHOP_HOURS: ("Shops, Monday to Saturday", (SHOP_DAY,) * 6 + ((),)),
    company.DAY_AND_NIGHT: ("Open day and night", (((0, 1440),),) * 7),
}


def machine_zone() -> str:
    """The time zone of this machine, so that the times on screen are those on the newcomer's wall."""
    link = Path("/etc/localtime")
    linked = str(link.resolve()).partition("zoneinfo/")[2] if link.exists() else ""
    return linked if linked in available_timezones() else "UTC"


def found(*, now: datetime) -> None:
    """The company on its first day, complete."""
    zone = machine_zone()
    owner = set_up(
        people_about=len(company.STAFF) + 26,
        places=[],
        owner_name=company.OWNER.name,
        owner_title=company.OWNER.title,
        sign_in_name=company.OWNER.sign_in,
        email=f"{company.OWNER.sign_in}@{company.DOMAIN}",
        password=company.PASSWORD,
        organisation_name=company.NAME,
        zone=zone,
        now=now,
    )
    units = _units(owner, zone, now)
    people = _people(owner, units, now)
    for person in (company.OWNER, *company.STAFF):
        if person.heads:
            set_head(unit=units[person.heads], head=people[person.sign_in], by=owner, now=now)
    set_roles(person=owner, roles=[Role.LEADER], by=owner, now=now)
    name_witness(user=people["wilma"], by=owner, now=now)
    for practice in PRACTICES:
        if practice.ready and not practice.always_on:
            switch(name=practice.name, on=True, by=owner, now=now)
    for unit in units.values():
        go_live(unit=unit, by=owner, now=now)
    Organisation.objects.filter(pk=1).update(
        outside_body="The Made-up Ombudsman for Bread, ombudsman.example.test", critical_phone="+441134960000"
    )


def _units(owner: User, zone: str, now: datetime) -> dict[str, Unit]:
    calendars = {
        name: add_calendar(hours=Hours(label, zone, week), by=owner, now=now)
        for name, (label, week) in WEEKS.items()
    }
    choose_default(calendar=calendars[company.OFFICE_HOURS], by=owner, now=now)
    units = {}
    for place in company.UNITS:
        unit = add_unit(
            kind=place.kind,
            name=place.name,
            by=owner,
            now=now,
            calendar=calendars[place.hours],
            address=place.address,
        )
        units[place.slug] = unit
    change_unit(unit=units[company.WATCHED_PLACE], by=owner, now=now, profile=_quick_profile(owner, now))
    return {slug: Unit.objects.get(pk=unit.pk) for slug, unit in units.items()}


def _quick_profile(owner: User, now: datetime) -> Profile:
    """The default times, but a critical case counts in minutes."""
    default = Profile.objects.get(slug="default")
    version = default.versions.order_by("-number")[0]
    profile = Profile.objects.create(
        name="Demonstration: critical cases in minutes",
        slug="demo",
        source="Made up, so that a climb can be watched in a few minutes.",
    )
    times = times_of(version) | {("contact", Severity.CRITICAL.value): (STEP, StepUnit.HOURS.value)}
    new_version(profile=profile, times=times, by=owner, now=now)
    return profile


def _people(owner: User, units: dict[str, Unit], now: datetime) -> dict[str, User]:
    people = {owner.sign_in_name: owner}
    change_person(person=owner, unit=units[company.OWNER.unit], by=owner, now=now)
    for person in company.STAFF:
        people[person.sign_in] = add_person(
            sign_in_name=person.sign_in,
            name=person.name,
            title=person.title,
            email=f"{person.sign_in}@{company.DOMAIN}",
            reports_to=people[person.above],
            unit=units[person.unit],
            roles=person.roles,
            by=owner,
            now=now,
        )
    # One password for all, printed on the page: making it unreadable once is enough.
    signing_in = User.objects.filter(sign_in_name__in=[one.sign_in for one in company.SIGN_INS])
    signing_in.update(password=User.objects.get(pk=owner.pk).password)
    return people


def local_midnight(moment: datetime) -> datetime:
    """The beginning of the day after, where the company is."""
    zone = ZoneInfo(Organisation.objects.get(pk=1).zone)
    day = moment.astimezone(zone).date() + timedelta(days=1)
    return datetime(day.year, day.month, day.day, tzinfo=zone)

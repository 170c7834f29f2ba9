"""Calendars and clock profiles: what is kept, refused and announced."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.dispatch import Signal

from accounts.announcements import calendar_changed
from accounts.models import Calendar, Organisation, Profile
from accounts.operations.calendars import (
    CalendarRefused,
    Hours,
    add_calendar,
    change_calendar,
    choose_default,
)
from accounts.operations.places import change_unit
from accounts.operations.policies import PolicyRefused, choose_profile, new_version, times_of
from accounts.queries.house import house
from tests.cast import NOW, Cast

MORNINGS = Hours(
    "Mornings", "Europe/London", (((540, 720),),) * 5 + ((), ()), {date(2026, 12, 24): "Eve"}, "GB", "ENG"
)


@contextmanager
def heard(signal: Signal, name: str) -> Iterator[list[Any]]:
    """What an announcement carried under `name`, each time."""
    found: list[Any] = []

    def listen(**announced: Any) -> None:
        found.append(announced[name])

    signal.connect(listen)
    try:
        yield found
    finally:
        signal.disconnect(listen)


def test_a_unit_with_another_calendar_announces_it(cast: Cast) -> None:
    calendar = add_calendar(hours=MORNINGS, by=cast.administrator, now=NOW)

    with heard(calendar_changed, "calendar") as told:
        change_unit(unit=cast.leeds, calendar=calendar, by=cast.administrator, now=NOW)

    assert told == [calendar]


def test_a_calendar_is_kept_as_it_was_stated(cast: Cast) -> None:
    calendar = add_calendar(hours=MORNINGS, by=cast.administrator, now=NOW)

    kept = house().calendars[calendar.pk]
    assert (kept.week, kept.closed, kept.zone, kept.country, kept.region) == (
        MORNINGS.week,
        frozenset(MORNINGS.closed),
        "Europe/London",
        "GB",
        "ENG",
    )


def test_a_calendar_that_never_opens_is_refused(cast: Cast) -> None:
    with pytest.raises(CalendarRefused) as refused:
        add_calendar(hours=replace(MORNINGS, week=((),) * 7), by=cast.administrator, now=NOW)

    assert str(refused.value) == "This calendar never opens. Give at least one day its hours."


def test_a_calendar_in_no_known_zone_is_refused(cast: Cast) -> None:
    with pytest.raises(CalendarRefused):
        add_calendar(hours=replace(MORNINGS, zone="Mars/Olympus"), by=cast.administrator, now=NOW)


def test_two_calendars_of_one_name_are_refused(cast: Cast) -> None:
    add_calendar(hours=MORNINGS, by=cast.administrator, now=NOW)

    with pytest.raises(CalendarRefused) as refused:
        add_calendar(hours=MORNINGS, by=cast.administrator, now=NOW)

    assert refused.value.field == "name"


def test_changed_hours_are_announced_and_seen_by_the_house_at_once(cast: Cast) -> None:
    calendar = add_calendar(hours=MORNINGS, by=cast.administrator, now=NOW)
    house()
    longer = replace(MORNINGS, week=(((480, 1080),),) * 7)

    with heard(calendar_changed, "calendar") as told:
        change_calendar(calendar=calendar, hours=longer, by=cast.administrator, now=NOW)

    assert (told, house().calendars[calendar.pk].week) == ([calendar], longer.week)


def test_a_refused_change_leaves_the_hours_as_they_were(cast: Cast) -> None:
    calendar = add_calendar(hours=MORNINGS, by=cast.administrator, now=NOW)

    with pytest.raises(CalendarRefused):
        change_calendar(
            calendar=calendar, hours=replace(MORNINGS, week=((),) * 7), by=cast.administrator, now=NOW
        )

    assert Calendar.objects.get(pk=calendar.pk).intervals.count() == 5


def test_another_default_calendar_holds_for_units_without_one(cast: Cast) -> None:
    calendar = add_calendar(hours=MORNINGS, by=cast.administrator, now=NOW)

    choose_default(calendar=calendar, by=cast.administrator, now=NOW)

    assert house().calendar_of(cast.leeds.pk).week == MORNINGS.week


def default_profile() -> Profile:
    return Profile.objects.get(slug="default")


def test_other_times_are_a_new_version_and_the_old_one_stays(cast: Cast) -> None:
    profile = default_profile()
    first = profile.versions.get()
    before = times_of(first)
    times = before | {("contact", "normal"): (Decimal(6), "working_hours")}

    second = new_version(profile=profile, times=times, by=cast.cx_manager, now=NOW)

    assert (second.number, second.made_by, times_of(second), times_of(first)) == (
        2,
        cast.cx_manager,
        times,
        before,
    )


def test_a_new_version_is_seen_by_the_house_at_once(cast: Cast) -> None:
    house()
    profile = default_profile()
    times = times_of(profile.versions.get()) | {("contact", "low"): (Decimal(3), "hours")}

    version = new_version(profile=profile, times=times, by=cast.cx_manager, now=NOW)

    assert house().policies[profile.pk].version == version.pk


def test_the_same_times_make_no_new_version(cast: Cast) -> None:
    profile = default_profile()
    first = profile.versions.get()

    assert new_version(profile=profile, times=times_of(first), by=cast.cx_manager, now=NOW) == first


@pytest.mark.parametrize("time", [(Decimal(0), "hours"), (Decimal("1.5"), "working_days")])
def test_times_no_clock_can_keep_are_refused(cast: Cast, time: tuple[Decimal, str]) -> None:
    profile = default_profile()
    times = times_of(profile.versions.get()) | {("contact", "low"): time}

    with pytest.raises(PolicyRefused) as refused:
        new_version(profile=profile, times=times, by=cast.cx_manager, now=NOW)

    assert refused.value.field == "contact-low"


def test_no_clock_may_lose_its_time(cast: Cast) -> None:
    profile = default_profile()
    times = times_of(profile.versions.get())
    del times["contact", "low"]

    with pytest.raises(PolicyRefused):
        new_version(profile=profile, times=times, by=cast.cx_manager, now=NOW)


def test_the_chosen_profile_holds_for_units_without_one(cast: Cast) -> None:
    profile = Profile.objects.get(slug="au-rg-271")

    choose_profile(profile=profile, by=cast.cx_manager, now=NOW)

    assert Organisation.objects.get(pk=1).profile == profile

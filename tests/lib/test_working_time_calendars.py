"""Calendars by worked example: which are refused, how long their days are, which public holidays they keep."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from cxapp.lib.working_time import DEFAULT, ROUND_THE_CLOCK, WorkingCalendar, validate

OFFICE = replace(DEFAULT, zone="Europe/London")
SPLIT = replace(OFFICE, week=(((540, 720), (720, 1020)),) * 5 + ((), ()))
NIGHT_SHIFT = replace(OFFICE, week=(((1320, 1440),),) + (((0, 360), (1320, 1440)),) * 4 + (((0, 360),), ()))
NEVER = replace(OFFICE, week=((),) * 7)
NOWHERE = replace(OFFICE, zone="Mars/Olympus")


@pytest.mark.parametrize("calendar", [DEFAULT, ROUND_THE_CLOCK, OFFICE, SPLIT, NIGHT_SHIFT])
def test_sound_calendars_are_accepted(calendar: WorkingCalendar):
    validate(calendar)


@pytest.mark.parametrize(
    ("calendar", "sentence"),
    [
        (NOWHERE, "The time zone “Mars/Olympus” is not known. Choose one such as Europe/London."),
        (replace(OFFICE, zone=""), "The time zone “” is not known. Choose one such as Europe/London."),
        (
            replace(OFFICE, zone="Europe"),
            "The time zone “Europe” is not known. Choose one such as Europe/London.",
        ),
        (NEVER, "This calendar never opens. Give at least one day its hours."),
        (replace(OFFICE, week=((),) * 6), "Opening hours need seven days, Monday first."),
        *(
            (
                replace(OFFICE, week=((hours,),) + ((),) * 6),
                "An interval must open before it closes, between 0:00 and 24:00 of the same day.",
            )
            for hours in [(1020, 540), (540, 540), (-1, 540), (540, 1441)]
        ),
        (
            replace(OFFICE, week=(((780, 1020), (540, 781)),) + ((),) * 6),
            "Two intervals of the same day overlap. Join them or move one.",
        ),
    ],
)
def test_a_calendar_without_sound_hours_is_refused_with_a_sentence(calendar: WorkingCalendar, sentence: str):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        validate(calendar)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/London", date(2026, 3, 29), 23),
        ("Europe/London", date(2026, 10, 25), 25),
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("Australia/Lord_Howe", date(2026, 10, 4), 23.5),
        ("America/Santiago", date(2026, 9, 6), 23),
        ("America/Havana", date(2026, 11, 1), 25),
        ("Asia/Kathmandu", date(2026, 11, 1), 24),
    ],
)
def test_a_day_round_the_clock_is_as_long_as_it_really_is(zone: str, day: date, hours: float):
    [(opens, closes)] = replace(ROUND_THE_CLOCK, zone=zone).intervals(day)
    assert closes - opens == timedelta(hours=hours)


def test_touching_intervals_are_one():
    assert SPLIT.intervals(date(2026, 11, 2)) == OFFICE.intervals(date(2026, 11, 2))


def test_hours_come_in_order_however_they_were_typed():
    calendar = replace(OFFICE, week=(((780, 1020), (540, 720)),) * 7)
    assert calendar.intervals(date(2026, 11, 2)) == [
        (datetime(2026, 11, 2, 9, tzinfo=UTC), datetime(2026, 11, 2, 12, tzinfo=UTC)),
        (datetime(2026, 11, 2, 13, tzinfo=UTC), datetime(2026, 11, 2, 17, tzinfo=UTC)),
    ]


def test_hours_that_the_clock_skips_do_not_exist():
    calendar = replace(OFFICE, week=(((60, 120),),) * 7)
    assert calendar.is_working_day(date(2026, 3, 28))
    assert not calendar.is_working_day(date(2026, 3, 29))


@pytest.mark.parametrize(
    ("country", "region", "closed"),
    [
        ("GB", "ENG", ["25 Dec", "28 Dec", "01 Jan"]),
        ("GB", "SCT", ["25 Dec", "28 Dec", "01 Jan", "04 Jan"]),
        ("GB", "no such region", ["25 Dec", "28 Dec", "01 Jan"]),
        ("no such country", "", []),
        ("", "", []),
    ],
)
def test_public_holidays_are_those_of_the_country_and_region(country: str, region: str, closed: list[str]):
    calendar = replace(OFFICE, country=country, region=region)
    ahead = [date(2026, 12, 21) + timedelta(days=n) for n in range(19)]
    assert [
        f"{day:%d %b}" for day in ahead if day.weekday() < 5 and not calendar.is_working_day(day)
    ] == closed


def test_an_ordinary_week_loses_no_day_to_holidays_that_are_not_days_off():
    calendar = replace(OFFICE, country="US", zone="America/New_York")
    february = [date(2026, 2, day) for day in range(1, 29)]
    closed = [day.day for day in february if day.weekday() < 5 and not calendar.is_working_day(day)]
    assert closed == [16]

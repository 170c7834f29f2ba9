"""Working time by worked example: the days, zones and calendars that go wrong elsewhere."""

import timeit
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from cxapp.lib.working_time import (
    DEFAULT,
    ROUND_THE_CLOCK,
    Step,
    Unit,
    WorkingCalendar,
    due,
    elapsed,
    is_open,
    midpoint,
    next_opening,
    subtract,
)

LONDON = ZoneInfo("Europe/London")
OFFICE = replace(DEFAULT, zone="Europe/London")
LUNCH = replace(OFFICE, week=(((540, 720), (780, 1020)),) * 5 + ((), ()))
SHORT_MONDAY = replace(OFFICE, week=(((540, 720),), *OFFICE.week[1:]))
NIGHT_SHIFT = replace(OFFICE, week=(((1320, 1440),),) + (((0, 360), (1320, 1440)),) * 4 + (((0, 360),), ()))
NEVER = replace(OFFICE, week=((),) * 7)
NOWHERE = replace(OFFICE, zone="Mars/Olympus")


def at(text: str, zone: str = "Europe/London") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def working_hours(amount: str) -> Step:
    return Step(Decimal(amount), Unit.WORKING_HOURS)


def working_days(amount: str) -> Step:
    return Step(Decimal(amount), Unit.WORKING_DAYS)


# Monday 2 November 2026 to Friday 6 November 2026 is an ordinary week of winter time in London.
@pytest.mark.parametrize(
    ("calendar", "start", "step", "expected"),
    [
        pytest.param(OFFICE, "2026-11-02 09:00", working_hours("8"), "2026-11-02 17:00", id="a whole day"),
        pytest.param(OFFICE, "2026-11-06 16:00", working_hours("2"), "2026-11-09 10:00", id="over a weekend"),
        pytest.param(OFFICE, "2026-11-07 03:00", working_hours("1"), "2026-11-09 10:00", id="from a weekend"),
        pytest.param(OFFICE, "2026-11-02 16:59", working_hours("0.5"), "2026-11-03 09:29", id="a fraction"),
        pytest.param(LUNCH, "2026-11-02 11:00", working_hours("2"), "2026-11-02 14:00", id="over lunch"),
        pytest.param(LUNCH, "2026-11-02 12:30", working_hours("4"), "2026-11-02 17:00", id="from lunch"),
        pytest.param(
            LUNCH, "2026-11-02 16:00", working_hours("5"), "2026-11-03 14:00", id="over night and lunch"
        ),
        pytest.param(
            NIGHT_SHIFT, "2026-11-02 23:00", working_hours("4"), "2026-11-03 03:00", id="over midnight"
        ),
        pytest.param(
            NIGHT_SHIFT, "2026-11-03 05:00", working_hours("2"), "2026-11-03 23:00", id="to the next shift"
        ),
        pytest.param(
            NIGHT_SHIFT, "2026-11-02 22:00", working_hours("2"), "2026-11-03 00:00", id="to midnight"
        ),
        pytest.param(
            OFFICE, "2026-11-06 16:00", working_days("1"), "2026-11-09 16:00", id="Friday to Monday"
        ),
        pytest.param(OFFICE, "2026-11-02 09:00", working_days("5"), "2026-11-09 09:00", id="five days"),
        pytest.param(OFFICE, "2026-11-06 18:00", working_days("1"), "2026-11-09 17:00", id="from an evening"),
        pytest.param(OFFICE, "2026-11-07 10:00", working_days("1"), "2026-11-09 17:00", id="from a Saturday"),
        pytest.param(
            OFFICE, "2026-11-09 07:00", working_days("1"), "2026-11-09 17:00", id="from an early morning"
        ),
        pytest.param(
            OFFICE, "2026-11-02 10:00", working_days("1.5"), "2026-11-04 10:00", id="a part counts as one"
        ),
        pytest.param(
            LUNCH, "2026-11-02 12:30", working_days("1"), "2026-11-03 12:00", id="cut to before lunch"
        ),
        pytest.param(LUNCH, "2026-11-02 13:00", working_days("1"), "2026-11-03 13:00", id="kept after lunch"),
        pytest.param(
            SHORT_MONDAY, "2026-11-02 12:00", working_days("1"), "2026-11-03 12:00", id="from a closing"
        ),
        pytest.param(
            NIGHT_SHIFT, "2026-11-06 23:00", working_days("1"), "2026-11-07 06:00", id="cut to the shift"
        ),
    ],
)
def test_a_step_is_due_when(calendar: WorkingCalendar, start: str, step: Step, expected: str):
    assert due(calendar, at(start), step) == at(expected)


@pytest.mark.parametrize(
    ("start", "step", "expected"),
    [
        pytest.param("2026-03-27 16:00", working_hours("2"), "2026-03-30 10:00", id="working hours, spring"),
        pytest.param("2026-10-23 16:00", working_hours("2"), "2026-10-26 10:00", id="working hours, autumn"),
        pytest.param("2026-03-27 16:00", working_days("1"), "2026-03-30 16:00", id="working days, spring"),
        pytest.param("2026-10-23 16:00", working_days("1"), "2026-10-26 16:00", id="working days, autumn"),
        pytest.param(
            "2026-10-24 17:00", Step(Decimal(1), Unit.DAYS), "2026-10-25 17:00", id="a day is 25 hours"
        ),
        pytest.param(
            "2026-10-24 17:00", Step(Decimal(24), Unit.HOURS), "2026-10-25 16:00", id="hours are hours"
        ),
        pytest.param(
            "2026-03-28 17:00", Step(Decimal(1), Unit.DAYS), "2026-03-29 17:00", id="a day is 23 hours"
        ),
        pytest.param(
            "2026-03-28 01:30", Step(Decimal(1), Unit.DAYS), "2026-03-29 02:00", id="a time that is skipped"
        ),
        pytest.param(
            "2026-10-24 01:30", Step(Decimal(1), Unit.DAYS), "2026-10-25 01:30", id="a time that repeats"
        ),
    ],
)
def test_the_wall_time_is_kept_when_the_clocks_change(start: str, step: Step, expected: str):
    assert due(OFFICE, at(start), step) == at(expected)


def test_past_working_time_is_counted_with_the_offset_of_then():
    assert elapsed(OFFICE, at("2026-07-01 09:00"), at("2026-07-01 17:00")) == timedelta(hours=8)
    assert OFFICE.intervals(date(2026, 7, 1))[0][0] == datetime(2026, 7, 1, 8, tzinfo=UTC)


def test_zones_off_by_half_an_hour_open_on_their_own_wall():
    calendar = replace(OFFICE, zone="Asia/Kolkata")
    assert due(calendar, at("2026-11-02 16:30", "Asia/Kolkata"), working_hours("1")) == datetime(
        2026, 11, 3, 4, 0, tzinfo=UTC
    )


def test_extra_closed_days_are_skipped():
    calendar = replace(OFFICE, closed=frozenset({date(2026, 11, 9)}))
    assert due(calendar, at("2026-11-06 16:00"), working_days("1")) == at("2026-11-10 16:00")


@pytest.mark.parametrize("calendar", [NEVER, NOWHERE, replace(OFFICE, week=())])
@pytest.mark.parametrize(
    ("step", "expected"),
    [(working_hours("8"), "2026-11-07 17:00"), (working_days("2"), "2026-11-09 09:00")],
)
def test_a_calendar_that_cannot_be_used_falls_back_to_calendar_time(
    calendar: WorkingCalendar, step: Step, expected: str
):
    start = at("2026-11-07 09:00")
    assert due(calendar, start, step) == at(expected)
    assert is_open(calendar, start)


@pytest.mark.parametrize("step", [working_hours("3"), working_days("2")])
def test_a_place_closed_for_years_gets_the_rest_of_its_step_in_calendar_time(step: Step):
    shut = frozenset(date(2026, 11, 3) + timedelta(days=n) for n in range(2 * 366))
    calendar = replace(OFFICE, closed=shut)
    last_closing = at("2026-11-02 17:00")
    rest = timedelta(hours=2) if step.unit is Unit.WORKING_HOURS else timedelta(days=2)
    start = at("2026-11-02 16:00") if step.unit is Unit.WORKING_HOURS else last_closing
    assert due(calendar, start, step) == last_closing + rest
    assert next_opening(calendar, last_closing) == last_closing


def test_subtracting_over_years_of_closure_goes_on_in_calendar_time():
    shut = frozenset(date(2026, 11, 6) - timedelta(days=n) for n in range(2 * 366))
    calendar = replace(OFFICE, closed=shut)
    assert subtract(calendar, at("2026-11-09 10:00"), working_hours("3")) == at("2026-11-09 07:00")


@pytest.mark.parametrize("unit", list(Unit))
def test_a_step_beyond_the_end_of_time_still_has_a_deadline(unit: Unit):
    step = Step(Decimal(10) ** 14, unit)
    assert due(OFFICE, at("2026-11-02 09:00"), step).year == 9999
    assert midpoint(OFFICE, at("2026-11-02 09:00"), step) < due(OFFICE, at("2026-11-02 09:00"), step)


def test_a_failure_in_computing_is_logged_and_answered_in_calendar_time(caplog: pytest.LogCaptureFixture):
    broken = replace(OFFICE, week=((("nine", "five"),),) * 7)  # type: ignore[arg-type]
    start = at("2026-11-02 09:00")
    assert due(broken, start, working_hours("4")) == start + timedelta(hours=4)
    assert due(broken, start, working_days("4")) == start + timedelta(days=4)
    assert midpoint(broken, start, working_hours("4")) == start + timedelta(hours=2)
    assert {record.message for record in caplog.records} == {"working_time_failed"}


def test_a_step_of_more_than_ten_years_gets_its_rest_in_calendar_time():
    one_hour_a_week = replace(DEFAULT, week=(((540, 600),),) + ((),) * 6)
    start = at("2026-11-02 09:00")
    in_ten_years = [date(2026, 11, 2) + timedelta(weeks=n) for n in range(523)]
    last_closing = datetime(2036, 11, 3, 10, tzinfo=UTC)
    assert in_ten_years[-1] == last_closing.date()
    assert due(one_hour_a_week, start, working_hours("530")) == last_closing + timedelta(hours=7)
    assert due(one_hour_a_week, start, working_days("530")) == last_closing + timedelta(days=8)
    back = subtract(one_hour_a_week, last_closing, working_hours("530"))
    assert back == datetime(2026, 11, 2, 9, tzinfo=UTC) - timedelta(hours=7)


def test_a_start_in_the_hour_that_repeats_is_not_earlier_than_one_before_the_change():
    first_pass = datetime(2026, 10, 25, 0, 50, tzinfo=UTC)
    second_pass = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    always = replace(ROUND_THE_CLOCK, zone="Europe/London")
    for step in (Step(Decimal(1), Unit.DAYS), working_days("1")):
        assert due(always, first_pass, step) == datetime(2026, 10, 26, 1, 50, tzinfo=UTC)
        assert due(always, second_pass, step) == datetime(2026, 10, 26, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize("unit", list(Unit))
def test_no_time_at_all_is_due_at_once(unit: Unit):
    saturday = at("2026-11-07 09:00")
    assert due(OFFICE, saturday, Step(Decimal(0), unit)) == saturday


@pytest.mark.parametrize(
    ("calendar", "start", "step", "expected"),
    [
        (OFFICE, "2026-11-02 09:00", working_hours("8"), "2026-11-02 13:00"),
        (OFFICE, "2026-11-06 16:00", working_hours("2"), "2026-11-06 17:00"),
        (OFFICE, "2026-11-06 16:00", working_days("1"), "2026-11-09 12:00"),
        (OFFICE, "2026-11-06 16:00", Step(Decimal(4), Unit.HOURS), "2026-11-06 18:00"),
        (OFFICE, "2026-11-06 16:00", Step(Decimal(2), Unit.DAYS), "2026-11-07 16:00"),
        (NEVER, "2026-11-06 16:00", working_hours("2"), "2026-11-06 17:00"),
    ],
)
def test_half_time_is(calendar: WorkingCalendar, start: str, step: Step, expected: str):
    assert midpoint(calendar, at(start), step) == at(expected)


@pytest.mark.parametrize(
    ("end", "step", "expected"),
    [
        ("2026-11-09 10:00", working_hours("2"), "2026-11-06 16:00"),
        ("2026-11-09 10:00", working_hours("0"), "2026-11-09 10:00"),
        ("2026-10-25 16:00", Step(Decimal(24), Unit.HOURS), "2026-10-24 17:00"),
    ],
)
def test_subtracting_finds_the_latest_start(end: str, step: Step, expected: str):
    assert subtract(OFFICE, at(end), step) == at(expected)


def test_days_cannot_be_subtracted():
    with pytest.raises(ValueError, match=r"^Only hours and working hours can be subtracted\.$"):
        subtract(OFFICE, at("2026-11-09 10:00"), working_days("1"))


def test_the_place_is_open_from_its_opening_up_to_but_not_at_its_closing():
    times = ["08:59", "09:00", "12:00", "12:59", "13:00", "16:59", "17:00"]
    assert [is_open(LUNCH, at(f"2026-11-02 {time}")) for time in times] == [
        False, True, False, False, True, True, False,
    ]  # fmt: skip


def test_a_place_open_up_to_midnight_and_from_midnight_does_not_close_between():
    assert is_open(ROUND_THE_CLOCK, at("2026-11-03 00:00"))


def test_the_next_opening_of_a_friday_evening_is_monday_morning():
    assert next_opening(OFFICE, at("2026-11-06 17:00")) == at("2026-11-09 09:00")


def test_no_working_time_lies_between_an_end_and_a_later_start():
    assert elapsed(OFFICE, at("2026-11-03 12:00"), at("2026-11-02 12:00")) == timedelta(0)


def test_answers_are_in_utc_whatever_zone_the_start_is_in():
    start = datetime(2026, 7, 1, 9, tzinfo=LONDON)
    assert due(OFFICE, start, working_hours("1")).isoformat() == "2026-07-01T09:00:00+00:00"


def test_a_start_without_a_zone_is_refused():
    with pytest.raises(ValueError, match=r"^Working time needs datetimes that know their zone\.$"):
        due(OFFICE, datetime(2026, 11, 2, 9), working_hours("1"))  # noqa: DTZ001


@pytest.mark.parametrize("amount", ["-1", "NaN", "Infinity"])
def test_a_step_of_no_possible_length_is_refused(amount: str):
    with pytest.raises(ValueError, match=r"^A step of time must be a number that is zero or more\.$"):
        working_hours(amount)


def test_five_working_days_are_computed_in_under_a_fifth_of_a_millisecond():
    start = at("2026-11-06 16:00")
    step = working_days("5")
    due(LUNCH, start, step)
    assert min(timeit.repeat(lambda: due(LUNCH, start, step), number=100, repeat=5)) / 100 < 0.0002

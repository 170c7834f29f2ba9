"""What must hold of working time for any calendar, zone and start."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cxapp.lib.working_time import (
    Step,
    Unit,
    WorkingCalendar,
    due,
    elapsed,
    is_open,
    midpoint,
    next_opening,
    subtract,
    validate,
)
from tests.lib.calendars import (
    calendars,
    days,
    even_weeks,
    patience,
    quarters_of_hours,
    starts,
    steps,
    tries,
    weeks,
    whole_days,
    working_hours,
    zones,
)

pytestmark = patience
everywhere = tries(normal=80, nightly=100_000)
units = st.sampled_from(list(Unit))


def _hours(step: Step) -> timedelta:
    return timedelta(hours=float(step.amount))


@everywhere
@given(calendars, starts, steps)
def test_nothing_is_due_before_it_starts(calendar: WorkingCalendar, start: datetime, step: Step):
    assert due(calendar, start, step) >= start


@everywhere
@given(calendars, starts, steps, days)
def test_an_extra_closed_day_never_makes_a_deadline_earlier(
    calendar: WorkingCalendar, start: datetime, step: Step, day: date
):
    with_day_off = replace(calendar, closed=calendar.closed | {day})
    assert due(with_day_off, start, step) >= due(calendar, start, step)


@everywhere
@given(calendars, starts, steps, st.randoms(use_true_random=False))
def test_splitting_an_interval_changes_nothing(
    calendar: WorkingCalendar, start: datetime, step: Step, chance
):
    split = []
    for hours in calendar.week:
        pieces = []
        for opens, closes in hours:
            middle = chance.randint(opens + 1, closes - 1)
            pieces += [(middle, closes), (opens, middle)]
        split.append(tuple(pieces))
    in_pieces = replace(calendar, week=tuple(split))
    validate(in_pieces)
    assert due(in_pieces, start, step) == due(calendar, start, step)


@everywhere
@given(calendars, starts, working_hours)
def test_subtracting_what_was_added_returns_to_the_start_inside_working_time(
    calendar: WorkingCalendar, start: datetime, step: Step
):
    inside = next_opening(calendar, start)
    assert subtract(calendar, due(calendar, inside, step), step) == inside


@everywhere
@given(calendars, starts, working_hours)
def test_subtracting_what_was_added_is_no_working_time_away_from_any_start(
    calendar: WorkingCalendar, start: datetime, step: Step
):
    back = subtract(calendar, due(calendar, start, step), step)
    assert elapsed(calendar, *sorted((start, back))) == timedelta(0)


@everywhere
@given(calendars, starts, units, quarters_of_hours, quarters_of_hours)
def test_more_time_is_never_due_earlier(
    calendar: WorkingCalendar, start: datetime, unit: Unit, a: Decimal, b: Decimal
):
    less, more = sorted((a, b))
    assert due(calendar, start, Step(less, unit)) <= due(calendar, start, Step(more, unit))


@everywhere
@given(calendars, starts, st.integers(0, 4000), steps)
def test_starting_later_is_never_due_earlier(
    calendar: WorkingCalendar, start: datetime, minutes: int, step: Step
):
    later = start + timedelta(minutes=minutes)
    assert due(calendar, start, step) <= due(calendar, later, step)


@everywhere
@given(
    calendars,
    starts,
    st.sampled_from([Unit.WORKING_HOURS, Unit.HOURS]),
    quarters_of_hours,
    quarters_of_hours,
)
def test_hours_in_two_parts_are_due_when_their_sum_is(
    calendar: WorkingCalendar, start: datetime, unit: Unit, a: Decimal, b: Decimal
):
    first = due(calendar, start, Step(a, unit))
    assert due(calendar, first, Step(b, unit)) == due(calendar, start, Step(a + b, unit))


# Not up to midnight: that instant ends one day and begins the next, and as a start it means the next.
days_alike = even_weeks.filter(lambda week: all(hours[-1][1] < 1440 for hours in week if hours))


@everywhere
@given(
    st.builds(
        WorkingCalendar, zone=st.sampled_from(["UTC", "Asia/Kolkata", "Asia/Kathmandu"]), week=days_alike
    ),
    starts,
    st.sampled_from([Unit.WORKING_DAYS, Unit.DAYS]),
    whole_days,
    whole_days,
)
def test_days_in_two_parts_are_due_when_their_sum_is_where_all_days_are_alike(
    calendar: WorkingCalendar, start: datetime, unit: Unit, a: Decimal, b: Decimal
):
    first = due(calendar, start, Step(a, unit))
    assert due(calendar, first, Step(b, unit)) == due(calendar, start, Step(a + b, unit))


@everywhere
@given(calendars, starts, working_hours)
def test_the_working_time_up_to_the_due_time_is_the_step(
    calendar: WorkingCalendar, start: datetime, step: Step
):
    assert elapsed(calendar, start, due(calendar, start, step)) == _hours(step)


@everywhere
@given(calendars, starts, working_hours)
def test_the_due_time_is_the_earliest_instant_at_which_the_step_has_elapsed(
    calendar: WorkingCalendar, start: datetime, step: Step
):
    just_before = due(calendar, start, step) - timedelta(microseconds=1)
    assert elapsed(calendar, start, just_before) == _hours(step) - timedelta(microseconds=1)


@everywhere
@given(calendars, starts, starts, starts)
def test_working_time_of_two_stretches_is_that_of_the_whole(
    calendar: WorkingCalendar, a: datetime, b: datetime, c: datetime
):
    first, middle, last = sorted((a, b, c))
    parts = elapsed(calendar, first, middle) + elapsed(calendar, middle, last)
    assert parts == elapsed(calendar, first, last)


@everywhere
@given(calendars, starts, steps)
def test_half_time_lies_between_start_and_due(calendar: WorkingCalendar, start: datetime, step: Step):
    assert start <= midpoint(calendar, start, step) <= due(calendar, start, step)


@everywhere
@given(calendars, starts, working_hours)
def test_at_half_time_half_of_the_working_hours_are_over(
    calendar: WorkingCalendar, start: datetime, step: Step
):
    assert elapsed(calendar, start, midpoint(calendar, start, step)) * 2 == _hours(step)


@everywhere
@given(calendars, starts)
def test_the_next_opening_is_open_and_nothing_before_it_is(calendar: WorkingCalendar, at: datetime):
    opening = next_opening(calendar, at)
    assert is_open(calendar, opening)
    assert elapsed(calendar, at, opening) == timedelta(0)
    assert is_open(calendar, at) == (opening == at)


@everywhere
@given(st.builds(WorkingCalendar, zone=zones, week=weeks), starts, steps)
def test_a_working_day_step_ends_while_the_place_is_open_or_as_it_closes(
    calendar: WorkingCalendar, start: datetime, step: Step
):
    if step.unit in (Unit.WORKING_DAYS, Unit.WORKING_HOURS):
        end = due(calendar, start, step)
        assert is_open(calendar, end) or is_open(calendar, end - timedelta(microseconds=1))

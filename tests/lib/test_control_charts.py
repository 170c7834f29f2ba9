"""Control charts on series made by hand: limits, each signal alone, the verdict, and which chart fits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cxapp.lib.control_charts import (
    Better,
    Rhythm,
    Rule,
    Verdict,
    control_chart,
    days_between,
    days_between_chart,
    limits_of,
    rhythm_of,
)

CALM = [
    10.0,
    12.0,
    8.0,
    11.0,
    9.0,
    10.0,
    12.0,
    8.0,
    11.0,
    9.0,
    10.0,
    12.0,
    8.0,
    11.0,
    9.0,
    10.0,
    12.0,
    8.0,
    11.0,
    9.0,
]
"""Twenty points around 10, in both directions: mean 10, no signal."""


def found(values: list[float], **options: object) -> list[tuple[str, int, int, bool]]:
    chart = control_chart(values, **options)  # type: ignore[arg-type]
    return [(signal.rule.value, signal.first, signal.last, signal.high) for signal in chart.signals]


def test_limits_are_the_mean_and_2_66_average_moving_ranges() -> None:
    limits = limits_of([10, 14, 10, 14])

    assert limits is not None
    assert (limits.mean, limits.low, limits.high) == pytest.approx((12, 12 - 2.66 * 4, 12 + 2.66 * 4))


def test_a_range_far_above_the_rest_is_left_out_of_the_limits() -> None:
    limits = limits_of([10, 11, 10, 11, 10, 11, 60, 59, 60, 59])

    assert limits is not None
    assert limits.spread == pytest.approx(2.66 * 1)


def test_a_limit_stops_where_a_value_cannot_be() -> None:
    limits = limits_of([90, 100, 90, 100], floor=0, ceiling=100)

    assert limits is not None
    assert limits.high == 100
    assert limits.low == pytest.approx(95 - 26.6)


def test_nothing_has_no_limits_and_one_point_has_no_width() -> None:
    alone = limits_of([7])

    assert limits_of([]) is None
    assert alone is not None
    assert (alone.low, alone.high) == (7, 7)


def test_a_calm_series_shows_no_signal() -> None:
    assert found(CALM) == []


@pytest.mark.parametrize(("value", "high"), [(40.0, True), (-20.0, False)])
def test_a_point_outside_is_a_signal(value: float, high: bool) -> None:
    assert found([*CALM, value]) == [("outside", 20, 20, high)]


def test_a_point_on_the_limit_is_not_outside() -> None:
    limits = limits_of(CALM)
    assert limits is not None

    assert found([*CALM, limits.high]) == []


@pytest.mark.parametrize(("points", "rules"), [(6, set()), (7, {"one_side"}), (8, {"one_side", "long_side"})])
def test_seven_on_one_side_are_a_signal_and_eight_confirm_it(points: int, rules: set[str]) -> None:
    calm = [10.0, 12.0, 8.0, 12.0, 8.0] * 4
    assert {rule for rule, *_ in found([*calm, 12.0, *([9.0, 9.5] * 4)[:points]])} == rules


def test_a_point_on_the_mean_ends_a_run() -> None:
    calm = [10.0, 12.0, 8.0, 12.0, 8.0] * 4

    assert found([*calm, 12, 9, 9, 9, 9, 10, 9, 9, 9, 9]) == []


@pytest.mark.parametrize(("points", "rules"), [(6, []), (7, ["one_way"])])
def test_seven_points_each_higher_than_the_one_before_are_a_signal(points: int, rules: list[str]) -> None:
    calm = [10.0, 14.0, 6.0, 14.0, 6.0] * 4
    rising = [7.0, 7.5, 8.0, 9.0, 10.0, 10.5, 11.0][:points]

    assert [rule for rule, *_ in found([*calm[:-1], 14.0, *rising, 6.0], base=19)] == rules


def test_two_of_three_near_the_same_limit_are_a_signal_and_near_opposite_ones_are_not() -> None:
    limits = limits_of(CALM)
    assert limits is not None
    near_high, near_low = limits.mean + 0.8 * limits.spread, limits.mean - 0.8 * limits.spread

    assert found([*CALM, near_high, 9.0, near_high]) == [("near_limit", 20, 22, True)]
    assert found([*CALM, near_high, 9.0, near_low]) == []
    assert found([*CALM, near_high, 9.0, 9.0, near_high]) == []


def test_two_of_three_outside_confirm() -> None:
    rules = {rule for rule, *_ in found([*CALM, 30.0, 10.0, 30.0])}

    assert rules == {"outside", "near_limit", "twice_outside"}


def test_the_limits_come_from_the_first_twenty_points_so_that_a_change_does_not_widen_them() -> None:
    chart = control_chart([*CALM, *[20.0] * 20])

    assert chart.base == 20
    assert chart.limits == limits_of(CALM)


def test_the_last_point_neither_makes_limits_nor_signals_while_its_time_is_not_over() -> None:
    chart = control_chart([*CALM[:15], 99.0], provisional=True)

    assert (chart.limits, chart.signals, chart.settled) == (limits_of(CALM[:15]), (), 15)


@pytest.mark.parametrize(("points", "trial"), [(11, True), (12, False)])
def test_limits_of_fewer_than_twelve_points_are_on_trial_and_say_nothing_yet(
    points: int, trial: bool
) -> None:
    chart = control_chart([*CALM[: points - 1], 60.0])

    assert (chart.is_trial, chart.verdict() is Verdict.TOO_EARLY) == (trial, trial)


@pytest.mark.parametrize(
    ("tail", "better", "verdict"),
    [
        ([], Better.UP, Verdict.STEADY),
        ([40.0], Better.UP, Verdict.LOOKS_BETTER),
        ([40.0], Better.DOWN, Verdict.LOOKS_WORSE),
        ([-20.0], Better.DOWN, Verdict.LOOKS_BETTER),
        ([40.0, 41.0], Better.UP, Verdict.BETTER),
        ([40.0, 41.0], Better.DOWN, Verdict.WORSE),
        ([-20.0, 9.0, 40.0], Better.UP, Verdict.LOOKS_BETTER),
        ([40.0, *CALM[:12]], Better.UP, Verdict.STEADY),
    ],
)
def test_the_verdict_follows_the_newest_signal_of_the_last_twelve_points(
    tail: list[float], better: Better, verdict: Verdict
) -> None:
    assert control_chart([*CALM, *tail], better=better).verdict() is verdict


def test_a_fall_while_less_is_heard_is_quieter_and_not_proven_better() -> None:
    fall = control_chart([*CALM, -20.0, -21.0], better=Better.DOWN)
    rise = control_chart([*CALM, 40.0, 41.0], better=Better.DOWN)

    assert fall.verdict(less_heard=True) is Verdict.QUIETER
    assert rise.verdict(less_heard=True) is Verdict.WORSE


@pytest.mark.parametrize(
    ("per_week", "least", "rhythm"),
    [
        (4, 4, Rhythm.WEEK),
        (3.99, 4, Rhythm.MONTH),
        (0.93, 4, Rhythm.MONTH),
        (0.9, 4, Rhythm.GAPS),
        (0, 4, Rhythm.GAPS),
        (9.9, 10, Rhythm.MONTH),
    ],
)
def test_the_chart_is_weekly_monthly_or_of_days_between_by_how_many_there_are(
    per_week: float, least: float, rhythm: Rhythm
) -> None:
    assert rhythm_of(per_week, least=least) is rhythm


def test_days_between_are_counted_in_order_and_end_with_the_wait_of_today() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    moments = [start + timedelta(days=day) for day in (5, 0, 5.5)]

    assert days_between(moments) == [5, 0.5]
    assert days_between(moments, now=start + timedelta(days=9)) == [5, 0.5, 3.5]
    assert days_between([], now=start) == []


def test_a_much_longer_time_between_events_is_a_signal_for_the_better() -> None:
    often = [3.0, 6.0, 2.0, 7.0, 4.0] * 4
    chart = days_between_chart([*often, 90.0])

    assert chart.limits is not None
    assert 0 <= chart.limits.low < chart.limits.mean < 7 < chart.limits.high < 90
    assert [(signal.rule, signal.high) for signal in chart.signals] == [(Rule.OUTSIDE, True)]
    assert chart.verdict() is Verdict.LOOKS_BETTER


def test_several_events_on_one_day_do_not_break_the_days_between() -> None:
    assert days_between_chart([0.0] * 15).signals == ()

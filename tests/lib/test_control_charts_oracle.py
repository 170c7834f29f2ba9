"""Control charts against a second, plainer telling of the same rules, and how often they cry wolf on counts by chance.

The second telling looks at every window by itself, in exact fractions; the rates are those the product quotes.
"""

from __future__ import annotations

import random
from fractions import Fraction
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxapp.lib.control_charts import CONFIRMING, Rule, control_chart, limits_of, signals_in
from tests.lib.calendars import NIGHTLY, tries

many = tries(normal=150, nightly=20_000)
series = st.lists(st.integers(0, 40), min_size=2, max_size=45)
LIMIT, SCREEN, THIRD = Fraction(266, 100), Fraction(3267, 1000), Fraction(2, 3)


def plain_limits(values: list[Fraction]) -> tuple[Fraction, Fraction]:
    """Mean and distance to a limit."""
    moves = [abs(values[i] - values[i - 1]) for i in range(1, len(values))]
    usual = sum(moves, Fraction(0)) / len(moves)
    moves = [move for move in moves if not move > SCREEN * usual]
    return sum(values, Fraction(0)) / len(values), LIMIT * sum(moves, Fraction(0)) / len(moves)


def plain_marks(values: list[Fraction]) -> dict[tuple[Rule, bool], set[int]]:
    """For each rule and side, the points that belong to it."""
    mean, far = plain_limits(values[:20])
    marks: dict[tuple[Rule, bool], set[int]] = {
        (rule, high): set() for rule in Rule for high in (True, False)
    }
    for high in (True, False):
        seen = values if high else [2 * mean - value for value in values]
        for at in range(len(seen)):
            for length, rule in ((7, Rule.ONE_SIDE), (8, Rule.LONG_SIDE)):
                window = seen[at : at + length]
                if len(window) == length and min(window) > mean:
                    marks[rule, high] |= set(range(at, at + length))
            window = seen[at : at + 7]
            if len(window) == 7 and all(window[i] < window[i + 1] for i in range(6)):
                marks[Rule.ONE_WAY, high] |= set(range(at, at + 7))
            if seen[at] > mean + far:
                marks[Rule.OUTSIDE, high].add(at)
            for edge, rule in ((THIRD * far, Rule.NEAR_LIMIT), (far, Rule.TWICE_OUTSIDE)):
                beyond = [i for i in range(at, min(at + 3, len(seen))) if seen[i] > mean + edge]
                if len(beyond) >= 2:
                    marks[rule, high] |= set(beyond)
    return marks


@many
@given(series)
def test_both_tellings_find_the_same_limits_and_the_same_points(numbers: list[int]) -> None:
    chart = control_chart([float(number) for number in numbers])
    exact = [Fraction(number) for number in numbers]
    mean, far = plain_limits(exact[:20])

    assert chart.limits is not None
    assert (chart.limits.mean, chart.limits.spread) == pytest.approx((float(mean), float(far)))
    marks: dict[tuple[Rule, bool], set[int]] = {
        (rule, high): set() for rule in Rule for high in (True, False)
    }
    for signal in chart.signals:
        points = range(signal.first, signal.last + 1)
        ends = {signal.first, signal.last}
        runs = signal.rule in (Rule.ONE_SIDE, Rule.LONG_SIDE, Rule.ONE_WAY)
        marks[signal.rule, signal.high] |= set(points) if runs else ends
    assert marks == plain_marks(exact)


@many
@given(series, st.integers(-500, 500))
def test_moving_every_value_by_the_same_moves_the_limits_and_changes_no_signal(
    numbers: list[int], by: int
) -> None:
    here = control_chart([float(number) for number in numbers])
    there = control_chart([float(number + by) for number in numbers])

    assert here.signals == there.signals
    assert here.limits is not None
    assert there.limits is not None
    assert there.limits.low - by == pytest.approx(here.limits.low)


@many
@given(series)
def test_turned_upside_down_every_signal_changes_its_side(numbers: list[int]) -> None:
    there = control_chart([-float(number) for number in numbers])
    turned = {(signal.rule, signal.first, signal.last, not signal.high) for signal in there.signals}

    here = control_chart([float(number) for number in numbers])

    assert {(signal.rule, signal.first, signal.last, signal.high) for signal in here.signals} == turned


@many
@given(series)
def test_later_points_never_move_limits_that_are_settled(numbers: list[int]) -> None:
    values = [float(number) for number in [*range(20), *numbers]]

    assert control_chart(values).limits == control_chart(values[:20]).limits


def _count(chance: random.Random, mean: float) -> int:
    """One month of events that come by chance alone (Poisson)."""
    end, events, left = exp(-mean), 0, chance.random()
    while left > end:
        events, left = events + 1, left * chance.random()
    return events


def _rates(mean: float, base: int, fall: float = 1.0, rounds: int = 0) -> tuple[float, float]:
    """In how many per cent of rounds twelve further months look better, and are confirmed better."""
    chance = random.Random(base * 1000 + mean)
    looks = confirmed = 0
    for _round in range(rounds):
        limits = limits_of([_count(chance, mean) for _month in range(base)], floor=0)
        assert limits is not None
        after = [float(_count(chance, mean * fall)) for _month in range(12)]
        rules = {signal.rule for signal in signals_in(after, limits) if not signal.high}
        looks += bool(rules - CONFIRMING)
        confirmed += bool(rules & CONFIRMING)
    return 100 * looks / rounds, 100 * confirmed / rounds


ROUNDS = 20_000 if NIGHTLY else 2_500
SLACK = 1.5 if NIGHTLY else 3.0
"""What chance may add or take away in so many rounds, and what differs between one mean and another."""


@pytest.mark.parametrize(("base", "quoted"), [(12, 13), (20, 10)])
def test_in_twelve_months_without_a_change_it_looks_better_as_seldom_as_quoted(
    base: int, quoted: float
) -> None:
    looks, confirmed = _rates(8, base, rounds=ROUNDS)

    assert looks == pytest.approx(quoted, abs=SLACK)
    assert confirmed == pytest.approx(4.5, abs=SLACK)


@pytest.mark.parametrize(("mean", "quoted"), [(3, 26), (8, 44), (20, 76)])
def test_a_fall_by_a_third_is_confirmed_as_often_as_quoted(mean: float, quoted: float) -> None:
    _looks, confirmed = _rates(mean, 12, fall=0.7, rounds=ROUNDS)

    assert confirmed == pytest.approx(quoted, abs=SLACK)


@pytest.mark.nightly
@pytest.mark.parametrize("mean", [3, 8, 20])
@pytest.mark.parametrize(("base", "quoted"), [(12, 13.5), (20, 10.5)])
def test_the_quoted_rates_hold_for_few_and_for_many_events(mean: float, base: int, quoted: float) -> None:
    looks, confirmed = _rates(mean, base, rounds=100_000)

    assert looks == pytest.approx(quoted, abs=1)
    assert 2 <= confirmed <= 5.6

"""Funnel plots: exact binomial limits, and words for who lies outside of them."""

from __future__ import annotations

from math import comb

import pytest

from cxapp.lib.charts_funnel import draw_funnel, verdict_words
from cxapp.lib.funnels import Funnel, Lies, Unit, bounds, funnel_of


def of(*extra: Unit) -> Funnel:
    alike = [Unit(f"Leader {n:02}", 18, 20) for n in range(12)]
    found = funnel_of([*alike, *extra])
    assert found is not None
    return found


def slowly(n: int, share: float, tail: float) -> float:
    """The same quantile from whole binomial coefficients."""
    total = 0.0
    for r in range(n + 1):
        step = comb(n, r) * share**r * (1 - share) ** (n - r)
        if total + step >= tail:
            return max((r - (total + step - tail) / step) / n, 0.0)
        total += step
    return 1.0


@pytest.mark.parametrize(("n", "share"), [(5, 0.9), (20, 0.85), (60, 0.4), (200, 0.72)])
def test_limits_are_the_interpolated_quantiles_of_the_binomial_distribution(n: int, share: float) -> None:
    found = bounds(n, share)

    assert (found.far_low, found.low, found.high, found.far_high) == pytest.approx(
        [slowly(n, share, tail) for tail in (0.001, 0.025, 0.975, 0.999)], abs=1e-9
    )


def test_limits_are_wider_where_cases_are_few() -> None:
    few, many = bounds(5, 0.8), bounds(100, 0.8)

    assert few.low < many.low < 0.8 < many.high <= few.high


def test_fewer_than_ten_are_not_compared() -> None:
    assert funnel_of([Unit(f"Leader {n}", 1, 2) for n in range(9)]) is None


def test_who_has_nothing_due_is_no_unit() -> None:
    assert funnel_of([*(Unit(f"Leader {n}", 1, 2) for n in range(9)), Unit("Nobody", 0, 0)]) is None


def test_one_bad_month_of_four_cases_is_within_chance() -> None:
    assert of(Unit("Ivan", 3, 4)).outside == []


def test_far_fewer_kept_than_by_all_others_lies_outside() -> None:
    assert [(unit.name, where) for unit, where in of(Unit("Ivan", 5, 20)).outside] == [("Ivan", Lies.FAR_LOW)]


def test_all_kept_by_everybody_puts_nobody_outside() -> None:
    found = funnel_of([Unit(f"Leader {n}", 4, 4) for n in range(10)])

    assert found is not None
    assert verdict_words(found) == "Nobody differs from the others by more than chance."


def test_the_words_name_who_lies_outside_and_nobody_else() -> None:
    assert (
        verdict_words(of(Unit("Ivan", 5, 20)))
        == "One differs by more than chance: Ivan (below the 99.8 % limit)."
    )


def test_the_table_says_the_same_numbers_in_the_order_of_names() -> None:
    drawing = draw_funnel(
        of(Unit("Ivan", 5, 20)), name="f", title="Kept", heads=("Leader", "Tried", "Due", ""), measure="Tried"
    )

    assert drawing.table.rows[0] == ["Ivan", 5, 20, "below the 99.8 % limit"]
    assert len(drawing.table.rows) == len(drawing.dots) == 13

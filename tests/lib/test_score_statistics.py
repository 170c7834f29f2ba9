"""Scores of whole distributions: worked examples, and agreement with a second way to compute each interval."""

from __future__ import annotations

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxapp.lib.statistics import (
    Z,
    ces,
    csat,
    difference,
    effective,
    gap,
    mean_of,
    nps,
    nps_of,
    share,
    wilson,
)
from tests.lib.calendars import tries

many = tries(normal=100, nightly=50_000)


def scores(low: int, high: int) -> st.SearchStrategy[dict[int, int]]:
    return st.dictionaries(st.integers(low, high), st.integers(0, 4000), max_size=high - low + 1)


def root_of(k: float, n: float, upwards: bool) -> float:
    """The end of Wilson's interval by halving: where the share lies exactly Z standard errors away."""
    outer, inner = (1.0, k / n) if upwards else (0.0, k / n)
    for _step in range(200):
        middle = (outer + inner) / 2
        if abs(k / n - middle) > Z * sqrt(middle * (1 - middle) / n):
            outer = middle
        else:
            inner = middle
    return (outer + inner) / 2


@many
@given(st.integers(1, 20_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilsons_interval_ends_where_the_share_is_just_still_likely(part: tuple[int, int]) -> None:
    k, n = part

    assert wilson(k, n) == pytest.approx((root_of(k, n, False), root_of(k, n, True)), abs=1e-9)


@many
@given(scores(0, 10))
def test_the_net_promoter_score_is_the_mean_of_plus_one_nought_and_minus_one(found: dict[int, int]) -> None:
    values = [(1 if score >= 9 else -1 if score <= 6 else 0, count) for score, count in found.items()]
    n = sum(count for _value, count in values)
    score = nps_of(found)
    if score is None:
        assert n == 0
        return
    # Three more answers: three quarters for, three quarters against, one and a half neither.
    enlarged = [*values, (1, 0.75), (-1, 0.75), (0, 1.5)]
    mean = sum(value * count for value, count in enlarged) / (n + 3)
    square = sum(count * (value - mean) ** 2 for value, count in enlarged) / (n + 3)
    half = Z * sqrt(square / (n + 3))

    assert score.value == pytest.approx(100 * sum(value * count for value, count in values) / n)
    assert (score.low, score.high) == pytest.approx(
        (max(-100, 100 * (mean - half)), min(100, 100 * (mean + half)))
    )


@many
@given(scores(1, 5))
def test_satisfaction_is_the_share_of_four_and_five(found: dict[int, int]) -> None:
    answers = [score for score, count in found.items() for _each in range(min(count, 40))]
    counts = {score: answers.count(score) for score in found}
    result = csat(counts)

    assert (result.value if result else None) == (
        pytest.approx(sum(score > 3 for score in answers) / len(answers)) if answers else None
    )


@many
@given(scores(1, 7))
def test_effort_is_the_share_of_five_to_seven_with_the_mean_beside_it(found: dict[int, int]) -> None:
    answers = [score for score, count in found.items() for _each in range(min(count, 40))]
    result = ces({score: answers.count(score) for score in found})
    if not answers:
        assert result is None
        return

    assert result is not None
    assert result.easy.value == pytest.approx(sum(score > 4 for score in answers) / len(answers))
    assert result.mean == pytest.approx(sum(answers) / len(answers))
    assert (result.easy.low, result.easy.high) == wilson(sum(score > 4 for score in answers), len(answers))


def test_a_score_of_nobody_is_unknown() -> None:
    assert (nps_of({}), csat({}), ces({}), share(0, 0), mean_of({3: 0})) == (None,) * 5


def test_numbers_off_the_scale_do_not_count() -> None:
    result = csat({0: 50, 5: 3, 6: 50})

    assert result is not None
    assert (result.value, result.n) == (1, 3)


@many
@given(st.lists(st.integers(1, 400), min_size=4, max_size=4))
def test_the_gap_between_two_shares_is_newcombes_difference(numbers: list[int]) -> None:
    k, more, other_k, other_more = numbers
    one, other = share(k, k + more), share(other_k, other_k + other_more)
    assert one is not None
    assert other is not None

    assert gap(one, other) == difference(k, k + more, other_k, other_k + other_more)


def test_a_gap_between_two_scores_of_the_same_kind_has_about_the_interval_of_their_standard_errors() -> None:
    one, other = nps(500, 250, 250), nps(400, 250, 350)
    assert one is not None
    assert other is not None
    apart = gap(one, other)
    standard = sqrt((0.75 - 0.25**2) / 1000 + (0.75 - 0.05**2) / 1000)

    assert apart.value == pytest.approx(20)
    assert (apart.high - apart.low) / 2 == pytest.approx(100 * Z * standard, rel=0.01)


def test_equal_weights_are_worth_each_answer_and_one_heavy_one_is_worth_less() -> None:
    assert effective(10 * 2, 10 * 4) == 10
    assert effective(9 + 11, 9 + 121) == pytest.approx(400 / 130)
    assert effective(0, 0) == 0

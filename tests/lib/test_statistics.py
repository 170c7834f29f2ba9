"""Statistics against published worked examples, and what must hold of them for any counts."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxapp.lib.statistics import Grade, difference, grade, median, nps, p90, wilson
from tests.lib.calendars import tries

counts = st.integers(0, 5000)
parts = counts.flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
many = tries(normal=100, nightly=100_000)


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (9, 10, 0.5958, 0.9821),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, table I
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_interval(k: int, n: int, low: float, high: float):
    assert wilson(k, n) == pytest.approx((low, high), abs=0.00006)


def test_wilson_knows_nothing_when_nobody_answered():
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(("k", "n"), [(-1, 5), (6, 5), (0, -1)])
def test_impossible_counts_are_refused(k: int, n: int):
    with pytest.raises(ValueError, match=r"^A count must lie between zero and the number it is part of\.$"):
        wilson(k, n)


@many
@given(parts)
def test_wilson_holds_the_share_and_stays_between_nothing_and_all(part: tuple[int, int]):
    k, n = part
    low, high = wilson(k, n)
    share = k / n if n else 0.5
    assert 0.0 <= low <= share <= high <= 1.0


@many
@given(parts)
def test_wilson_of_the_others_is_the_mirror_image(part: tuple[int, int]):
    k, n = part
    low, high = wilson(k, n)
    assert wilson(n - k, n) == pytest.approx((1 - high, 1 - low))


@pytest.mark.parametrize(("n", "margin"), [(5, 55), (30, 28), (100, 16)])
def test_nps_of_half_promoters_and_a_quarter_detractors_has_the_published_margin(n: int, margin: int):
    score = nps(n / 2, n / 4, n / 4)
    assert score is not None
    assert score.value == 25
    assert round((score.high - score.low) / 2) == margin


def test_nps_keeps_an_interval_when_all_say_the_same():
    score = nps(10, 0, 0)
    assert score is not None
    assert (score.value, score.high, score.n) == (100, 100, 10)
    assert score.low == pytest.approx(47.5, abs=0.05)


def test_nps_of_nobody_is_unknown_rather_than_nought():
    assert nps(0, 0, 0) is None


def test_nps_refuses_negative_counts():
    with pytest.raises(ValueError, match=r"^Counts must be zero or more\.$"):
        nps(1, -1, 1)


@many
@given(counts, counts, counts)
def test_nps_turns_its_sign_when_promoters_and_detractors_change_places(a: int, b: int, c: int):
    score, mirror = nps(a, b, c), nps(c, b, a)
    if score is None or mirror is None:
        assert a + b + c == 0
        return
    assert (score.value, score.low, score.high) == pytest.approx((-mirror.value, -mirror.high, -mirror.low))
    assert -100 <= score.low <= score.high <= 100


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),  # Newcombe 1998, the eight contrasts of table II, method 10
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ],
)
def test_the_difference_of_two_shares_has_the_published_interval(
    counts: tuple[int, int, int, int], low: float, high: float
):
    gap = difference(*counts)
    assert gap is not None
    assert (gap.low, gap.high) == pytest.approx((low, high), abs=0.00006)
    k, n, other_k, other_n = counts
    assert gap.value == pytest.approx(float(Fraction(k, n) - Fraction(other_k, other_n)))
    assert gap.n == n + other_n


@pytest.mark.parametrize("counts", [(0, 0, 1, 2), (1, 2, 0, 0)])
def test_a_difference_from_nothing_is_unknown(counts: tuple[int, int, int, int]):
    assert difference(*counts) is None


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (0, Grade.COUNTS_ONLY),
        (4, Grade.COUNTS_ONLY),
        (5, Grade.TOO_FEW),
        (9, Grade.TOO_FEW),
        (10, Grade.INTERVAL),
        (29, Grade.INTERVAL),
        (30, Grade.HEADLINE),
        (10_000, Grade.HEADLINE),
    ],
)
def test_how_much_may_be_said_follows_from_the_number_of_answers(n: int, expected: Grade):
    assert grade(n) is expected


@pytest.mark.parametrize(
    ("values", "middle", "ninetieth"),
    [
        ([], None, None),
        ([7.0], 7.0, 7.0),
        ([3.0, 1.0], 2.0, 3.0),
        ([5.0, 1.0, 9.0], 5.0, 9.0),
        ([float(n) for n in range(1, 11)], 5.5, 9.0),
        ([float(n) for n in range(1, 12)], 6.0, 10.0),
        ([float(n) for n in range(100, 0, -1)], 50.5, 90.0),
    ],
)
def test_median_and_p90(values: list[float], middle: float | None, ninetieth: float | None):
    assert (median(values), p90(values)) == (middle, ninetieth)


def test_median_and_p90_work_on_lengths_of_time_and_on_money():
    waits = [timedelta(hours=n) for n in (4, 1, 3, 2)]
    assert (median(waits), p90(waits)) == (timedelta(hours=2.5), timedelta(hours=4))
    assert median([Decimal("1.10"), Decimal("1.30")]) == Decimal("1.20")


@many
@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=50))
def test_p90_is_the_smallest_value_that_nine_in_ten_do_not_exceed(values: list[float]):
    found = p90(values)
    assert found == min(v for v in values if 10 * sum(other <= v for other in values) >= 9 * len(values))

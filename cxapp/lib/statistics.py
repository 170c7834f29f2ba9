"""Small, honest statistics: intervals, the rule for small numbers, median and p90.

What lives here: pure functions of counts and plain values. What does not: which rows are counted, charts,
wording. Proportions are between 0 and 1, Net Promoter Scores between -100 and 100, intervals cover 95 %.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from math import ceil, sqrt
from typing import TypeVar

Z = 1.959963984540054
Measure = TypeVar("Measure", float, Decimal, timedelta)


class Grade(StrEnum):
    """How much may be said about a figure that rests on n answers."""

    COUNTS_ONLY = "counts_only"
    TOO_FEW = "too_few"
    INTERVAL = "interval"
    HEADLINE = "headline"


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % interval and the number of answers behind it."""

    value: float
    low: float
    high: float
    n: float


def grade(n: int) -> Grade:
    """Under 5 counts only; 5-9 too few to compare; 10-29 percentage with interval; 30 and more a headline."""
    if n < 5:
        return Grade.COUNTS_ONLY
    if n < 10:
        return Grade.TOO_FEW
    return Grade.INTERVAL if n < 30 else Grade.HEADLINE


def wilson(k: float, n: float) -> tuple[float, float]:
    """Wilson's score interval for k of n; nothing asked means nothing known: 0 to 1."""
    _check(k, n)
    if n == 0:
        return 0.0, 1.0
    part = k / n
    shrink = 1 + Z * Z / n
    centre = (part + Z * Z / (2 * n)) / shrink
    half = Z / shrink * sqrt(part * (1 - part) / n + Z * Z / (4 * n * n))
    return (0.0 if k == 0 else centre - half), (1.0 if k == n else centre + half)


def nps(promoters: float, passives: float, detractors: float) -> Estimate | None:
    """Net Promoter Score with the adjusted Wald interval; None when nobody answered.

    Three quarters of an answer are added to promoters and detractors, one and a half to passives, so that the
    interval stays honest when few people answered or all said the same. The score itself is not adjusted.
    """
    if min(promoters, passives, detractors) < 0:
        raise ValueError("Counts must be zero or more.")
    n = promoters + passives + detractors
    if not n:
        return None
    enlarged = n + 3
    for_it, against = (promoters + 0.75) / enlarged, (detractors + 0.75) / enlarged
    centre = for_it - against
    half = Z * sqrt((for_it + against - centre * centre) / enlarged)
    return Estimate(
        value=100 * (promoters - detractors) / n,
        low=max(-100.0, 100 * (centre - half)),
        high=min(100.0, 100 * (centre + half)),
        n=n,
    )


Scores = Mapping[int, float]
"""How many gave each number; weighted answers may count as fractions."""


@dataclass(frozen=True)
class Effort:
    """The share who found it easy, and the mean of the numbers beside it."""

    easy: Estimate
    mean: float


def nps_of(scores: Scores) -> Estimate | None:
    """Net Promoter Score of answers from 0 to 10: 9 and 10 for it, 0 to 6 against."""
    against, passive, for_it = (_between(scores, *ends) for ends in ((0, 6), (7, 8), (9, 10)))
    return nps(for_it, passive, against)


def csat(scores: Scores) -> Estimate | None:
    """The share of 4 and 5 among answers from 1 to 5, with Wilson's interval; None when nobody answered."""
    return share(_between(scores, 4, 5), _between(scores, 1, 5))


def ces(scores: Scores) -> Effort | None:
    """The share of 5 to 7 among answers from 1 (hard) to 7 (easy), and their mean; None when nobody answered."""
    easy, mean = share(_between(scores, 5, 7), _between(scores, 1, 7)), mean_of(scores)
    return None if easy is None or mean is None else Effort(easy, mean)


def share(k: float, n: float) -> Estimate | None:
    """k of n as a share with Wilson's interval; None of nothing."""
    return Estimate(k / n, *wilson(k, n), n) if n else None


def mean_of(scores: Scores) -> float | None:
    n = sum(scores.values())
    return sum(score * count for score, count in scores.items()) / n if n else None


def effective(total: float, squares: float) -> float:
    """How many equal answers unequal weights are worth (Kish): the squared sum of weights over the sum of squares."""
    return total * total / squares if squares else 0.0


def gap(one: Estimate, other: Estimate) -> Estimate:
    """One figure minus another of the same kind; its interval is made of both (square and add)."""
    value = one.value - other.value
    return Estimate(
        value,
        value - sqrt((one.value - one.low) ** 2 + (other.high - other.value) ** 2),
        value + sqrt((one.high - one.value) ** 2 + (other.value - other.low) ** 2),
        one.n + other.n,
    )


def _between(scores: Scores, low: int, high: int) -> float:
    return sum(count for score, count in scores.items() if low <= score <= high)


def difference(k: int, n: int, other_k: int, other_n: int) -> Estimate | None:
    """k of n minus other_k of other_n with Newcombe's hybrid score interval; None when either is empty."""
    _check(k, n)
    _check(other_k, other_n)
    if not n or not other_n:
        return None
    return gap(
        Estimate(k / n, *wilson(k, n), n), Estimate(other_k / other_n, *wilson(other_k, other_n), other_n)
    )


def median(values: Iterable[Measure]) -> Measure | None:
    """The middle value, or halfway between the two middle ones; None of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return low + (high - low) / 2


def p90(values: Iterable[Measure]) -> Measure | None:
    """The smallest value that at least nine in ten do not exceed (nearest rank); None of nothing.

    Nearest rank always names a value that really happened, so a page can link to it.
    """
    ordered = sorted(values)
    return ordered[ceil(len(ordered) * 9 / 10) - 1] if ordered else None


def _check(k: float, n: float) -> None:
    if not 0 <= k <= n:
        raise ValueError("A count must lie between zero and the number it is part of.")

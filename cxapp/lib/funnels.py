"""Do they differ at all? Exact binomial limits around what all of them do together, so that few cases prove little.

Pure. The limits are those of Spiegelhalter (2005), "Funnel plots for comparing institutional performance", Statistics in
Medicine 24: 1185-1202, appendix A.1.1: quantiles of the binomial distribution, interpolated between its steps, so that the
drawn lines are smooth. Whether somebody lies outside is asked of the distribution itself: so few, or so many, would be
chance in fewer than 2.5, or 0.1, of a hundred. Not here: drawing (`charts_funnel`), who is compared on what.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, lgamma, log

LEAST = 10
"""With fewer units a plain list says as much."""
TWO_SIGMA, THREE_SIGMA = 0.025, 0.001
"""The tails of the 95 % and the 99.8 % limits."""


class Lies(StrEnum):
    """Where one unit lies."""

    WITHIN = "within"
    LOW = "low"
    HIGH = "high"
    FAR_LOW = "far_low"
    FAR_HIGH = "far_high"


@dataclass(frozen=True, slots=True)
class Unit:
    """`k` of `n` for one of them."""

    name: str
    k: int
    n: int
    url: str = ""

    @property
    def share(self) -> float:
        return self.k / self.n


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between what shares chance alone would put 95 % and 99.8 % of units with this many cases."""

    far_low: float
    low: float
    high: float
    far_high: float


@dataclass(frozen=True, slots=True)
class Funnel:
    """All units together, and where each lies, in the order given."""

    units: tuple[Unit, ...]
    share: float
    lies: tuple[Lies, ...]

    @property
    def outside(self) -> list[tuple[Unit, Lies]]:
        return [
            (unit, where) for unit, where in zip(self.units, self.lies, strict=True) if where != Lies.WITHIN
        ]


def funnel_of(units: Sequence[Unit], *, least: int = LEAST) -> Funnel | None:
    """None for fewer than ten units with anything to count: then nothing is compared."""
    counted = tuple(unit for unit in units if unit.n)
    if len(counted) < least:
        return None
    share = sum(unit.k for unit in counted) / sum(unit.n for unit in counted)
    known = {n: _cumulated(n, share) for n in {unit.n for unit in counted}}
    return Funnel(counted, share, tuple(_where(unit.k, known[unit.n]) for unit in counted))


def bounds(n: int, share: float) -> Bounds:
    """The limits for n cases where all of them together come to this share."""
    cumulated = _cumulated(n, share)
    tails = (THREE_SIGMA, TWO_SIGMA, 1 - TWO_SIGMA, 1 - THREE_SIGMA)
    return Bounds(*(_quantile(cumulated, tail) for tail in tails))


def _where(k: int, cumulated: Sequence[float]) -> Lies:
    """By the chance of so few, or of so many."""
    so_few, so_many = cumulated[k], 1 - (cumulated[k - 1] if k else 0.0)
    if so_few < TWO_SIGMA:
        return Lies.FAR_LOW if so_few < THREE_SIGMA else Lies.LOW
    if so_many < TWO_SIGMA:
        return Lies.FAR_HIGH if so_many < THREE_SIGMA else Lies.HIGH
    return Lies.WITHIN


def _cumulated(n: int, share: float) -> list[float]:
    """P(R <= r) for r from 0 to n."""
    if share <= 0:
        return [1.0] * (n + 1)
    if share >= 1:
        return [0.0] * n + [1.0]
    found, total = [], 0.0
    for r in range(n + 1):
        size = lgamma(n + 1) - lgamma(r + 1) - lgamma(n - r + 1)
        total += exp(size + r * log(share) + (n - r) * log(1 - share))
        found.append(min(total, 1.0))
    found[-1] = 1.0
    return found


def _quantile(cumulated: Sequence[float], tail: float) -> float:
    """The smallest r that the tail does not exceed, moved back by what it overshoots, as a share of n."""
    n = len(cumulated) - 1
    r = next(at for at, value in enumerate(cumulated) if value >= tail)
    before = cumulated[r - 1] if r else 0.0
    over = (cumulated[r] - tail) / (cumulated[r] - before) if cumulated[r] > before else 0.0
    return min(max((r - over) / n, 0.0), 1.0) if n else 0.0

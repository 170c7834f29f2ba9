"""Is it really changing? Control charts for anything measured again and again: scores by week, complaints, days between.

What lives here: XmR limits, the four signals, the verdict, and which chart fits how many events. Pure functions of
numbers, for scores and complaints alike. What does not: which rows a point is made of, wording, drawing.

The rules, once:
- Limits are the mean ± 2.66 × the average moving range; ranges above 3.267 × their mean are left out of that average.
  They come from the first 20 points, or from all while there are no more. Under 12 points they are trial limits.
- A signal is a point outside a limit, 7 points running on one side of the mean, 7 points each higher (or lower) than
  the one before, or 2 of 3 points near the same limit (in the outer third of the way to it, or beyond).
- A change is confirmed by 8 points running on the better (or worse) side of the mean, or by 2 of 3 outside that limit.
- A point whose time has not ended is provisional: it is shown, and neither makes limits nor signals.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

LIMIT, SCREEN = 2.66, 3.267
NEAR = 2 / 3
BASE, TRIAL_BELOW, RECENT = 20, 12, 12
RUN, LONG_RUN = 7, 8
WEEKS_A_MONTH = 365.25 / 12 / 7
T_POWER = 1 / 3.6
"""Makes days between rare events lie about evenly around their mean (Nelson 1994), so that the same limits fit."""


class Rhythm(StrEnum):
    """How far apart the points of a chart lie."""

    WEEK = "week"
    MONTH = "month"
    GAPS = "gaps"


class Rule(StrEnum):
    """What makes a signal. The last two confirm a change."""

    OUTSIDE = "outside"
    ONE_SIDE = "one_side"
    ONE_WAY = "one_way"
    NEAR_LIMIT = "near_limit"
    LONG_SIDE = "long_side"
    TWICE_OUTSIDE = "twice_outside"


CONFIRMING = frozenset({Rule.LONG_SIDE, Rule.TWICE_OUTSIDE})


class Better(StrEnum):
    """Which way is good: scores and days between go up, complaints go down."""

    UP = "up"
    DOWN = "down"


class Verdict(StrEnum):
    """What may be said. `better` and `worse` are the confirmed ones."""

    TOO_EARLY = "too_early"
    STEADY = "steady"
    LOOKS_BETTER = "looks_better"
    LOOKS_WORSE = "looks_worse"
    QUIETER = "quieter"
    BETTER = "better"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Limits:
    """The mean, and where the natural ups and downs end. `spread` is the way from the mean to a limit, before clipping."""

    mean: float
    low: float
    high: float
    spread: float


@dataclass(frozen=True, slots=True)
class Signal:
    """One pattern: the points from `first` to `last`, both included, on the high side or the low one."""

    rule: Rule
    first: int
    last: int
    high: bool


@dataclass(frozen=True, slots=True)
class ControlChart:
    """Values in order with what was found in them. `base` points made the limits; the last may be provisional."""

    values: tuple[float, ...]
    limits: Limits | None
    signals: tuple[Signal, ...]
    base: int
    provisional: bool = False
    better: Better = Better.UP

    @property
    def settled(self) -> int:
        """How many points are over."""
        return len(self.values) - self.provisional

    @property
    def is_trial(self) -> bool:
        return self.settled < TRIAL_BELOW

    def is_good(self, signal: Signal) -> bool:
        return signal.high == (self.better is Better.UP)

    def recent(self) -> list[Signal]:
        """Signals that end among the last twelve points, the newest last."""
        return [signal for signal in self.signals if signal.last >= self.settled - RECENT]

    def verdict(self, *, less_heard: bool = False) -> Verdict:
        """What the newest signals say. `less_heard`: channels or the response rate fell, which proves nothing better."""
        recent = self.recent()
        if self.is_trial:
            return Verdict.TOO_EARLY
        if not recent:
            return Verdict.STEADY
        newest = max(recent, key=lambda signal: (signal.last, signal.rule is Rule.OUTSIDE))
        good = self.is_good(newest)
        same_way = [signal for signal in recent if self.is_good(signal) == good]
        confirmed = any(signal.rule in CONFIRMING for signal in same_way)
        if good and confirmed and less_heard:
            return Verdict.QUIETER
        if confirmed:
            return Verdict.BETTER if good else Verdict.WORSE
        return Verdict.LOOKS_BETTER if good else Verdict.LOOKS_WORSE


def rhythm_of(per_week: float, *, least: float = 4) -> Rhythm:
    """Weekly from `least` events a week on average, else monthly from so many a month, else the days between them."""
    if per_week >= least:
        return Rhythm.WEEK
    return Rhythm.MONTH if per_week * WEEKS_A_MONTH >= least else Rhythm.GAPS


def limits_of(
    values: Sequence[float], *, floor: float | None = None, ceiling: float | None = None
) -> Limits | None:
    """The mean and limits of these values; None of nothing. Where a value cannot be, no limit is drawn."""
    if not values:
        return None
    mean = sum(values) / len(values)
    spread = LIMIT * _average_range(values)
    low, high = mean - spread, mean + spread
    return Limits(
        mean,
        low if floor is None else max(low, floor),
        high if ceiling is None else min(high, ceiling),
        spread,
    )


def _average_range(values: Sequence[float]) -> float:
    """The average distance from one value to the next, without the few that are far above the rest."""
    ranges = [abs(later - earlier) for earlier, later in pairwise(values)]
    if not ranges:
        return 0.0
    most = SCREEN * sum(ranges) / len(ranges)
    kept = [one for one in ranges if one <= most]
    return sum(kept) / len(kept)


def control_chart(
    values: Sequence[float],
    *,
    better: Better = Better.UP,
    provisional: bool = False,
    base: int | None = None,
    floor: float | None = None,
    ceiling: float | None = None,
) -> ControlChart:
    """Limits from the first `base` points (20), and the signals against them. `provisional`: the last is not over yet."""
    settled = list(values[:-1] if provisional else values)
    made_of = settled[: base or BASE]
    limits = limits_of(made_of, floor=floor, ceiling=ceiling)
    signals = tuple(signals_in(settled, limits)) if limits else ()
    return ControlChart(tuple(values), limits, signals, len(made_of), provisional, better)


def signals_in(values: Sequence[float], limits: Limits) -> Iterator[Signal]:
    """Every signal, in the order of where it ends; runs as long as they last, each once."""
    found: list[Signal] = []
    for high in (True, False):
        sign = 1.0 if high else -1.0
        over = [sign * (value - limits.mean) for value in values]
        edge = sign * ((limits.high if high else limits.low) - limits.mean)
        outside = [gap > edge + _tolerance(limits) for gap in over]
        near = [gap > NEAR * limits.spread + _tolerance(limits) for gap in over]
        side = [gap > _tolerance(limits) for gap in over]
        found += [Signal(Rule.OUTSIDE, at, at, high) for at, is_out in enumerate(outside) if is_out]
        found += _runs(side, RUN, Rule.ONE_SIDE, high)
        found += _runs(side, LONG_RUN, Rule.LONG_SIDE, high)
        found += _trends(values, sign, high)
        found += _two_of_three(near, Rule.NEAR_LIMIT, high)
        found += _two_of_three(outside, Rule.TWICE_OUTSIDE, high)
    return iter(sorted(found, key=lambda signal: (signal.last, signal.first, signal.rule)))


def _tolerance(limits: Limits) -> float:
    """What binary fractions may be off by: a point on a line is not beyond it."""
    return 1e-9 * (1 + abs(limits.mean) + limits.spread)


def _stretches(marks: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """First and last index of each unbroken row of marks."""
    start: int | None = None
    for at, marked in enumerate([*marks, False]):
        if marked and start is None:
            start = at
        if not marked and start is not None:
            yield start, at - 1
            start = None


def _runs(side: Sequence[bool], least: int, rule: Rule, high: bool) -> Iterator[Signal]:
    for first, last in _stretches(side):
        if last - first + 1 >= least:
            yield Signal(rule, first, last, high)


def _trends(values: Sequence[float], sign: float, high: bool) -> Iterator[Signal]:
    steps = [sign * (later - earlier) > 0 for earlier, later in pairwise(values)]
    for first, last in _stretches(steps):
        if last - first + 2 >= RUN:
            yield Signal(Rule.ONE_WAY, first, last + 1, high)


def _two_of_three(marks: Sequence[bool], rule: Rule, high: bool) -> Iterator[Signal]:
    """Each marked point that has another marked one among the two before it."""
    for at, marked in enumerate(marks):
        earlier = [before for before in (at - 2, at - 1) if before >= 0 and marks[before]]
        if marked and earlier:
            yield Signal(rule, earlier[0], at, high)


def days_between(moments: Sequence[datetime], *, now: datetime | None = None) -> list[float]:
    """Days from each moment to the next, in order; with `now` also the wait that has not ended yet."""
    ordered = sorted(moments)
    ends = [*ordered[1:], *([now] if now and ordered else [])]
    return [(end - start) / timedelta(days=1) for start, end in zip(ordered, ends, strict=False)]


def days_between_chart(days: Sequence[float], *, provisional: bool = False) -> ControlChart:
    """The chart of rare events (T): longer is better. Limits are found on an even scale and given back in days."""
    even = control_chart([day**T_POWER for day in days], provisional=provisional, floor=0.0)
    limits = even.limits and _given_back(even.limits)
    return ControlChart(tuple(days), limits, even.signals, even.base, provisional)


def _given_back(limits: Limits) -> Limits:
    mean, low, high = (max(value, 0.0) ** (1 / T_POWER) for value in (limits.mean, limits.low, limits.high))
    return Limits(mean, low, high, high - mean)

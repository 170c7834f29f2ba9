"""When fewer complaints may be celebrated: only what the control chart confirms, after a named change. Pure.

What lives here: which weeks or months stand before and after a change, the verdict over them, and whether less was heard.
What does not: the limits and signals (`cxapp.lib.control_charts`), which complaints are counted (`queries.celebrations`).

The rules, once:
- Limits come from the points before the change, at least 12 and at most 20; the point the change falls into makes none.
- The change is watched for 12 points. Only points after it can confirm it, so that a run which had begun before is nobody's.
- Where a channel fell silent or fewer of those asked answered, less was heard: that proves nothing.
- Below 4 complaints a month no count is celebrated; the deed is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cxapp.lib.control_charts import (
    CONFIRMING,
    Better,
    ControlChart,
    Rhythm,
    Signal,
    Verdict,
    control_chart,
    limits_of,
    rhythm_of,
    signals_in,
)
from cxapp.lib.periods import Period, Zone, months, weeks
from cxapp.lib.statistics import difference

FEWER, DEED = "fewer", "deed"
"""What is celebrated: the count, or where complaints are rare the deed."""
MOST_BEFORE, LEAST_BEFORE, WATCHED_FOR = 20, 12, 12
SILENT_FROM = 5
"""A channel is missed where so many complaints were to be expected on it: none at all would then be chance once in 150."""


class Outcome(StrEnum):
    """Where a named change stands."""

    CONFIRMED = "confirmed"
    WATCHED = "watched"
    LESS_HEARD = "less_heard"
    NO_BASE = "no_base"
    NOT_CONFIRMED = "not_confirmed"
    RARE = "rare"


@dataclass(frozen=True, slots=True)
class Spans:
    """The whole weeks or months around a change: before it, the one it falls into (if it has one), and after it."""

    before: tuple[Period, ...]
    between: tuple[Period, ...]
    after: tuple[Period, ...]

    @property
    def all(self) -> tuple[Period, ...]:
        return (*self.before, *self.between, *self.after)


@dataclass(frozen=True, slots=True)
class Finding:
    """What the points say of one change. `signal` counts from the first point shown; it stands where one confirms it."""

    outcome: Outcome
    points: int
    chart: ControlChart | None = None
    signal: Signal | None = None


def rhythm_before(complaints: int, days: int) -> Rhythm:
    """How far apart the points lie, by the rate before the change; nothing known before is rare too."""
    return rhythm_of(7 * complaints / days) if days > 0 else Rhythm.GAPS


def spans_around(*, changed: date, known_from: date, last_day: date, rhythm: Rhythm, zone: Zone) -> Spans:
    """Whole points only: after the day the first complaint was heard, and over by `last_day`."""
    cut = months if rhythm is Rhythm.MONTH else weeks
    found = [span for span in cut(known_from, last_day, zone) if known_from < span.first_day]
    whole = [span for span in found if span.last_day <= last_day]
    return Spans(
        tuple(span for span in whole if span.last_day < changed)[-MOST_BEFORE:],
        tuple(span for span in whole if span.first_day < changed <= span.last_day),
        tuple(span for span in whole if span.first_day >= changed)[:WATCHED_FOR],
    )


def judge(
    before: Sequence[int], between: Sequence[int], after: Sequence[int], *, less_heard: bool
) -> Finding:
    """Whether complaints are confirmed fewer since the change."""
    points = len(after)
    if len(before) < LEAST_BEFORE:
        return Finding(Outcome.NO_BASE, points)
    values = [*before, *between, *after]
    chart = control_chart(values, better=Better.DOWN, base=len(before), floor=0.0)
    signal = _confirming(before, after, len(before) + len(between))
    if signal is not None and chart.verdict() is Verdict.BETTER:
        return Finding(Outcome.LESS_HEARD if less_heard else Outcome.CONFIRMED, points, chart, signal)
    over = points >= WATCHED_FOR
    return Finding(Outcome.NOT_CONFIRMED if over else Outcome.WATCHED, points, chart)


def _confirming(before: Sequence[int], after: Sequence[int], shift: int) -> Signal | None:
    """The first confirming signal among the points after the change alone."""
    limits = limits_of([float(value) for value in before], floor=0.0)
    if limits is None:
        return None
    found = signals_in([float(value) for value in after], limits)
    for signal in found:
        if signal.rule in CONFIRMING and not signal.high:
            return Signal(signal.rule, signal.first + shift, signal.last + shift, signal.high)
    return None


def silent_channels(
    before: Mapping[str, int], after: Mapping[str, int], *, days_before: int, days_after: int
) -> list[str]:
    """Channels that brought complaints before and none since, where chance alone would hardly leave them silent."""
    if not days_before:
        return []
    share = days_after / days_before
    return sorted(
        channel for channel, n in before.items() if n * share >= SILENT_FROM and not after.get(channel)
    )


def answer_less(*, before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Whether clearly fewer of those asked answer since: (answered, asked) before and after."""
    moved = difference(*after, *before) if before[1] and after[1] else None
    return moved is not None and moved.high < 0

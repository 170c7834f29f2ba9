"""A control chart as places on a drawing and as words: points, mean, limits, labelled signals, a table of the same numbers.

Not here: limits, signals and verdict (`control_charts`), and what a point is made of.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cxapp.lib.charts import Table, percent, whole
from cxapp.lib.control_charts import RECENT, TRIAL_BELOW, ControlChart, Rule, Signal, Verdict

MARGIN, ABOVE, BELOW = 0.14, 0.06, 0.92
DATES, LABELS, APART = 4, 2, 0.45
Say = Callable[[float], str]

VERDICTS = {
    Verdict.STEADY: gettext_lazy("No clear change."),
    Verdict.LOOKS_BETTER: gettext_lazy("Looks better, not yet proven."),
    Verdict.LOOKS_WORSE: gettext_lazy("Looks worse, not yet proven."),
    Verdict.QUIETER: gettext_lazy("Looks better, but less is heard: quieter, not proven better."),
    Verdict.BETTER: gettext_lazy("Confirmed better."),
    Verdict.WORSE: gettext_lazy("Confirmed worse."),
}
TONES = {
    Verdict.LOOKS_BETTER: "better",
    Verdict.BETTER: "better",
    Verdict.LOOKS_WORSE: "worse",
    Verdict.WORSE: "worse",
}


@dataclass(frozen=True, slots=True)
class Point:
    """One point as it is given: when it was, what it rests on."""

    label: str
    value: float
    n: int | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A point as it is drawn. Shapes: dot, up, down, ring (not over yet); tones: ordinary, better, worse."""

    x: str
    y: str
    shape: str
    tone: str


@dataclass(frozen=True, slots=True)
class Line:
    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True, slots=True)
class Words:
    """Text at a place; `anchor` says which of its ends stands there."""

    x: str
    y: str
    anchor: str
    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class ControlDrawing:
    name: str
    title: Any
    description: str
    verdict: str
    tone: str
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    levels: tuple[Words, ...]
    """Mean and limits: their heights, and their words."""
    dates: tuple[Words, ...]
    labels: tuple[Words, ...]
    findings: tuple[str, ...]
    table: Table


def verdict_words(chart: ControlChart, verdict: Verdict) -> str:
    """The verdict as a sentence. Limits on trial say how much is missing."""
    if verdict is Verdict.TOO_EARLY:
        return _("Too early to tell: trial limits, %(points)s of %(needed)s points.") % {
            "points": chart.settled,
            "needed": TRIAL_BELOW,
        }
    return str(VERDICTS[verdict])


def signal_words(signal: Signal) -> str:
    """What a signal is, in words that fit beside a point."""
    points = signal.last - signal.first + 1
    high = signal.high
    if signal.rule is Rule.OUTSIDE:
        return _("above the upper limit") if high else _("below the lower limit")
    if signal.rule is Rule.NEAR_LIMIT:
        return _("2 of 3 near the upper limit") if high else _("2 of 3 near the lower limit")
    if signal.rule is Rule.TWICE_OUTSIDE:
        return _("2 of 3 above the upper limit") if high else _("2 of 3 below the lower limit")
    if signal.rule is Rule.ONE_WAY:
        return (_("%(n)s rising") if high else _("%(n)s falling")) % {"n": points}
    return (_("%(n)s running above the mean") if high else _("%(n)s running below the mean")) % {"n": points}


def draw(
    chart: ControlChart,
    points: Sequence[Point],
    *,
    name: str,
    title: Any,
    description: str,
    verdict: Verdict,
    heads: tuple[Any, Any, Any],
    say: Say = whole,
) -> ControlDrawing:
    """The chart on a drawing; `heads` are those of its table: when, value, how many; `say` writes a value."""
    height = _heights(chart)
    marks = _marks(chart)
    xs = [_across(at, len(points)) for at in range(len(points))]
    ys = [height(point.value) for point in points]
    dots = tuple(
        Dot(percent(x), percent(y), *_look(chart, marks, at))
        for at, (x, y) in enumerate(zip(xs, ys, strict=True))
    )
    lines = tuple(Line(one.x, one.y, other.x, other.y) for one, other in pairwise(dots))
    shown = _worth_saying(chart)
    return ControlDrawing(
        name,
        title,
        description,
        verdict_words(chart, verdict),
        TONES.get(verdict, "ordinary"),
        dots,
        lines,
        _levels(chart, height, say),
        _dates(points, xs),
        _labels(chart, shown, xs),
        tuple(_finding(signal, points) for signal in reversed(shown)),
        _table(chart, points, shown, name=name, title=title, heads=heads, say=say),
    )


def _across(at: int, points: int) -> float:
    return 0.02 + 0.96 * at / (points - 1) if points > 1 else 0.5


def _heights(chart: ControlChart) -> Callable[[float], float]:
    """From a value to its distance from the top, with some air above and below all that is drawn."""
    ends = [*chart.values, *((chart.limits.low, chart.limits.high) if chart.limits else ())] or [0.0]
    low, high = min(ends), max(ends)
    room = (high - low) or 1.0
    return lambda value: MARGIN + (1 - 2 * MARGIN) * ((high - value) / room if high > low else 0.5)


def _marks(chart: ControlChart) -> dict[int, bool]:
    """Points that belong to a signal: whether it is a good one. The newest signal decides."""
    marks: dict[int, bool] = {}
    for signal in chart.signals:
        pair = signal.rule in (Rule.NEAR_LIMIT, Rule.TWICE_OUTSIDE)
        for at in (signal.first, signal.last) if pair else range(signal.first, signal.last + 1):
            marks[at] = chart.is_good(signal)
    return marks


def _look(chart: ControlChart, marks: dict[int, bool], at: int) -> tuple[str, str]:
    """Shape by direction, colour by what it means; a point that is not over is a hollow ring."""
    if chart.provisional and at == len(chart.values) - 1:
        return "ring", "ordinary"
    if at not in marks or chart.limits is None:
        return "dot", "ordinary"
    shape = "up" if chart.values[at] >= chart.limits.mean else "down"
    return shape, "better" if marks[at] else "worse"


_SAYS_MORE = {
    Rule.ONE_SIDE: (Rule.LONG_SIDE,),
    Rule.OUTSIDE: (Rule.TWICE_OUTSIDE,),
    Rule.NEAR_LIMIT: (Rule.LONG_SIDE, Rule.TWICE_OUTSIDE),
}


def _worth_saying(chart: ControlChart) -> list[Signal]:
    """Of recent signals the newest of each rule and side, without those that a stronger one on that side says already."""
    newest = {(signal.rule, signal.high): signal for signal in chart.recent()}
    return sorted(
        (
            signal
            for (rule, high), signal in newest.items()
            if not any((stronger, high) in newest for stronger in _SAYS_MORE.get(rule, ()))
        ),
        key=lambda signal: signal.last,
    )


def _levels(chart: ControlChart, height: Callable[[float], float], say: Say) -> tuple[Words, ...]:
    if chart.limits is None:
        return ()
    named = (
        ("high", chart.limits.high, _("upper limit %(value)s")),
        ("mean", chart.limits.mean, _("mean %(value)s")),
        ("low", chart.limits.low, _("lower limit %(value)s")),
    )
    return tuple(
        Words("0", percent(height(value)), "start", text % {"value": say(value)}, kind)
        for kind, value, text in named
    )


def _dates(points: Sequence[Point], xs: Sequence[float]) -> tuple[Words, ...]:
    """The first and the last, and a few between them, so that they never touch."""
    last = len(points) - 1
    chosen = (
        sorted({round(last * step / (DATES - 1)) for step in range(DATES)})
        if last > DATES
        else range(last + 1)
    )
    return tuple(
        Words(percent(xs[at]), "100%", _anchor(xs[at]), points[at].label) for at in chosen if at >= 0
    )


def _anchor(x: float) -> str:
    return "start" if x < 0.2 else "end" if x > 0.8 else "middle"


def _labels(chart: ControlChart, shown: Sequence[Signal], xs: Sequence[float]) -> tuple[Words, ...]:
    """The newest signals over or under their last point, in the margin; as far as they do not touch. All are told below."""
    chosen: list[Signal] = []
    for signal in reversed(shown):
        if all(abs(xs[signal.last] - xs[other.last]) > APART for other in chosen):
            chosen.append(signal)
    return tuple(
        Words(
            percent(xs[signal.last]),
            percent(ABOVE if signal.high else BELOW),
            _anchor(xs[signal.last]),
            signal_words(signal),
            "better" if chart.is_good(signal) else "worse",
        )
        for signal in chosen[:LABELS]
    )


def _finding(signal: Signal, points: Sequence[Point]) -> str:
    first, last = points[signal.first].label, points[signal.last].label
    words = signal_words(signal)
    if signal.first == signal.last:
        return _("%(when)s: %(what)s.") % {"when": last, "what": words}
    return _("%(first)s to %(last)s: %(what)s.") % {"first": first, "last": last, "what": words}


def _table(
    chart: ControlChart,
    points: Sequence[Point],
    shown: Sequence[Signal],
    *,
    name: str,
    title: Any,
    heads: tuple[Any, Any, Any],
    say: Say,
) -> Table:
    found: dict[int, list[str]] = {}
    for signal in shown:
        found.setdefault(signal.last, []).append(signal_words(signal))
    if chart.provisional:
        found.setdefault(len(points) - 1, []).append(_("not over yet"))
    counted = any(point.n is not None for point in points)
    rows = [
        [point.label, say(point.value), *([point.n] if counted else []), "; ".join(found.get(at, []))]
        for at, point in enumerate(points)
    ]
    return Table(name, title, [*heads[: 3 if counted else 2], _("Signal")], rows)


def basis_words(chart: ControlChart) -> str:
    """What the limits are made of, to stand under the chart."""
    text = ngettext(
        "Limits from the first %(n)s point: mean ± 2.66 × the average step from one point to the next.",
        "Limits from the first %(n)s points: mean ± 2.66 × the average step from one point to the next.",
        chart.base,
    ) % {"n": chart.base}
    return text + " " + _("Signals are named for the last %(n)s points.") % {"n": RECENT}

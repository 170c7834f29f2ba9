"""Bars, whiskers and sparklines as places on a drawing: what the templates in `templates/components/charts/` draw.

What lives here: geometry in percent of the drawing, so that one drawing fits a phone and a desk, and the table that
says the same numbers. What does not: control charts (`charts_control`), colours (style sheets), what is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from cxapp.lib.statistics import Estimate
from cxapp.lib.wording import MINUS

SPARK_WIDTH, SPARK_HEIGHT = 96, 24


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a chart, as shown under it and as they leave in a file. `name` is its part of the address."""

    name: str
    caption: Any
    heads: Sequence[Any]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar from zero. `fill`: low (full), middle (outline), high (striped) or plain; `note` stands behind the number."""

    label: Any
    value: float
    width: str
    text: str
    note: Any = ""
    fill: str = "plain"


@dataclass(frozen=True, slots=True)
class Bars:
    title: Any
    description: Any
    bars: tuple[Bar, ...]
    table: Table
    key: Sequence[tuple[str, Any]] = ()
    """What each fill means: (fill, words)."""

    @property
    def noted(self) -> bool:
        return any(bar.note for bar in self.bars)


@dataclass(frozen=True, slots=True)
class BarRow:
    """What a bar is made of."""

    label: Any
    value: float
    note: Any = ""
    fill: str = "plain"


def bars(
    *,
    title: Any,
    description: Any,
    rows: Iterable[BarRow],
    table: Table,
    full: float | None = None,
    key: Sequence[tuple[str, Any]] = (),
) -> Bars:
    """Bars that start at zero. `full` is what fills the whole width; without it the longest bar does."""
    given = list(rows)
    most = full if full is not None else max((row.value for row in given), default=0)
    drawn = (
        Bar(
            row.label,
            row.value,
            percent(row.value / most if most else 0),
            whole(row.value),
            row.note,
            row.fill,
        )
        for row in given
    )
    return Bars(title, description, tuple(drawn), table, key)


@dataclass(frozen=True, slots=True)
class Whisker:
    """A dot with its interval on a scale, and where nought lies if the scale has both signs."""

    title: Any
    description: Any
    low: str
    value: str
    high: str
    zero: str
    ends: tuple[str, str]


def whisker(
    estimate: Estimate, *, title: Any, description: Any, scale: tuple[float, float], unit: str = ""
) -> Whisker:
    """How sure a figure is: the value and its 95 % interval between the ends of its scale."""
    first, last = scale

    def place(value: float) -> str:
        return percent((min(max(value, first), last) - first) / (last - first))

    zero = place(0) if first < 0 < last else ""
    ends = (whole(first) + unit, whole(last) + unit)
    return Whisker(
        title, description, place(estimate.low), place(estimate.value), place(estimate.high), zero, ends
    )


@dataclass(frozen=True, slots=True)
class Spark:
    """A small trend beside words: decoration, hidden from screen readers."""

    points: str
    last: tuple[str, str] | None


def spark(values: Sequence[float | None]) -> Spark:
    """The known values as one line; a gap is passed over."""
    known = [(at, value) for at, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return Spark("", None)
    low, high = min(value for _at, value in known), max(value for _at, value in known)
    width, height = SPARK_WIDTH - 6, SPARK_HEIGHT - 6
    places = [
        (
            3 + width * at / (len(values) - 1),
            3 + (height * (high - value) / (high - low) if high > low else height / 2),
        )
        for at, value in known
    ]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    x, y = places[-1]
    return Spark(points, (f"{x:.1f}", f"{y:.1f}"))


def percent(share: float) -> str:
    """A place on a drawing. Written by hand, because a template would use the reader's decimal comma."""
    return f"{100 * share:.2f}%"


def whole(value: float) -> str:
    """A whole number, halves away from nought, with a true minus sign and thin spaces in thousands from 10,000 on."""
    size = int(abs(value) + 0.5)
    text = f"{size:,}".replace(",", "\N{NARROW NO-BREAK SPACE}") if size > 9999 else str(size)
    return f"{MINUS if value < 0 and size else ''}{text}"

"""Something counted again and again, as plain data: what the pages draw, the wall shows and a pack keeps.

Pure. Not here: what is counted (`queries`), limits and signals (`cxapp.lib.control_charts`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cxapp.lib.charts import percent, whole
from cxapp.lib.charts_control import ControlDrawing, Point, basis_words, draw, verdict_words
from cxapp.lib.control_charts import (
    Better,
    ControlChart,
    Rhythm,
    Verdict,
    control_chart,
    days_between_chart,
)

FIRST, WIDTH = 0.02, 0.96
"""Where the first point of a control chart stands, and how far the last is from it (`charts_control`)."""
WHEN = {
    Rhythm.WEEK: gettext_lazy("Week from"),
    Rhythm.MONTH: gettext_lazy("Month"),
    Rhythm.GAPS: gettext_lazy("From"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One point: the day it begins, its value, how many it rests on."""

    start: date
    value: float
    n: int | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened and may have moved the points: what we changed, with its keeper, or a channel that fell silent."""

    day: date
    words: str
    url: str = ""


@dataclass(frozen=True)
class Series:
    """Points in order. `open_end`: the last is not over yet. `less_heard`: fewer channels or answers than before."""

    name: str
    title: str
    measure: str
    rhythm: Rhythm
    steps: Sequence[Step]
    better: Better = Better.UP
    open_end: bool = False
    less_heard: bool = False
    floor: float | None = None
    ceiling: float | None = None
    unit: str = ""
    marks: Sequence[Mark] = field(default=())

    @cached_property
    def chart(self) -> ControlChart:
        values = [step.value for step in self.steps]
        if self.rhythm is Rhythm.GAPS:
            return days_between_chart(values, provisional=self.open_end)
        return control_chart(
            values, better=self.better, provisional=self.open_end, floor=self.floor, ceiling=self.ceiling
        )

    @cached_property
    def verdict(self) -> Verdict:
        return self.chart.verdict(less_heard=self.less_heard)

    @property
    def verdict_words(self) -> str:
        return verdict_words(self.chart, self.verdict)

    @property
    def basis(self) -> str:
        text = basis_words(self.chart)
        return _("Longer is better.") + " " + text if self.rhythm is Rhythm.GAPS else text

    def spread_words(self) -> str:
        """Between which numbers nothing needs to have changed."""
        limits = self.chart.limits
        if limits is None:
            return ""
        return _("Natural ups and downs lie between %(low)s and %(high)s around a mean of %(mean)s.") % {
            "low": whole(limits.low) + self.unit,
            "high": whole(limits.high) + self.unit,
            "mean": whole(limits.mean) + self.unit,
        }

    def drawing(self) -> ControlDrawing:
        """The chart, its words and its table."""
        points = [Point(day_label(step.start, self.rhythm), step.value, step.n) for step in self.steps]
        return draw(
            self.chart,
            points,
            name=self.name,
            title=self.title,
            description=self.spread_words(),
            verdict=self.verdict,
            heads=(WHEN[self.rhythm], self.measure, _("Answers")),
        )

    def drawn_marks(self) -> list[dict[str, str]]:
        """Where each mark stands on the drawing, in the order of their days."""
        starts, last = [step.start for step in self.steps], len(self.steps) - 1
        drawn = []
        for mark in sorted(self.marks, key=lambda one: one.day):
            after = [at for at, start in enumerate(starts) if start <= mark.day]
            if after and last:
                x = percent(FIRST + WIDTH * after[-1] / last)
                drawn.append(
                    {"x": x, "day": day_label(mark.day, Rhythm.WEEK), "words": mark.words, "url": mark.url}
                )
        return drawn

    def content(self) -> dict[str, Any]:
        """As plain data; `from_content` gives the series back."""
        found = {key: value for key, value in asdict(self).items() if value not in (None, ())}
        found["steps"] = [{**asdict(step), "start": step.start.isoformat()} for step in self.steps]
        found["marks"] = [{**asdict(mark), "day": mark.day.isoformat()} for mark in self.marks]
        return found | {"verdict": str(self.verdict), "words": self.verdict_words}


def from_content(content: Mapping[str, Any]) -> Series:
    """A series as a pack kept it."""
    kept = {key: value for key, value in content.items() if key not in ("verdict", "words")}
    kept["rhythm"], kept["better"] = Rhythm(kept["rhythm"]), Better(kept["better"])
    kept["steps"] = [Step(date.fromisoformat(s["start"]), s["value"], s.get("n")) for s in kept["steps"]]
    kept["marks"] = tuple(Mark(date.fromisoformat(m["day"]), m["words"], m["url"]) for m in kept["marks"])
    return Series(**kept)


def day_label(day: date, rhythm: Rhythm) -> str:
    return format_date(day, "M Y" if rhythm is Rhythm.MONTH else "j M Y")

"""An explored figure as a table and as a chart. Not here: what was counted (`queries.exploring`)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import dropwhile
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxapp.insights.queries.exploring import Explored
from cxapp.insights.queries.exploring_rows import has_rows
from cxapp.insights.rules.exploring import CUTS, STEPS, Step
from cxapp.insights.rules.exploring_lines import Line
from cxapp.insights.rules.series import Series
from cxapp.insights.rules.series import Step as Point
from cxapp.lib.charts import BarRow, Bars, Table, bars, whole
from cxapp.lib.charts_control import ControlDrawing
from cxapp.lib.control_charts import Rhythm
from cxapp.lib.statistics import Grade

LEAST_A_POINT, LEAST_ON_AVERAGE, LEAST_EVENTS = 5, 10, 4
RHYTHMS = {Step.WEEK: Rhythm.WEEK, Step.MONTH: Rhythm.MONTH}
MOST_BARS = 40


@dataclass(frozen=True, slots=True)
class Chart:
    """A control chart over time, or bars; without either why there is none."""

    control: ControlDrawing | None = None
    basis: str = ""
    bars: Bars | None = None
    why_not: str = ""


def name_of(line: Line, step: Step) -> str:
    """The time or the key a row stands for; the quarter by its months."""
    if line.name:
        return line.name
    first, last = line.span.first_day, line.span.last_day
    if step is Step.WEEK:
        return format_date(first, "j M Y")
    if step is Step.MONTH:
        return format_date(first, "M Y")
    return _("%(first)s to %(last)s") % {
        "first": format_date(first, "M Y"),
        "last": format_date(last, "M Y"),
    }


def value_words(line: Line, *, counts_only: bool = False) -> str:
    """The number under the small-number rule: a percentage or a score only where it may be said."""
    if line.n is None:
        return whole(line.k)
    if line.held_back:
        return _("kept back")
    if line.score is not None:
        return line.score.text
    if line.timed:
        return _hours_words(line)
    counts = _("%(k)s of %(n)s") % {"k": whole(line.k), "n": whole(line.n)}
    if counts_only or line.estimate is None:
        return counts
    return _("%(percent)s %%") % {"percent": whole(line.estimate.value)}


def _hours_words(line: Line) -> str:
    """How long it took; for too few only how many there were."""
    if line.hours is not None:
        return _("%(hours)s h") % {"hours": number_format(line.hours, 1 if line.hours % 1 else 0)}
    if line.grade is Grade.COUNTS_ONLY:
        return ngettext("%(n)s promise", "%(n)s promises", line.n or 0) % {"n": line.n}
    return _("not reached yet")


def note_words(line: Line, *, counts_only: bool = False) -> str:
    """What stands beside the number: the counts and the range, or why there is no percentage."""
    if line.open_end:
        return _("not over yet")
    if line.n is None or counts_only:
        return ""
    if line.held_back:
        return _("too few, or next to too few")
    if line.score is not None:
        return line.score.note
    if line.timed:
        return _in_time(line, line.n)
    if line.grade is Grade.TOO_FEW:
        return _("too few to compare")
    return "" if line.estimate is None else _range_words(line, line.n)


def _range_words(line: Line, n: int) -> str:
    ends = {"low": whole(line.estimate.low), "high": whole(line.estimate.high)} if line.estimate else {}
    return _("%(k)s of %(n)s, range %(low)s to %(high)s %%") % {"k": whole(line.k), "n": whole(n), **ends}


def _in_time(line: Line, n: int) -> str:
    """Beside a time the share that was reached within what was promised."""
    counts = {"k": whole(line.k), "n": whole(n)}
    if not n:
        return ""
    if line.estimate is None:
        return _("%(k)s of %(n)s in time") % counts
    share = {"percent": whole(line.estimate.value), "range": _range_words(line, n)}
    return _("%(percent)s %% in time (%(range)s)") % share


def table_of(found: Explored, *, plain: bool = False) -> Table:
    """The rows as people read them; `plain` for a file: days, counts and numbers each in a column of its own."""
    asking = found.asking
    first = STEPS[asking.step] if not asking.by else CUTS[asking.by]
    if plain:
        heads = [_("From"), _("To"), *([first] if asking.by else []), _("Counted"), _("Out of"), _("Value"),
                 _("Low"), _("High")]  # fmt: skip
        return Table(
            asking.figure, asking.entry.label, heads, [_plain(line, asking.by) for line in found.lines]
        )
    alone = asking.by == "leader"
    rows = [
        [
            name_of(line, asking.step),
            value_words(line, counts_only=alone),
            note_words(line, counts_only=alone),
        ]
        for line in found.lines
    ]
    return Table(asking.figure, asking.entry.label, [first, asking.entry.label, _("Note")], rows)


def _plain(line: Line, by: str) -> list[Any]:
    counted = line.k if line.score is None else None
    days = [line.span.first_day, line.span.last_day, *([line.name] if by else [])]
    estimate = line.estimate if by != "leader" and not line.timed else None
    if line.timed:
        return [*days, counted, line.n, line.hours, None, None]
    numbers = (
        [round(one, 1) for one in (estimate.value, estimate.low, estimate.high)] if estimate else [None] * 3
    )
    return [*days, counted, None if line.held_back else line.n, *numbers]


def chart_of(found: Explored) -> Chart:
    """Over time a control chart where the points carry it, else bars; by a cut bars. Never a bar a leader for a share."""
    asking = found.asking
    if not found.lines:
        return Chart(why_not=_("Nothing was counted in this time."))
    if asking.by or asking.step is Step.QUARTER or asking.source.better is None:
        return _bars(found)
    points = [_point(line) for line in found.lines]
    kept = [(line, point) for line, point in zip(found.lines, points, strict=True) if point is not None]
    # Before the first of them nobody counted yet: zeros there would be no calm.
    kept = list(dropwhile(lambda one: not one[0].k and one[0].n is None, kept))
    counted = asking.source.n == "" and not asking.source.scale
    resting = sum(line.k if counted else line.n or 0 for line, _point in kept)
    timed = bool(asking.source.time)
    if not kept or resting < len(kept) * (LEAST_EVENTS if counted else LEAST_ON_AVERAGE):
        return Chart(
            why_not=_("Too few for a chart of this step. Choose months or quarters, or fewer filters.")
        )
    series = Series(
        name="explored",
        title=str(asking.entry.label),
        measure=str(asking.entry.label),
        rhythm=RHYTHMS[asking.step],
        steps=[point for _line, point in kept],
        better=asking.source.better,
        open_end=kept[-1][0].open_end,
        less_heard=found.less_heard,
        floor=-100.0 if asking.source.scale == "nps" else 0.0,
        ceiling=None if counted or timed else 100.0,
        unit=_(" h") if timed else "" if counted or asking.source.scale == "nps" else " %",
    )
    return Chart(series.drawing(), series.basis)


def _point(line: Line) -> Point | None:
    """One point; a share or score of fewer than five is left out."""
    if line.n is None:
        return Point(line.span.first_day, float(line.k))
    if line.n < LEAST_A_POINT:
        return None
    if line.score is not None:
        value = line.score.estimate.value if line.score.estimate else None
        return None if value is None else Point(line.span.first_day, value, line.n)
    if line.timed:
        return None if line.hours is None else Point(line.span.first_day, line.hours, line.n)
    return Point(line.span.first_day, 100 * line.k / line.n, line.n)


def _bars(found: Explored) -> Chart:
    """Counts as bars from zero. Scores and leaders have none: beside each other they would be a ranking."""
    asking = found.asking
    if asking.by == "leader":
        return Chart(why_not=_("Leaders stand in the table, by name and with counts alone."))
    if asking.source.scale:
        return Chart(
            why_not=_(
                "Scores stand in the table, by name: beside each other as bars they would be a ranking."
            )
        )
    rows = [
        BarRow(
            name_of(line, asking.step),
            line.k if not line.timed else line.hours or 0,
            value_words(line, counts_only=True) if line.n is not None else "",
        )
        for line in found.lines[:MOST_BARS]
    ]
    description = str(asking.entry.sentence)
    return Chart(
        bars=bars(title=asking.entry.label, description=description, rows=rows, table=table_of(found))
    )


def rows_of(found: Explored, *, linked: bool) -> list[dict[str, str]]:
    """The rows of the page; each number leads to what it was counted from, where that has a page."""
    asking = found.asking
    alone = asking.by == "leader"
    linked = linked and has_rows(asking.source)
    return [
        {
            "name": name_of(line, asking.step),
            "value": value_words(line, counts_only=alone),
            "note": note_words(line, counts_only=alone),
            "url": _address(found, line) if linked and _made_of(line) else "",
        }
        for line in found.lines
    ]


def _made_of(line: Line) -> bool:
    """Whether anything stands behind the number: what it counts, or all it was taken from."""
    return bool(line.n if line.timed or line.score else line.k) and not line.held_back


def _address(found: Explored, line: Line) -> str:
    row = {"key": line.key} if found.asking.by else {"at": line.span.first_day.isoformat()}
    return f"{reverse('explore_rows')}{found.asking.address()}&{urlencode(row)}"

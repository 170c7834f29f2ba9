"""The charts of the board's pages, each with the table it is made of. Not here: what is counted (`queries.boardroom`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cxapp.insights.queries.boardroom_data import ScoreBlock
from cxapp.insights.rules.board_words import LeaderLine
from cxapp.insights.rules.scores import Score, change_words, score_of
from cxapp.insights.rules.series import Series
from cxapp.lib.charts import Whisker, whisker
from cxapp.lib.charts_control import ControlDrawing
from cxapp.lib.charts_funnel import FunnelDrawing, draw_funnel
from cxapp.lib.funnels import Unit, funnel_of


@dataclass(frozen=True, slots=True)
class ScoreShown:
    score: Score
    whisker: Whisker | None
    change: str
    drawing: ControlDrawing | None
    basis: str


@dataclass(frozen=True, slots=True)
class SeriesShown:
    title: str
    verdict: str
    drawing: ControlDrawing
    basis: str
    marks: Sequence[dict[str, str]]


def score_shown(block: ScoreBlock | None) -> ScoreShown | None:
    """The score as a figure with its whisker, what changed, and its chart."""
    if block is None:
        return None
    score, before = score_of(block.kind, block.counts), score_of(block.kind, block.before)
    drawn = None
    if score.may_be_said and score.estimate is not None:
        drawn = whisker(
            score.estimate,
            title=score.scale.name,
            description=f"{score.text}, {score.range_text}.",
            scale=score.scale.ends,
            unit=score.scale.unit,
        )
    series = block.series
    return ScoreShown(
        score,
        drawn,
        change_words(score, before) if score.may_be_said else _("Too few answers for a score."),
        series.drawing() if series else None,
        series.basis if series else "",
    )


def series_shown(series: Series | None) -> SeriesShown | None:
    if series is None:
        return None
    return SeriesShown(
        series.title, series.verdict_words, series.drawing(), series.basis, series.drawn_marks()
    )


def leaders_funnel(
    lines: Sequence[LeaderLine], urls: Mapping[int, str] | None = None
) -> FunnelDrawing | None:
    """Promises tried in person in time, by leader: an act, never a customer's score. Nothing for fewer than ten.

    `urls` says by leader where the promises stand, for readers who may open them.
    """
    where = urls or {}
    found = funnel_of([Unit(line.name, line.tried, line.due, where.get(line.person, "")) for line in lines])
    if found is None:
        return None
    heads: tuple[Any, Any, Any, Any] = (
        _("Leader"),
        _("Tried in person in time"),
        _("promises due"),
        _("Where"),
    )
    return draw_funnel(
        found,
        name="funnel",
        title=_("Promises tried in person in time, by leader"),
        heads=heads,
        measure=_("Tried in person in time"),
    )

"""From counts by day to the charts of the board: how far apart the points lie, and which of them are whole. Pure.

Not here: counting (`queries.boardroom_counts`), limits and verdicts (`series`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from cxapp.insights.rules.scores import SCALES, score_of
from cxapp.insights.rules.series import Mark, Series, Step
from cxapp.lib.control_charts import Better, Rhythm, days_between, rhythm_of
from cxapp.lib.periods import Period, Zone, months, weeks
from cxapp.lib.statistics import Grade, grade
from feedback.enums import QuestionKind

WEEKS = timedelta(days=364)
MONTHS = timedelta(days=2 * 364)
LEAST_A_POINT, LEAST_ON_AVERAGE = 5, 10
"""A score of fewer than five is not said; fewer than ten on average are too few to compare, and a chart compares."""
Days = Mapping[date, Counter[str]]


def complaint_series(
    days: Days, *, last: date, now_day: date, zone: Zone, less_heard: bool, marks: Sequence[Mark] = ()
) -> Series | None:
    """Complaints by week from four a week on, else by month, else the days between them; None of nothing."""
    by_day = {day: counter["complaints"] for day, counter in days.items() if counter["complaints"]}
    if not by_day:
        return None
    rhythm = rhythm_of(per_week(by_day, last))
    shared: dict[str, Any] = {"name": "complaints", "rhythm": rhythm, "less_heard": less_heard}
    if rhythm is Rhythm.GAPS:
        steps = _gaps(by_day, last)
        shared |= {"title": _("Days between complaints"), "measure": _("Days to the next")}
        return Series(
            steps=steps, open_end=True, marks=_marks(marks, steps[0].start if steps else last), **shared
        )
    spans = _cut(rhythm, min(by_day), last, zone)
    steps = [
        Step(span.first_day, float(sum(n for day, n in by_day.items() if _in(day, span)))) for span in spans
    ]
    title = _("Complaints by week") if rhythm is Rhythm.WEEK else _("Complaints by month")
    return Series(
        steps=steps,
        title=title,
        measure=_("Complaints"),
        better=Better.DOWN,
        open_end=_is_open(spans[-1], last, now_day),
        floor=0.0,
        marks=_marks(marks, steps[0].start),
        **shared,
    )


def per_week(by_day: Mapping[date, int], last: date) -> float:
    """How many a week, of the last year or since the first."""
    first = max(min(by_day), last - WEEKS)
    counted = sum(n for day, n in by_day.items() if day >= first)
    return counted * 7 / max((last - first).days + 1, 7)


def _gaps(by_day: Mapping[date, int], last: date) -> list[Step]:
    moments = [datetime.combine(day, time.min) for day in sorted(by_day) for _each in range(by_day[day])]
    gaps = days_between(moments, now=datetime.combine(last, time.max))
    return [Step(moment.date(), gap) for moment, gap in zip(moments, gaps, strict=True)]


def _cut(rhythm: Rhythm, first: date, last: date, zone: Zone) -> list[Period]:
    """Whole weeks or months; the last may still be running. The one in which it all began is cut short and left out."""
    if rhythm is Rhythm.WEEK:
        found = weeks(max(first, last - WEEKS), last, zone)
    else:
        found = months(max(first, last - MONTHS), last, zone)
    return found[1:] if len(found) > 1 and found[0].first_day < first else found


def _is_open(span: Period, last: date, now_day: date) -> bool:
    """Whether it is not over yet, or only counted up to the end of the period asked for."""
    return span.last_day > last or span.last_day >= now_day


def _in(day: date, span: Period) -> bool:
    return span.first_day <= day <= span.last_day


def _marks(marks: Sequence[Mark], first: date) -> tuple[Mark, ...]:
    return tuple(mark for mark in marks if mark.day >= first)


def main_kind(answers: Counter[str]) -> str:
    """NPS where there is enough of it for a headline, else the kind of question most answered that has a score of its own."""
    by_kind: Counter[str] = Counter()
    for measure, n in answers.items():
        kind, _colon, score = measure.partition(":")
        if score and kind in SCALES:
            by_kind[kind] += n
    if grade(by_kind[QuestionKind.NPS]) is Grade.HEADLINE:
        return str(QuestionKind.NPS)
    return max(sorted(by_kind), key=lambda kind: by_kind[kind]) if by_kind else ""


def scores_in(answers: Counter[str], kind: str) -> dict[int, int]:
    """How many gave each number to questions of this kind."""
    found = {}
    for measure, n in answers.items():
        of, _colon, score = measure.partition(":")
        if of == kind and score:
            found[int(score)] = n
    return found


def score_series(
    days: Days, *, kind: str, last: date, now_day: date, zone: Zone, less_heard: bool
) -> Series | None:
    """The score by week from ten answers a week on, else by month; None where answers are rarer."""
    n = {day: sum(scores_in(counter, kind).values()) for day, counter in days.items()}
    n = {day: count for day, count in n.items() if count}
    rhythm = rhythm_of(per_week(n, last), least=LEAST_ON_AVERAGE) if n else Rhythm.GAPS
    if rhythm is Rhythm.GAPS:
        return None
    steps, spans = [], []
    for span in _cut(rhythm, min(n), last, zone):
        counted: Counter[str] = Counter()
        for day in n:
            if _in(day, span):
                counted.update(days[day])
        score = score_of(kind, scores_in(counted, kind))
        if score.n >= LEAST_A_POINT and score.estimate is not None:
            steps.append(Step(span.first_day, score.estimate.value, score.n))
            spans.append(span)
    if not steps:
        return None
    scale = SCALES[kind]
    title = _("%(score)s by week") if rhythm is Rhythm.WEEK else _("%(score)s by month")
    return Series(
        "score",
        title % {"score": scale.name},
        str(scale.name),
        rhythm,
        steps,
        open_end=_is_open(spans[-1], last, now_day),
        less_heard=less_heard,
        floor=float(scale.ends[0]),
        ceiling=float(scale.ends[1]),
        unit=scale.unit,
    )

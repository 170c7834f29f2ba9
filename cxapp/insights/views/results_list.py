"""A line of the list of surveys: its score, what changed, and a small trend. Not here: counting (`queries.scores`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cxapp.insights.queries.scores import Asked, Tally, total
from cxapp.insights.rules.filters import USUAL
from cxapp.insights.rules.scores import Score, change_words
from cxapp.insights.views.results_charts import LEAST_A_POINT, LEAST_ON_AVERAGE
from cxapp.lib.charts import Spark, spark
from cxapp.lib.charts_control import verdict_words
from cxapp.lib.control_charts import Rhythm, Verdict, control_chart, rhythm_of
from cxapp.lib.periods import Period
from feedback.models import Survey

WEEKS = USUAL // 7
"""Whole weeks of the usual period, so that the list can be made of weeks alone."""
SILENT = frozenset({Verdict.STEADY, Verdict.TOO_EARLY})
"""Verdicts that add nothing: half a year of weeks may see no change where the survey's own page names one."""


@dataclass(frozen=True, slots=True)
class SurveyRow:
    survey: Survey
    score: Score | None
    says: str
    trend: Spark


def survey_row(
    asked: Asked, found: Mapping[date, Tally], spans: Sequence[Period], now: datetime
) -> SurveyRow:
    """The last weeks against as many before, and the verdict where there are answers enough for a weekly chart."""
    if asked.main is None:
        return SurveyRow(asked.survey, None, "", spark([]))
    kind = str(asked.main.kind)
    recent = {span.first_day for span in spans if span.end > now - timedelta(weeks=WEEKS)}
    score = total(tally for day, tally in found.items() if day in recent).score(kind)
    before = total(tally for day, tally in found.items() if day not in recent).score(kind)
    scores = [found[span.first_day].score(kind) if span.first_day in found else None for span in spans]
    values = [
        one.estimate.value if one and one.estimate and one.n >= LEAST_A_POINT else None for one in scores
    ]
    says = change_words(score, before) if score.may_be_said else ""
    if rhythm_of(score.n / WEEKS, least=LEAST_ON_AVERAGE) is Rhythm.WEEK:
        known = [value for value in values if value is not None]
        chart = control_chart(known, provisional=values[-1] is not None)
        verdict = chart.verdict()
        if verdict not in SILENT:
            says = verdict_words(chart, verdict)
    return SurveyRow(asked.survey, score, says, spark(values))

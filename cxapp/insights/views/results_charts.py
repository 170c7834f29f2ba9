"""The charts of a page of results: score with its interval, distribution, funnel, trend. Each with the table it is made of.

Not here: counting (`queries`), what a score may say (`rules.scores`), where a line lies (`cxapp.lib.charts`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxapp.insights.queries.funnel import Funnel, fell
from cxapp.insights.queries.scores import by_time, low_moments
from cxapp.insights.rules.scores import HIGH, LOW, MIDDLE, Score, all_numbers, change_words
from cxapp.insights.views.results_page import Results
from cxapp.lib.charts import BarRow, Bars, Table, Whisker, bars, whisker, whole
from cxapp.lib.charts_control import ControlDrawing, Point, basis_words, draw
from cxapp.lib.control_charts import (
    ControlChart,
    Rhythm,
    control_chart,
    days_between,
    days_between_chart,
    rhythm_of,
)
from cxapp.lib.periods import months, weeks
from cxapp.lib.statistics import Estimate
from feedback.enums import PassedOver

LEAST_A_POINT, LEAST_ON_AVERAGE = 5, 10
"""A score of fewer than five is not said; fewer than ten on average are too few to compare, and a chart compares."""
YEAR = timedelta(days=364)


def sentence(page: Results) -> str:
    """The first line of the page: who answered, how it is, what changed."""
    n, days = page.overall.n, page.filters.days
    if not n:
        return _("Nobody has answered in the last %(days)s days.") % {"days": days}
    who = ngettext(
        "%(n)s customer answered in the last %(days)s days.",
        "%(n)s customers answered in the last %(days)s days.",
        n,
    ) % {"n": whole(n), "days": days}
    if not page.score.may_be_said:
        return f"{who} {_('Too few for a score.')}"
    return (
        f"{who} {page.score.named} ({page.score.range_text}). {change_words(page.score, page.score_before)}"
    )


@dataclass(frozen=True, slots=True)
class Headline:
    """The score as a figure, with its whisker; weighted beside it where answers have weights."""

    score: Score
    whisker: Whisker | None
    weighted: Score | None
    mean: str
    change: str


def headline(page: Results) -> Headline | None:
    if not page.overall.n:
        return None
    score = page.score
    drawn = None
    if score.may_be_said and score.estimate is not None:
        drawn = whisker(
            score.estimate,
            title=score.scale.name,
            description=f"{score.text}, {score.range_text}.",
            scale=score.scale.ends,
            unit=score.scale.unit,
        )
    mean = f"{score.mean:.1f}" if score.kind == "ces" and score.mean is not None and score.may_be_said else ""
    return Headline(
        score, drawn, page.overall.weighted(page.kind), mean, change_words(score, page.score_before)
    )


def distribution(score: Score, *, name: str = "answers", title: Any = "") -> Bars | None:
    """A bar for each number, in three fills; nothing under five answers."""
    if score.n < LEAST_A_POINT:
        return None
    scale = score.scale
    numbers = [(number, score.counts.get(number, 0)) for number in all_numbers(score.kind)]
    parts = [100 * score.in_band(band) / score.n for band in (LOW, MIDDLE, HIGH)]
    description = _("Of %(n)s answers: %(parts)s.") % {
        "n": whole(score.n),
        "parts": "; ".join(
            f"{words}: {whole(part)} %" for words, part in zip(scale.bands, parts, strict=True)
        ),
    }
    rows = [[number, whole(n), f"{whole(100 * n / score.n)} %"] for number, n in numbers]
    return bars(
        title=title or _("How the answers are spread"),
        description=description,
        rows=[BarRow(number, n, fill=scale.band(number)) for number, n in numbers],
        table=Table(name, title or _("Answers by number"), [_("Number"), _("Answers"), _("Share")], rows),
        key=[(band, words) for band, words in zip((LOW, MIDDLE, HIGH), scale.bands, strict=True)],
    )


def funnel_chart(found: Funnel) -> Bars | None:
    """A bar for each step, each out of the step before."""
    steps = [
        *([(_("Could be asked"), found.eligible)] if found.eligible is not None else []),
        (_("Asked"), found.invited),
        (_("Delivered"), found.delivered),
        (_("Opened"), found.opened),
        (_("Answered"), found.answered),
    ]
    if not steps[0][1]:
        return None
    rows, before = [], 0
    for label, n in steps:
        rows.append((label, n, f"{whole(100 * n / before)} %" if before else ""))
        before = n
    return bars(
        title=_("From customers to answers"),
        description=_rates(found),
        rows=[BarRow(label, n, note) for label, n, note in rows],
        table=Table(
            "funnel",
            _("From customers to answers"),
            [_("Step"), _("Customers"), _("Of the step before")],
            [[label, whole(n), note] for label, n, note in rows]
            + [[why, whole(n), ""] for why, n in why_not(found)],
        ),
    )


def _rates(found: Funnel) -> str:
    """Response rate and coverage, the counts always with them."""
    words = [
        _("Response rate: %(k)s finished of %(n)s delivered%(share)s.")
        % {"k": whole(found.finished), "n": whole(found.delivered), "share": _share(found.response_rate)}
    ]
    if found.eligible:
        words.append(
            _("Coverage: %(k)s asked of %(n)s who could be%(share)s.")
            % {"k": whole(found.invited), "n": whole(found.eligible), "share": _share(found.coverage)}
        )
    return " ".join(words)


def _share(part: Estimate | None) -> str:
    if part is None or part.n < LEAST_ON_AVERAGE:
        return ""
    return f", {whole(100 * part.value)} %"


def why_not(found: Funnel) -> list[tuple[str, int]]:
    """Why somebody was not asked or did not answer, in words, the most frequent first."""
    reasons = [(str(PassedOver(code).label), n) for code, n in found.why_not.items() if code != "waiting"]
    later = [
        (_("Waits for its time to be asked"), found.why_not.get("waiting", 0)),
        (_("The mail came back"), found.bounced),
        (_("Delivered, not opened"), found.not_opened),
        (_("Opened, not answered"), found.opened - found.answered),
        (_("Answered in part, not sent"), found.not_finished),
    ]
    return sorted(((why, n) for why, n in [*reasons, *later] if n), key=lambda row: (-row[1], row[0]))


@dataclass(frozen=True, slots=True)
class Trend:
    """The control chart, what its limits rest on, and what was left out; without a chart only why."""

    title: str
    drawing: ControlDrawing | None
    basis: str
    left_out: str = ""


def trend(page: Results) -> Trend:
    """Weekly from ten answers a week on, else monthly, else the days between unhappy answers."""
    rhythm = rhythm_of(page.overall.n * 7 / page.period.days, least=LEAST_ON_AVERAGE)
    if rhythm is Rhythm.GAPS:
        return _gaps(page)
    return _scores(page, rhythm)


def _scores(page: Results, rhythm: Rhythm) -> Trend:
    last = page.period.last_day
    spans = (
        weeks(last - YEAR, last, page.zone)
        if rhythm is Rhythm.WEEK
        else months(last - 2 * YEAR, last, page.zone)
    )
    rows = page.rows.filter(at__gte=spans[0].start, at__lt=spans[-1].end)
    found = by_time(rows, page.asked.same, rhythm, page.zone)
    scores = [(span, found[span.first_day].score(page.kind)) for span in spans if span.first_day in found]
    kept = [(span, score) for span, score in scores if score.n >= LEAST_A_POINT and score.estimate]
    points = [
        Point(_label(span.first_day, rhythm), score.estimate.value, score.n)
        for span, score in kept
        if score.estimate
    ]
    open_still = bool(kept) and kept[-1][0].end > page.now
    floor, ceiling = page.score.scale.ends
    chart = control_chart(
        [point.value for point in points], provisional=open_still, floor=floor, ceiling=ceiling
    )
    weekly = rhythm is Rhythm.WEEK
    title = _("%(score)s by week") if weekly else _("%(score)s by month")
    heads = (_("Week from") if weekly else _("Month"), str(page.score.scale.name), _("Answers"))
    drawing = _drawn(page, chart, points, title % {"score": page.score.scale.name}, heads)
    return Trend(str(drawing.title), drawing, basis_words(chart), _thin(len(scores) - len(kept)))


def _thin(left_out: int) -> str:
    if not left_out:
        return ""
    return ngettext(
        "%(n)s point with under five answers is left out.",
        "%(n)s points with under five answers are left out.",
        left_out,
    ) % {"n": left_out}


def _gaps(page: Results) -> Trend:
    """Where answers are rare: how long it takes until the next unhappy one."""
    first = page.period.end - 2 * YEAR
    moments = low_moments(page.rows.filter(at__gte=first), page.asked.same, page.low_to) if page.kind else []
    title = _("Days between unhappy answers")
    if len(moments) < 3:
        return Trend(
            title,
            None,
            "",
            _("Too few answers for a trend, and too few unhappy ones to count the days between."),
        )
    gaps = days_between(moments, now=page.now)
    chart = days_between_chart(gaps, provisional=True)
    points = [
        Point(format_date(moment.astimezone(page.zone), "j M Y"), gap)
        for moment, gap in zip(moments, gaps, strict=True)
    ]
    heads = (_("From"), _("Days to the next"), "")
    drawing = _drawn(page, chart, points, title, heads)
    return Trend(title, drawing, _("Longer is better. ") + basis_words(chart))


def _drawn(
    page: Results, chart: ControlChart, points: list[Point], title: str, heads: tuple[str, str, str]
) -> ControlDrawing:
    verdict = chart.verdict(less_heard=fell(page.funnel, page.funnel_before))
    return draw(
        chart,
        points,
        name="trend",
        title=title,
        description=_spread(chart, page.score.scale.unit if points and points[0].n is not None else ""),
        verdict=verdict,
        heads=heads,
    )


def _spread(chart: ControlChart, unit: str) -> str:
    if chart.limits is None:
        return ""
    return _("Natural ups and downs lie between %(low)s and %(high)s around a mean of %(mean)s.") % {
        "low": whole(chart.limits.low) + unit,
        "high": whole(chart.limits.high) + unit,
        "mean": whole(chart.limits.mean) + unit,
    }


def _label(day: date, rhythm: Rhythm) -> str:
    return format_date(day, "j M Y" if rhythm is Rhythm.WEEK else "M Y")

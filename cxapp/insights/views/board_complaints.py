"""Complaints in time: is the fall real? The page, and each of its tables as a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access.roles import needs
from accounts.access.roles import reader as reader_of
from accounts.views.context import address
from cxapp.insights.access.board import check_reads_board
from cxapp.insights.queries.board_complaints import Complaints, complaints_in_time
from cxapp.insights.rules.board_words import complaints_words
from cxapp.insights.views.board_charts import series_shown
from cxapp.insights.views.board_filters import BoardFilters, read
from cxapp.insights.views.sections import board_tabs
from cxapp.lib import clock
from cxapp.lib.charts import BarRow, Bars, Table, bars, whole
from cxapp.lib.control_charts import Verdict
from cxapp.lib.export import csv_response

MOST_CAUSES = 10


@require_safe
@needs()
def page(request: HttpRequest) -> HttpResponse:
    found, filters = _asked(request)
    base = address("board_complaints")
    context = {
        "now": filters.now,
        "span": filters.span,
        "filters": filters,
        "found": found,
        "sentence": _sentence(found),
        "shown": series_shown(found.series),
        "channels": channel_bars(found),
        "causes": cause_bars(found),
        "rates": _rates(found),
        "celebrate_url": address("celebrate") if _is_better(found) else "",
        "files": {
            name: f"{base}files/{name}/{filters.address()}" for name in ("weeks", "channels", "causes")
        },
        "board_tabs": board_tabs(reader_of(request), "board_complaints"),
        **filters.choices(),
    }
    return render(request, "insights/board/complaints.html", context)


@require_safe
@needs()
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """One table of the page, narrowed like the page."""
    found, _filters = _asked(request)
    charts: dict[str, Any] = {"channels": channel_bars(found), "causes": cause_bars(found)}
    chart = found.series.drawing() if name == "weeks" and found.series else charts.get(name)
    if chart is None:
        raise Http404
    return csv_response(f"complaints-{name}", chart.table.heads, chart.table.rows)


def _asked(request: HttpRequest) -> tuple[Complaints, BoardFilters]:
    reader, now = reader_of(request), clock.now()
    check_reads_board(reader)
    filters = read(request.GET, now)
    found = complaints_in_time(reader=reader, period=filters.span.period, now=now, place=filters.place)
    return found, filters


def _sentence(found: Complaints) -> str:
    if found.series is None:
        return _("No complaint at all, in two years.")
    return complaints_words(found.n, found.series.verdict_words)


def _is_better(found: Complaints) -> bool:
    return found.series is not None and found.series.verdict is Verdict.BETTER


def _rates(found: Complaints) -> str:
    """How many answer when they are asked, now and before, and what that means for a fall."""
    if not found.asked[0]:
        return _("Nobody was asked in this period, so nobody knows whether people fell silent.")
    words = _(
        "%(finished)s of %(asked)s customers who were asked answered; %(before)s of %(were)s before."
    ) % {
        "finished": whole(found.finished[0]),
        "asked": whole(found.asked[0]),
        "before": whole(found.finished[1]),
        "were": whole(found.asked[1]),
    }
    if found.fewer_answer:
        words += " " + _("That is clearly fewer: with fewer answers, fewer complaints prove nothing.")
    return words


def channel_bars(found: Complaints) -> Bars | None:
    """Through which doors complaints came."""
    if not found.channels:
        return None
    heads: Sequence[Any] = [_("Channel"), _("This period"), _("The time before")]
    return bars(
        title=_("Complaints by channel"),
        description=_("%(n)s complaints in this period, %(before)s in the same time before.")
        % {"n": whole(found.n), "before": whole(found.before)},
        rows=[
            BarRow(
                row.name,
                row.now,
                _("silent, %(n)s before") % {"n": row.before}
                if row.silent
                else _("%(n)s before") % {"n": row.before},
            )
            for row in found.channels
        ],
        table=Table(
            "channels",
            _("Complaints by channel"),
            heads,
            [[row.name, row.now, row.before] for row in found.channels],
        ),
    )


def cause_bars(found: Complaints) -> Bars | None:
    """Causes, the most frequent first, with the running share; more than ten end in one bar."""
    if not found.causes:
        return None
    total = sum(n for _name, n in found.causes)
    shown = list(found.causes[:MOST_CAUSES])
    rest = sum(n for _name, n in found.causes[MOST_CAUSES:])
    if rest:
        shown.append((_("other causes"), rest))
    rows, running = [], 0
    for name, n in shown:
        running += n
        rows.append((name, n, f"{whole(100 * running / total)} %"))
    return bars(
        title=_("What caused them"),
        description=_("%(n)s cases of this period have a cause; %(without)s have none yet.")
        % {"n": whole(total), "without": whole(found.without_cause)},
        rows=[BarRow(name, n, note) for name, n, note in rows],
        table=Table(
            "causes",
            _("Causes"),
            [_("Cause"), _("Cases"), _("Together")],
            [[name, n, note] for name, n, note in rows],
        ),
    )

"""The journey at a glance: stages in their order, as columns or as a table."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.access.roles import needs
from accounts.access.roles import reader as reader_of
from accounts.queries.practices import is_on
from cxapp.insights.access.board import BoardSight, check_reads_board
from cxapp.insights.queries.journey import StageRow, journey
from cxapp.insights.views.board_filters import BoardFilters, read
from cxapp.insights.views.sections import board_tabs
from cxapp.lib import clock
from cxapp.lib.charts import percent
from cxapp.lib.export import csv_response
from cxapp.lib.wording import share_words


@require_safe
@needs()
def page(request: HttpRequest) -> HttpResponseBase:
    if not is_on("themes"):
        raise Http404
    reader, now = reader_of(request), clock.now()
    sight = check_reads_board(reader)
    filters = read(request.GET, now)
    rows = journey(reader=reader, period=filters.span.period, now=now, place=filters.place)
    if request.GET.get("format") == "csv":
        heads = [_("Stage"), _("Answers"), _("Unhappy answers"), _("Complaints")]
        return csv_response(
            "journey", heads, ([_name(row), row.answers, row.low, row.complaints] for row in rows)
        )
    most = max((max(row.answers, row.complaints) for row in rows), default=0)
    context = {
        "now": now,
        "span": filters.span,
        "filters": filters,
        "sentence": _sentence(rows),
        "stages": [_shown(row, most, sight is BoardSight.FULL, filters) for row in rows],
        "as_table": request.GET.get("show") == "table",
        "board_tabs": board_tabs(reader, "journey"),
        **filters.choices(),
    }
    return render(request, "insights/board/journey.html", context)


def _name(row: StageRow) -> str:
    return row.name or _("Stage not known")


def _sentence(rows: list[StageRow]) -> str:
    """Where most complaints came from, and where nothing was heard."""
    known = [row for row in rows if row.pk is not None]
    silent = [row for row in known if not row.volume]
    worst = max(known, key=lambda row: row.complaints, default=None)
    if worst is None or not any(row.volume for row in known):
        return _("Nothing was heard about any stage in this period.")
    words = []
    if worst.complaints:
        words.append(
            ngettext(
                "Most complaints are about “%(stage)s”: %(n)s.",
                "Most complaints are about “%(stage)s”: %(n)s.",
                worst.complaints,
            )
            % {"stage": worst.name, "n": worst.complaints}
        )
    else:
        words.append(_("No stage has a complaint in this period."))
    if silent:
        words.append(
            ngettext("%(n)s stage was not heard of.", "%(n)s stages were not heard of.", len(silent))
            % {"n": len(silent)}
        )
    return " ".join(words)


def _behind(figure: str, row: StageRow, filters: BoardFilters) -> str:
    """What was counted at this stage, in this period and at this place."""
    period = filters.span.period
    asked = {
        "figure": figure,
        "from": period.first_day.isoformat(),
        "to": period.last_day.isoformat(),
        "by": "stage",
        "place": filters.place or "",
        "key": row.pk,
    }
    return f"{reverse('explore_rows')}?{urlencode({name: value for name, value in asked.items() if value})}"


def _shown(row: StageRow, most: int, full: bool, filters: BoardFilters) -> dict[str, Any]:
    """A stage with the heights of its bars, its share of unhappy answers in words, and the way to its cases."""
    linked = full and row.pk is not None
    url = _behind("cases_opened", row, filters) if linked else ""
    share, note = share_words(row.low, row.scored)
    complaints = _behind("complaints", row, filters) if linked and row.complaints else ""
    bars = [
        (_("Answers"), row.answers, "middle", ""),
        (_("Unhappy answers"), row.low, "low", ""),
        (_("Complaints"), row.complaints, "plain", complaints),
    ]
    return {
        "row": row,
        "name": _name(row),
        "url": url,
        "share": share if row.scored else "",
        "note": note if row.scored else "",
        "bars": [
            {"label": label, "n": n, "fill": fill, "width": percent(n / most if most else 0), "url": url}
            for label, n, fill, url in bars
        ],
    }

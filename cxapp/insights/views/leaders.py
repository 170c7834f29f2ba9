"""The Leaders page: for each leader plain counts, and behind each number, here and on the boardroom, its promises."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.access.roles import needs
from accounts.access.roles import reader as reader_of
from accounts.queries.house import house
from cxapp.insights.access.figures import get_leader_for, leaders_for
from cxapp.insights.access.whole import reads_counts_only
from cxapp.insights.queries.promise_rows import LATE_NOW, promise_rows
from cxapp.insights.queries.promises import LeaderRow, leader_rows
from cxapp.insights.rules.board_words import LeaderLine
from cxapp.insights.rules.figures import FIGURES
from cxapp.insights.views.board_charts import leaders_funnel
from cxapp.insights.views.board_filters import BoardFilters, read
from cxapp.insights.views.sections import board_tabs
from cxapp.lib import clock
from cxapp.lib.export import csv_response
from cxapp.lib.periods import Period, month_of, today

SHOWN = ("tried", "reached", "delegated", "confirmed", "escalated", "late_now")
MONTHS = 4
A_PAGE = 25


def _period(request: HttpRequest, now: datetime) -> Period:
    """The month in the address (`?month=2026-03`), else the present one, in the organisation's time zone."""
    zone = house().organisation.zone
    try:
        day = date.fromisoformat(f"{request.GET['month']}-01")
        return month_of(day, zone)
    except (KeyError, ValueError, OverflowError):
        return month_of(today(now, zone), zone)


def _months(period: Period, now: datetime) -> list[dict[str, Any]]:
    zone = house().organisation.zone
    day = today(now, zone).replace(day=1)
    found = []
    for _each in range(MONTHS):
        found.append(
            {
                "url": f"?month={day:%Y-%m}",
                "label": format_date(day, "F Y"),
                "current": day == period.first_day,
            }
        )
        day = month_of(day, zone).first_day
        day = (
            day.replace(year=day.year - 1, month=12) if day.month == 1 else day.replace(month=day.month - 1)
        ).replace(day=1)
    return found[::-1]


@require_safe
@needs()
def leaders(request: HttpRequest) -> HttpResponseBase:
    """All leaders one may read, those with most late first; never ranked by a score."""
    reader, now = reader_of(request), clock.now()
    period = _period(request, now)
    people = leaders_for(reader).values_list("pk", flat=True)
    rows = leader_rows(reader=reader, people=list(people), period=period, now=now)
    if request.GET.get("format") == "csv":
        heads = [_("Leader"), *(str(FIGURES[name].label) for name in ("due", *SHOWN))]
        return csv_response(
            "leaders", heads, ([row.person.name, *(row[n] for n in ("due", *SHOWN))] for row in rows)
        )
    context = {
        "now": now,
        "period": period,
        "months": _months(period, now),
        "sentence": _sentence(rows),
        "figures": [FIGURES[name] for name in SHOWN],
        "rows": [_cells(row, period) for row in rows],
        "funnel": leaders_funnel(
            [LeaderLine(row.person.pk, row.person.name, due=row["due"], tried=row["tried"]) for row in rows]
        ),
        "counts_only": reads_counts_only(reader),
        "board_tabs": board_tabs(reader, "leaders"),
    }
    return render(request, "insights/leaders/page.html", context)


def _sentence(rows: list[LeaderRow]) -> str:
    """The first line of the page: who keeps customers waiting, by name."""
    waiting = [row for row in rows if row["late_now"]]
    if not waiting:
        return _("No customer is waiting past the promised time.")
    total = sum(row["late_now"] for row in waiting)
    first = waiting[0]
    if len(waiting) == 1:
        return ngettext(
            "%(total)d customer of %(name)s is waiting past the promised time.",
            "%(total)d customers of %(name)s are waiting past the promised time.",
            total,
        ) % {"total": total, "name": first.person.name}
    return ngettext(
        "%(total)d customer is waiting past the promised time; %(name)s has %(most)d of them.",
        "%(total)d customers are waiting past the promised time; %(name)s has %(most)d of them.",
        total,
    ) % {"total": total, "name": first.person.name, "most": first["late_now"]}


def _cells(row: LeaderRow, period: Period) -> dict[str, Any]:
    cells = []
    for name in SHOWN:
        url = reverse("cases_behind", args=[row.person.pk, name]) + f"?month={period.first_day:%Y-%m}"
        cells.append(
            {
                "figure": FIGURES[name],
                "k": row[name],
                "n": row["due"] if FIGURES[name].of else None,
                "url": url,
            }
        )
    return {"person": row.person, "due": row["due"], "cells": cells, "late": row["late_now"]}


@require_safe
@needs()
def behind(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The promises behind one number: `?period=` and `?place=` as on the boardroom, or `?month=` as on this page."""
    if name not in FIGURES or name not in ("due", *SHOWN):
        raise Http404
    reader, now = reader_of(request), clock.now()
    person = get_leader_for(reader, pk)
    filters = read(request.GET, now)
    period = filters.span.period if filters.chosen else _period(request, now)
    rows = promise_rows(
        name=name, reader=reader, person=person.pk, period=period, now=now, place=filters.place
    )
    span = filters.span.label if filters.chosen else format_date(period.first_day, "F Y")
    context = {
        **_back(filters, period),
        "leader": person,
        "figure": FIGURES[name],
        "span": "" if name == LATE_NOW else span,
        "place_name": house().units[filters.place].name if filters.place is not None else "",
        "page_obj": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "now": now,
    }
    return render(request, "insights/cases_behind/page.html", context)


def _back(filters: BoardFilters, period: Period) -> dict[str, str]:
    """To the page the number stands on, as it was narrowed."""
    if filters.chosen or filters.place is not None:
        return {"back_url": f"{reverse('boardroom')}{filters.address()}", "back_text": _("Boardroom")}
    return {"back_url": f"{reverse('leaders')}?month={period.first_day:%Y-%m}", "back_text": _("Leaders")}


@require_safe
@needs()
def definitions(request: HttpRequest) -> HttpResponse:
    """What each figure means, made from the registry itself."""
    return render(request, "insights/definitions/page.html", {"figures": FIGURES.values()})

"""The boardroom: five questions on one page, and the same on a wall.

Not here: what is counted (`queries.boardroom`), its charts (`board_charts`), what narrows it (`board_filters`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.access.roles import needs
from accounts.access.roles import reader as reader_of
from accounts.views.context import address
from cxapp.insights.access.board import BoardSight, board_sight, check_reads_board
from cxapp.insights.queries.boardroom import Boardroom, boardroom
from cxapp.insights.queries.boardroom_live import live
from cxapp.insights.queries.promise_rows import LATE_NOW
from cxapp.insights.rules import money_words
from cxapp.insights.rules.board_words import LeaderLine
from cxapp.insights.views.board_charts import leaders_funnel, score_shown, series_shown
from cxapp.insights.views.board_filters import BoardFilters, read
from cxapp.insights.views.sections import board_tabs
from cxapp.lib import clock
from cxapp.lib.export import csv_response

LINES, STOPS, DOTS = 25, 5, 20
"""So many leaders, and people climbs stopped at, stand on the page; so many promises are still counted by pointing."""
CELLS = {
    LATE_NOW: gettext_lazy("Late now"),
    "tried": gettext_lazy("Tried in person in time"),
    "reached": gettext_lazy("Reached in time"),
    "confirmed": gettext_lazy("Confirmed by the customer"),
}
"""What stands beside a leader's name, as counts side by side."""


@require_safe
@needs()
def page(request: HttpRequest) -> HttpResponse:
    """For the owner, the CX manager and the board; a witness reads what the owner keeps waiting."""
    reader, now = reader_of(request), clock.now()
    sight = board_sight(reader)
    if sight is None:
        raise PermissionDenied(_("The boardroom is read by the owner, the CX manager and the board."))
    if sight is BoardSight.KEPT_WAITING:
        waits = live(reader=reader, place=None, now=now)
        return render(request, "insights/board/witness.html", {"now": now, "waits": waits})
    filters = read(request.GET, now)
    room = boardroom(reader=reader, period=filters.span.period, now=now, place=filters.place)
    context = {
        "board_tabs": board_tabs(reader, "boardroom"),
        "full": sight is BoardSight.FULL,
        "owner": reader.is_owner,
        "all_waits": _all_waits(room, filters, reader.is_owner) if sight is BoardSight.FULL else {},
        "pack_url": address("packs"),
        "jumps": _jumps(room),
        **_blocks(room, filters, now, linked=sight is BoardSight.FULL),
        **filters.choices(),
    }
    return render(request, "insights/board/page.html", context)


@require_safe
@needs()
def wall(request: HttpRequest) -> HttpResponse:
    """For a big screen: no customer is named, and it says as of when it is."""
    reader, now = reader_of(request), clock.now()
    check_reads_board(reader)
    filters = read(request.GET, now)
    room = boardroom(reader=reader, period=filters.span.period, now=now, place=filters.place)
    return render(request, "insights/board/wall.html", _blocks(room, filters, now))


@require_safe
@needs()
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """The table of one chart as a file, narrowed like the page."""
    reader, now = reader_of(request), clock.now()
    check_reads_board(reader)
    filters = read(request.GET, now)
    room = boardroom(reader=reader, period=filters.span.period, now=now, place=filters.place)
    series = {"complaints": room.complaints, "score": room.score.series if room.score else None}
    drawing = leaders_funnel(room.leaders) if name == "leaders" else None
    chart = series.get(name)
    table = drawing.table if drawing else chart.drawing().table if chart else None
    if table is None:
        raise Http404
    return csv_response(f"board-{name}", table.heads, table.rows)


def _blocks(room: Boardroom, filters: BoardFilters, now: datetime, *, linked: bool = False) -> dict[str, Any]:
    """What both the page and the wall draw from. `linked`: for a reader who may open what stands behind the numbers."""
    stops = room.reached.stops
    base = address("boardroom")
    return {
        "now": now,
        "room": room,
        "span": filters.span,
        "filters": filters,
        "score": score_shown(room.score),
        "complaints": series_shown(room.complaints),
        "money": {name: getattr(money_words, name)(room.money) for name in ("headline", "at_risk", "kept")}
        | {"not_a_trial": money_words.not_a_trial()}
        if room.money
        else None,
        "lines": [_line(line, filters) for line in room.leaders[:LINES]],
        "more_lines": max(len(room.leaders) - LINES, 0),
        "dots": DOTS,
        "funnel": leaders_funnel(
            room.leaders,
            {line.person: _behind(line, "due", filters) for line in room.leaders} if linked else {},
        ),
        "stops": stops[:STOPS],
        "more_stops": max(len(stops) - STOPS, 0),
        "witnesses": get_text_list(list(room.reached.witnesses), _("and")),
        "files": {
            name: f"{base}files/{name}/{filters.address()}" for name in ("complaints", "score", "leaders")
        },
    }


def _all_waits(room: Boardroom, filters: BoardFilters, is_owner: bool) -> dict[str, str]:
    """Where all of those stand of whom the page shows the longest waiting. What came up to the owner is a list of theirs."""
    here = filters.address(period=filters.span.slug)
    owner = next((pk for pk, one in room.reached.live.late.items() if one.is_owner), None)
    place = f"&place={filters.place}" if filters.place is not None else ""
    return {
        "own": f"{reverse('cases_behind', args=[owner, LATE_NOW])}{here}" if owner else "",
        "came_up": f"{reverse('cases')}?view=came_up{place}" if is_owner else "",
    }


def _line(line: LeaderLine, filters: BoardFilters) -> dict[str, Any]:
    """A leader's counts, each with the way to exactly the promises it is made of."""
    cells = [
        {
            "label": label,
            "n": getattr(line, name),
            "of": None if name == LATE_NOW else line.due,
            "url": _behind(line, name, filters),
        }
        for name, label in CELLS.items()
    ]
    return {"line": line, "url": _behind(line, "due", filters) if line.due else "", "cells": cells}


def _behind(line: LeaderLine, name: str, filters: BoardFilters) -> str:
    """The address names the period even where the page shows the usual one."""
    return reverse("cases_behind", args=[line.person, name]) + filters.address(period=filters.span.slug)


def _jumps(room: Boardroom) -> list[dict[str, Any]]:
    """The blocks of the page in order; their number is their key."""
    named = [
        ("sentences", _("In short")),
        ("reached", _("What reached you")),
        ("score", _("Are customers happier?")),
        ("complaints", _("Are complaints falling?")),
        ("leaders", _("Do leaders keep promises?")),
        ("money", _("What was saved?")) if room.money else None,
        ("thanks", _("Thanks")),
        ("unknown", _("What we do not know")),
    ]
    return [{"id": found[0], "label": found[1]} for found in named if found]

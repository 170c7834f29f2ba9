"""Answers read / drawn, by leader and week, for whoever stands above; behind each number its answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.access.roles import OWNER, needs, reader
from accounts.enums import Role
from cxapp.insights.access.figures import get_leader_for, leaders_for
from cxapp.insights.queries.answers import cards, desk
from cxapp.insights.queries.reading import ReadDrawn, ReaderRow, answers_behind, reader_rows, weeks_before
from cxapp.insights.rules.figures import FIGURES
from cxapp.insights.views.answers import A_PAGE, shown, tabs
from cxapp.lib.clock import now as clock_now
from cxapp.lib.export import csv_response
from feedback.operations.drawing import monday

READERS = (Role.LEADER, Role.CX_MANAGER, OWNER)


def _weeks(now: datetime) -> list[date]:
    return weeks_before(monday(now, timezone.get_current_timezone()))


@require_safe
@needs(*READERS, practice="reading")
def page(request: HttpRequest) -> HttpResponseBase:
    """A row a leader, a column a week; who has most unread first, never ranked by a share."""
    user, now = reader(request), clock_now()
    weeks = _weeks(now)
    people = list(leaders_for(user).values_list("pk", flat=True))
    rows = reader_rows(reader=user, people=people, weeks=weeks, now=now)
    if request.GET.get("format") == "csv":
        heads = [_("Leader"), _("Week of"), _("Read"), _("Drawn")]
        lines = (
            [row.person.name, week, row.weeks[week].read, row.weeks[week].drawn]
            for row in rows
            for week in weeks
            if week in row.weeks
        )
        return csv_response("answers-read", heads, lines)
    context = {
        "tabs": tabs("reading", desk(user, now, read=False).count(), True),
        "sentence": _sentence(rows),
        "weeks": weeks,
        "rows": [_cells(row, weeks) for row in rows],
        "figure": FIGURES["answers_read"],
        "now": now,
    }
    return render(request, "insights/answers/reading.html", context)


@require_safe
@needs(*READERS, practice="reading")
def behind(request: HttpRequest, pk: int) -> HttpResponse:
    """The answers of one leader and week, those read and those not."""
    user, now = reader(request), clock_now()
    person = get_leader_for(user, pk)
    try:
        week = date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        raise Http404 from None
    found = answers_behind(reader=user, person=person.pk, week=week, now=now)
    page_obj = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "leader": person,
        "week": week,
        "cards": [shown(card) for card in cards(list(page_obj.object_list), person, now)],
        "page_obj": page_obj,
        "back_url": reverse("reading"),
        "now": now,
    }
    return render(request, "insights/answers/behind.html", context)


def _sentence(rows: list[ReaderRow]) -> str:
    unread = sum(row.unread for row in rows)
    if not rows:
        return _("Nothing was drawn in these weeks.")
    if not unread:
        return _("Everything that was drawn has been read.")
    first = rows[0]
    return ngettext(
        "%(n)s answer drawn in these weeks is unread; %(name)s has %(most)s of them.",
        "%(n)s answers drawn in these weeks are unread; %(name)s has %(most)s of them.",
        unread,
    ) % {"n": unread, "name": first.person.name, "most": first.unread}


def _cells(row: ReaderRow, weeks: list[date]) -> dict[str, Any]:
    url = reverse("reading_behind", args=[row.person.pk])
    return {
        "person": row.person,
        "cells": [
            {"week": week, "n": row.weeks.get(week, ReadDrawn()), "url": f"{url}?week={week:%Y-%m-%d}"}
            for week in weeks
        ],
    }

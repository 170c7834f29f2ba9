"""My month, the same page about a leader for those above, the rows behind each number, and what is recorded about me."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.access.roles import needs
from accounts.access.roles import reader as reader_of
from accounts.models import User
from accounts.queries.house import house
from accounts.queries.line import line_of
from accounts.rules.behaviours import Asked
from cxapp.insights.access.figures import get_leader_for
from cxapp.insights.models import Reply
from cxapp.insights.queries.index import weights_now
from cxapp.insights.queries.ledger import behaviours_now
from cxapp.insights.queries.month_card import Line, grouped, month_card
from cxapp.insights.queries.own_rows import own_rows
from cxapp.insights.rules.figures_ledger import figure_of
from cxapp.insights.rules.index import Index, index_of
from cxapp.insights.views.behaviour_chart import weekly
from cxapp.insights.views.ledger_file import heads, ledger_rows
from cxapp.insights.views.months import month_asked, month_tabs
from cxapp.lib import clock
from cxapp.lib.export import csv_response
from cxapp.lib.periods import Period

A_PAGE = 25
PRACTICES = "practices"
TODAY = "today"
"""The part of the page that Today fetches."""


@require_safe
@needs()
def my_month(request: HttpRequest) -> HttpResponseBase:
    """How am I doing: own counts, own trend, no comparison."""
    user = reader_of(request)
    return _card(request, user, user)


@require_safe
@needs()
def leader_month(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same about one leader, for those above."""
    user = reader_of(request)
    return _card(request, user, get_leader_for(user, pk))


def _card(request: HttpRequest, user: User, person: User) -> HttpResponseBase:
    now, zone = clock.now(), house().organisation.zone
    month = month_asked(request, now, zone)
    lines = month_card(reader=user, person=person.pk, month=month, now=now, zone=zone)
    if request.GET.get("format") == "csv":
        numbers = {person.pk: {line.behaviour.name: line.number for line in lines}}
        return csv_response("my-month", heads(), ledger_rows({person.pk: person.name}, numbers, month))
    if request.GET.get("part") == TODAY:
        shown = [line for line in lines if not line.quiet]
        return render(
            request, "insights/ledger/_today_lines.html", {"lines": shown, "leader": person, "month": month}
        )
    own, by_practice = person.pk == user.pk, request.GET.get("by") == PRACTICES
    context = {
        "leader": person,
        "own": own,
        "sentence": _sentence(lines, person, own=own),
        "groups": grouped([line for line in lines if not line.quiet], by_practice=by_practice),
        "quiet": [line for line in lines if line.quiet],
        "by_practice": by_practice,
        "groupings": _groupings(request, by_practice=by_practice),
        "months": month_tabs(request, month, now, zone),
        "month": month,
        "index": _index(lines),
        "now": now,
    }
    return render(request, "insights/ledger/card.html", context)


def _sentence(lines: list[Line], person: User, *, own: bool) -> str:
    """The first line: the first behaviour something was due in, as a count."""
    owed = next((line for line in lines if line.number.due), None)
    if owed is None:
        return _("Nothing has fallen due in this month.")
    values = {"label": owed.behaviour.label, "count": owed.count, "name": person.name}
    return _("%(label)s: %(count)s.") % values if own else _("%(name)s: %(label)s, %(count)s.") % values


def _groupings(request: HttpRequest, *, by_practice: bool) -> list[dict[str, Any]]:
    found = []
    for label, wanted in ((_("One list"), False), (_("By the five practices"), True)):
        asked = request.GET.copy()
        asked.pop("by", None)
        if wanted:
            asked["by"] = PRACTICES
        found.append({"url": f"?{asked.urlencode()}", "label": label, "current": wanted == by_practice})
    return found


def _index(lines: list[Line]) -> dict[str, Any] | None:
    """The overall index with its weights, where the organisation switched it on."""
    kept = weights_now()
    if kept is None or not kept.on:
        return None
    found: Index = index_of({line.behaviour.name: line.number for line in lines}, kept.weights)
    labels = {line.behaviour.name: line.behaviour.label for line in lines}
    return {
        "value": found.value,
        "parts": [{"part": part, "label": labels[part.name]} for part in found.parts],
    }


@require_safe
@needs()
def behind(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The rows behind one leader's number in one month, with what may be answered; above them the weeks."""
    user, now, zone = reader_of(request), clock.now(), house().organisation.zone
    person = get_leader_for(user, pk)
    behaviour = next((one for one in behaviours_now() if one.name == name), None)
    if behaviour is None:
        raise Http404
    month = month_asked(request, now, zone)
    rows = behaviour.evidence(Asked(user, [person.pk], [month], now))
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    own = person.pk == user.pk
    context = {
        "leader": person,
        "own": own,
        "behaviour": behaviour,
        "figure": figure_of(behaviour),
        "months": month_tabs(request, month, now, zone),
        "page_obj": page,
        "rows": list(_with_replies(page.object_list)),
        "weekly": weekly(reader=user, person=person.pk, behaviour=behaviour, now=now, zone=zone),
        "back_url": _back(person, month, own=own),
        "now": now,
    }
    return render(request, "insights/ledger/behind.html", context)


def _with_replies(rows: Any) -> Iterator[dict[str, Any]]:
    """Each row with what its leader said to it."""
    found = list(rows)
    said = Reply.objects.filter(miss__in=[row.miss for row in found if row.miss]).select_related("words")
    replies = {reply.miss_id: reply for reply in said}
    for row in found:
        yield {"row": row, "reply": replies.get(row.miss or 0)}


def _back(person: User, month: Period, *, own: bool) -> str:
    where = reverse("my_month") if own else reverse("leader_month", args=[person.pk])
    return f"{where}?month={month.first_day:%Y-%m}"


@require_safe
@needs()
def recorded(request: HttpRequest) -> HttpResponse:
    """What is recorded about the reader, who may see it, and for how long."""
    user, now = reader_of(request), clock.now()
    context = {"rows": own_rows(user, now), "above": _above(user, now), "now": now}
    return render(request, "insights/ledger/recorded.html", context)


def _above(user: User, now: datetime) -> str:
    """How many stand above, in a sentence."""
    path, _broken = line_of(people=[user.pk], now=now).path(user.pk)
    if not path:
        return _("Nobody stands above you.")
    return ngettext("One person stands above you.", "%(n)s people stand above you.", len(path)) % {
        "n": len(path)
    }

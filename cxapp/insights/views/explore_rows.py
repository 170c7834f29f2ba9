"""`/explore/rows/`: the cases, answers or invitations behind one explored number, at the page's address with the row added."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access.roles import needs
from accounts.access.roles import reader as reader_of
from cxapp.insights.access.whole import reads_hidden
from cxapp.insights.queries.answers import cards
from cxapp.insights.queries.exploring import choices
from cxapp.insights.queries.exploring_rows import (
    answers_behind,
    behind,
    has_rows,
    invitations_behind,
    may_open_rows,
    rows_of_cases,
)
from cxapp.insights.queries.tallies import house_zone
from cxapp.insights.rules.exploring import Unclear, read
from cxapp.insights.views.answers import A_PAGE, shown
from cxapp.insights.views.explore import READERS
from cxapp.lib import clock
from cxapp.lib.periods import Period, today


@require_safe
@needs(*READERS)
def rows(request: HttpRequest) -> HttpResponse:
    """What one number is made of; whatever the address does not name exactly is not found."""
    reader, now = reader_of(request), clock.now()
    if not may_open_rows(reader):
        raise PermissionDenied(
            _("The board reads counts; the customers behind them are read by their leaders.")
        )
    try:
        asking = read(request.GET, today=today(now, house_zone()))
    except Unclear:
        raise Http404 from None
    names = choices(reader=reader, family=asking.source.family)
    key = request.GET.get("key", "")
    leaders = [key] if asking.by == "leader" else [dict(asking.where).get("leader", "")]
    known = names["leader"]
    if not has_rows(asking.source) or any(one and one not in known for one in leaders):
        raise Http404
    if asking.by and key and key not in names[asking.by]:
        raise Http404
    span = _span(request.GET.get("at", ""), asking.spans(house_zone()))
    asked: dict[str, Any] = {"reader": reader, "asking": asking, "span": span, "key": key, "now": now}
    of_cases = behind(asking.source)
    found: Any
    if of_cases is not None:
        found = rows_of_cases(**asked)
    else:
        found = answers_behind(**asked) if asking.source.scale else invitations_behind(**asked)
    page_obj = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    part = page_obj.object_list
    context = {
        "now": now,
        "figure": asking.entry,
        "caption": names[asking.by].get(key, _("Not known")) if asking.by else "",
        "days": _("%(first)s to %(last)s")
        % {"first": format_date(span.first_day, "j M Y"), "last": format_date(span.last_day, "j M Y")},
        "page_obj": page_obj,
        "of_cases": of_cases,
        "rows": [] if asking.source.scale else part,
        "cards": [shown(card) for card in cards(list(part), reader, now)] if asking.source.scale else [],
        "named": reads_hidden(reader),
        "back_url": reverse("explore") + asking.address(),
    }
    return render(request, "insights/explore/rows.html", context)


def _span(text: str, spans: list[Period]) -> Period:
    """The row that begins on this day; without a day the only one."""
    if not text and len(spans) == 1:
        return spans[0]
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    found = next((span for span in spans if span.first_day == day), None)
    if found is None:
        raise Http404
    return found

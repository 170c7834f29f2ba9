"""The page of the one search box."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access.roles import needs, reader
from cxapp.lib.clock import now as clock_now
from cxapp.lib.fields import LONGEST_SEARCH, check_length
from feedback.queries.case_list import rows_of
from feedback.queries.naming import customer_name, words_of
from feedback.queries.search import FEWEST, search


def too_long(typed: str) -> str:
    """What to say of a search that is too long to search for; blank where it is not."""
    try:
        check_length(typed, LONGEST_SEARCH)
    except ValidationError as refused:
        return str(refused.messages[0])
    return ""


@require_safe
@needs()
def page(request: HttpRequest) -> HttpResponse:
    now = clock_now()
    typed = request.GET.get("q", "").strip()
    over = too_long(typed)
    text = "" if over else typed
    found = search(user=reader(request), text=text, now=now)
    context = {
        "q": typed,
        "over": over,
        "asked": len(text) >= FEWEST,
        "found": found,
        "rows": [
            {"row": row, "name": customer_name(row.case), "words": words_of(row.case)}
            for row in rows_of(found.cases, now)
        ],
        "now": now,
    }
    return render(request, "feedback/search/page.html", context)

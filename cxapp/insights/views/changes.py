"""What we changed: the list, and one change with its history. Entering and withdrawing are feedback's."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access.roles import needs
from accounts.access.roles import reader as reader_of
from cxapp.insights.views.sections import board_tabs
from cxapp.lib import clock
from feedback.access.improvements import may_add, may_change
from feedback.queries.improvements import changes, improvement_history

MOST = 200


@require_safe
@needs()
def page(request: HttpRequest) -> HttpResponse:
    """Everybody reads what was changed; the newest first."""
    reader = reader_of(request)
    context = {
        "now": clock.now(),
        "rows": list(changes()[:MOST]),
        "may_add": may_add(reader),
        "board_tabs": board_tabs(reader, "changes"),
    }
    return render(request, "insights/changes/page.html", context)


@require_safe
@needs()
def change(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(changes(withdrawn=True).select_related("cause"), pk=pk)
    context = {
        "now": clock.now(),
        "row": row,
        "may_change": may_change(reader_of(request), row),
        "events": improvement_history(row),
    }
    return render(request, "insights/changes/change.html", context)

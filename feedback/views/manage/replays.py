"""What would have happened to the complaints of an import under today's rules. A page to read; nothing is stored."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access.roles import needs, reader
from accounts.enums import Role
from cxapp.lib.clock import now as clock_now
from feedback.importers.batches import HISTORY
from feedback.queries.imports import visible_to
from feedback.queries.replay import MOST, SHOWN, replay


@require_safe
@needs(Role.CX_MANAGER, Role.ADMINISTRATOR)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    user = reader(request)
    run = get_object_or_404(visible_to(user), pk=pk, mode=HISTORY)
    context = {
        "run": run,
        "found": replay(run=run, now=clock_now()),
        "most": MOST,
        "shown": SHOWN,
        "may_open": user.has_role(Role.CX_MANAGER),
    }
    return render(request, "feedback/manage/replay.html", context)

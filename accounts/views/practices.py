"""Practices: what is on, what can be switched on, and what each needs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access.roles import OWNER, may, needs, reader
from accounts.enums import Role
from accounts.operations.practices import switch
from accounts.queries.practices import switched_on
from accounts.rules.practices import PRACTICES, STAGES
from cxapp.lib.clock import now as clock_now
from cxapp.lib.errors import Refused

SWITCHERS = (Role.ADMINISTRATOR, Role.CX_MANAGER, OWNER)


@require_safe
@needs()
def page(request: HttpRequest) -> HttpResponse:
    """Everybody may read what we do; some may switch."""
    on = switched_on()
    context = {
        "stages": [stage for name in STAGES if (stage := _stage(name, on))["rows"]],
        "elsewhere": [info for info in PRACTICES if not info.ready],
        "may_switch": may(reader(request), *SWITCHERS),
        "now": clock_now(),
    }
    return render(request, "accounts/practices/page.html", context)


def _stage(name: str, on: dict[str, Any]) -> dict[str, Any]:
    title, sentence = STAGES[name]
    rows = [
        {"info": info, "on": info.name in on, "since": on.get(info.name)}
        for info in PRACTICES
        if info.stage == name and info.ready
    ]
    return {"title": title, "sentence": sentence, "rows": rows}


@require_POST
@needs(*SWITCHERS)
def switch_practice(request: HttpRequest, name: str) -> HttpResponse:
    try:
        practice = switch(name=name, on=request.POST.get("on") == "1", by=reader(request), now=clock_now())
        messages.success(
            request, _("Switched on.") if practice.on else _("Switched off. What was written stays.")
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("practices")

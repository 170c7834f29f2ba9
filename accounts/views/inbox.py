"""What I was told: one sentence a notice, each marked as done by a press."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access.roles import needs, reader
from accounts.operations.notices import mark_seen
from accounts.queries.inbox import SHOWN, inbox
from cxapp.lib.clock import now as clock_now


@require_safe
@needs()
def page(request: HttpRequest) -> HttpResponse:
    now = clock_now()
    told = inbox(person=reader(request), now=now)
    context = {
        "told": told,
        "ids": [("notice", row.id) for row in told],
        "more": len(told) == SHOWN,
        "now": now,
    }
    return render(request, "accounts/inbox/page.html", context)


@require_POST
@needs()
def done(request: HttpRequest) -> HttpResponse:
    """The notices named by the button, and no later ones that arrived while the page was open."""
    ids = [int(pk) for pk in request.POST.getlist("notice") if pk.isdigit()]
    count = mark_seen(recipient_id=reader(request).pk, ids=ids, now=clock_now())
    words = ngettext("%(count)s notice done.", "%(count)s notices done.", count)
    messages.success(request, words % {"count": count})
    return redirect("inbox")

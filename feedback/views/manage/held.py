"""`/manage/held/`: answers on open links that looked like a program's. The CX manager lets them count or sets them aside."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access.roles import needs, reader
from accounts.enums import Role
from cxapp.lib.clock import now as clock_now
from feedback.forms.held import HeldForm
from feedback.operations.quarantine import release, set_aside
from feedback.queries.held import held_answers, held_count


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Role.CX_MANAGER)
def page(request: HttpRequest) -> HttpResponse:
    now, by = clock_now(), reader(request)
    shown = held_answers()
    form = HeldForm(
        request.POST if request.method == "POST" else None, held=[row.response.pk for row in shown]
    )
    if request.method == "POST" and form.is_valid():
        act = release if form.cleaned_data["act"] == "release" else set_aside
        done = len(act(responses=form.cleaned_data["responses"], by=by, now=now))
        if act is release:
            said = ngettext("%(n)d answer counts now.", "%(n)d answers count now.", done)
        else:
            said = ngettext("%(n)d answer was set aside.", "%(n)d answers were set aside.", done)
        messages.success(request, said % {"n": done})
        return redirect("held")
    context = {
        "held": shown,
        "count": held_count(),
        "form": form,
        "ticked": _ticked(request),
        "all": "all" in request.GET and request.method != "POST",
        "now": now,
    }
    return render(request, "feedback/manage/held.html", context, status=400 if form.errors else 200)


def _ticked(request: HttpRequest) -> set[int]:
    """What was chosen before something was wrong. Nothing is chosen unasked: one press would let a program's answers count."""
    return {int(pk) for pk in request.POST.getlist("responses") if pk.isdecimal()}

"""The company's values as the administrator writes them, and the pairs a CX manager may want to look at."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access.roles import needs, reader
from accounts.enums import Role
from cxapp.lib.clock import now as clock_now
from cxapp.lib.errors import Refused
from recognition.forms.values import drafts, value_forms
from recognition.operations.values import keep_values
from recognition.queries.watch import reciprocity
from recognition.rules.limits import WATCHED_FOR, WATCHED_FROM


@needs(Role.ADMINISTRATOR)
def company_values(request: HttpRequest) -> HttpResponse:
    forms = value_forms(request.POST or None)
    refused: list[str] = []
    if request.method == "POST" and forms.is_valid():
        try:
            keep_values(by=reader(request), drafts=drafts(forms))
        except Refused as error:
            refused.append(error.sentence)
        else:
            messages.success(request, _("The values are kept."))
            return redirect("company_values")
    return render(
        request,
        "recognition/values.html",
        {"forms": forms, "errors": refused, "has_errors": request.method == "POST"},
    )


@require_safe
@needs(Role.CX_MANAGER)
def watch(request: HttpRequest) -> HttpResponse:
    pairs = reciprocity(reader=reader(request), now=clock_now())
    context = {"pairs": pairs, "days": WATCHED_FOR.days, "least": WATCHED_FROM}
    return render(request, "recognition/watch.html", context)

"""Entering, changing and withdrawing what we changed. Not here: the list and the page of one (insights)."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access.roles import needs, reader
from accounts.views.house_pages import answer, posted
from cxapp.lib.clock import now as clock_now
from cxapp.lib.errors import Refused
from feedback.access.improvements import may_add, may_change
from feedback.forms.improvements import ImprovementForm
from feedback.models import Improvement
from feedback.operations.improvements import add_improvement, change_improvement, withdraw_improvement

BOTH = ["GET", "HEAD", "POST"]
FORM = "feedback/improvements/form.html"


@require_http_methods(BOTH)
@needs()
def add(request: HttpRequest) -> HttpResponse:
    by = reader(request)
    if not may_add(by):
        raise PermissionDenied(
            _("What we changed is entered by the CX manager, the owner and leaders of places.")
        )
    form = ImprovementForm(posted(request), by=by, initial={"keeper": by.pk})
    return answer(
        request,
        form,
        act=lambda now: add_improvement(change=form.change(), by=by, now=now),
        to=lambda made: reverse("change", args=[made.pk]) if made else reverse("changes"),
        done=lambda _made: _("Entered. The charts of complaints mark its day."),
        context={"title": _("Enter a change"), "submit": _("Enter"), "back_url": reverse("changes")},
        template=FORM,
    )


@require_http_methods(BOTH)
@needs()
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    by = reader(request)
    row = get_object_or_404(Improvement.objects.select_related("what"), pk=pk)
    if not may_change(by, row):
        raise PermissionDenied(_("Only the CX manager, the owner and the leaders of its place change this."))
    initial = {name: getattr(row, f"{name}_id") for name in ("keeper", "place", "stage", "cause")}
    initial |= {
        "name": row.name,
        "in_use_on": row.in_use_on.isoformat(),
        "what": row.what.body if row.what else "",
    }
    form = ImprovementForm(posted(request), by=by, initial=initial)
    return answer(
        request,
        form,
        act=lambda now: change_improvement(improvement=row, change=form.change(), by=by, now=now),
        to=lambda _made: reverse("change", args=[pk]),
        done=lambda _made: _("Saved. What it was before stands in its history."),
        context={
            "title": _("Change the entry"),
            "submit": _("Save"),
            "back_url": reverse("change", args=[pk]),
        },
        template=FORM,
    )


@require_POST
@needs()
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    by, row = reader(request), get_object_or_404(Improvement, pk=pk)
    if not may_change(by, row) and row.withdrawn_at is None:
        raise PermissionDenied(_("Only the CX manager, the owner and the leaders of its place change this."))
    try:
        withdraw_improvement(improvement=row, by=by, now=clock_now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Withdrawn. The charts mark it no more; its history stays."))
    return redirect("change", pk)

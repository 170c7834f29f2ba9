"""Absences: everybody enters their own; leaders those below them, administrators everybody's."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access.people import may_be_marked_away
from accounts.access.roles import needs, reader
from accounts.forms.absences import AbsenceForm
from accounts.models import Absence
from accounts.operations.absences import end_absence, record_absence
from accounts.views.house_pages import answer, posted, tabs
from cxapp.lib.clock import now as clock_now


@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def page(request: HttpRequest) -> HttpResponse:
    """Who is away now and soon, and the form for one more."""
    user = reader(request)
    allowed = may_be_marked_away(user)
    form = AbsenceForm(posted(request), allowed=allowed, initial={"person": user.pk})
    rows = Absence.objects.filter(person__in=allowed, ends__gt=clock_now()).select_related("person", "deputy")
    return answer(
        request,
        form,
        act=lambda now: record_absence(by=user, now=now, **form.wanted()),
        to=lambda _made: reverse("absences"),
        done=lambda _made: _("Noted. Responsibility stays; the deputy works what waits."),
        context={"tabs": tabs(user, "absences"), "absences": rows.order_by("starts", "pk")},
        template="accounts/absences/page.html",
    )


@require_POST
@needs()
def end(request: HttpRequest, pk: int) -> HttpResponse:
    user = reader(request)
    absence = get_object_or_404(Absence, pk=pk, person__in=may_be_marked_away(user))
    end_absence(absence=absence, by=user, now=clock_now())
    messages.success(
        request, _("Welcome back. What waits is with %(name)s again.") % {"name": absence.person.name}
    )
    return redirect("absences")

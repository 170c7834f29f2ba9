"""Several cases handed over at once: a preview with names, then one press. All or none."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access.roles import OWNER, needs, reader
from accounts.enums import Role
from accounts.models import User
from accounts.views.once import once_in_form
from cxapp.lib.clock import now as clock_now
from feedback.access.cases import visible_to
from feedback.forms.hand_over import HandOverForm
from feedback.models import OPEN, Case
from feedback.operations.hand_overs import offer_many
from feedback.queries.case_list import rows_of, with_names
from feedback.queries.naming import customer_name
from feedback.views.refusals import beside

MOST = 100


@require_POST
@needs(Role.LEADER, OWNER)
def several(request: HttpRequest) -> HttpResponse:
    """The list's button comes without a receiver and shows the preview; the preview's button does it."""
    user, now = reader(request), clock_now()
    cases = _chosen(request, user, now)
    if not cases:
        messages.warning(request, _("Choose the cases first, then press Hand over."))
        return redirect("cases")
    form = HandOverForm(request.POST if "reason" in request.POST else None)
    if form.is_bound and form.is_valid():
        with beside(form):
            with once_in_form(request, now=now) as attempt:
                if not attempt.repeated:
                    offer_many(cases=cases, by=user, now=now, **form.cleaned_data)
            words = ngettext(
                "%(n)s case offered to %(name)s.", "%(n)s cases offered to %(name)s.", len(cases)
            )
            messages.success(request, words % {"n": len(cases), "name": form.cleaned_data["receiver"].name})
            return redirect("cases")
    rows = [{"row": row, "name": customer_name(row.case)} for row in rows_of(cases, now)]
    context = {"form": form, "rows": rows, "now": now}
    return render(request, "feedback/cases/hand_over.html", context, status=400 if form.errors else 200)


def _chosen(request: HttpRequest, user: User, now: datetime) -> list[Case]:
    """The ticked cases this person may read; others are passed over in silence."""
    ids = [int(pk) for pk in request.POST.getlist("case") if pk.isdecimal() and len(pk) < 18][:MOST]
    return list(with_names(visible_to(user, now).filter(OPEN, pk__in=ids)).order_by("pk"))

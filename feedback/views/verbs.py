"""One page for every verb on a case: GET asks, POST does. Which verb asks for what stands in `deeds`."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access.roles import needs, reader
from accounts.models import User
from accounts.views.once import once_in_form
from cxapp.lib.clock import now as clock_now
from feedback.access.cases import get_case_for
from feedback.access.standing import standing
from feedback.forms.verbs import VerbForm
from feedback.models import Case
from feedback.queries.naming import customer_name, title_of
from feedback.rules.transitions import RULES, Verb, may
from feedback.views.deed import Deed
from feedback.views.deeds import BY_VERB
from feedback.views.refusals import beside


@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def page(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Somebody else's case is 404, a verb that is for others 403, one that comes too late a sentence on the case."""
    user, now = reader(request), clock_now()
    deed = _deed(verb)
    case = get_case_for(user, pk, now).case
    roles = standing(user=user, case=case, now=now)
    if not may(verb=deed.verb, case=case, role=roles):
        if roles.isdisjoint(RULES[deed.verb].who):
            raise PermissionDenied(_("This is for others to do. The case page says who may."))
        messages.warning(request, _("The case has moved on, so this cannot be done any more."))
        return redirect("case", pk=case.pk)
    sent = request.POST if request.method == "POST" else None
    form = deed.form(sent, initial=request.GET.dict(), case=case, reader=user, now=now, roles=roles)
    if request.method == "POST" and form.is_valid():
        with beside(form):
            _do(request, deed, form, user, now)
            messages.success(request, deed.done)
            return _back(user, case, now)
    return render(
        request, "feedback/case/verb.html", _context(deed, form, case), status=400 if form.errors else 200
    )


def _deed(name: str) -> Deed:
    try:
        return BY_VERB[Verb(name.replace("-", "_"))]
    except (ValueError, KeyError):
        raise Http404 from None


def _do(request: HttpRequest, deed: Deed, form: VerbForm, user: User, now: datetime) -> None:
    with once_in_form(request, now=now) as attempt:
        if not attempt.repeated:
            deed.operation(by=user, now=now, **form.arguments())


def _back(user: User, case: Case, now: datetime) -> HttpResponse:
    """To the case, or home where it is no longer theirs to read."""
    try:
        get_case_for(user, case.pk, now)
    except Http404:
        return redirect("today")
    return redirect("case", pk=case.pk)


def _context(deed: Deed, form: VerbForm, case: Case) -> dict[str, object]:
    return {"deed": deed, "form": form, "case": case, "name": customer_name(case), "about": title_of(case)}

"""Log contact: its page, its save, and taking it back within ten minutes."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access.roles import needs, reader
from accounts.models import Clock, User
from accounts.views.once import once_in_form
from cxapp.lib.clock import now as clock_now
from cxapp.lib.errors import Refused
from cxapp.lib.wording import clock_time
from feedback.access.cases import get_full_case_for
from feedback.enums import Feeling, Outcome
from feedback.forms.contact import ContactForm
from feedback.models import Case, ContactAttempt, ContactPoint
from feedback.operations.contacts import log_contact, undo_contact
from feedback.queries.naming import customer_name, promise_of, words_of
from feedback.rules.kinds import CHECK_BACK
from feedback.views.refusals import beside


@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def page(request: HttpRequest, pk: int) -> HttpResponse:
    user, now = reader(request), clock_now()
    case = get_full_case_for(user, pk, now)
    form = ContactForm(request.POST if request.method == "POST" else None, case=case, now=now)
    if request.method == "POST" and form.is_valid():
        with beside(form):
            attempt = _save(request, case, form, user, now)
            undo = reverse("undo_contact", args=[case.pk, attempt.pk])
            messages.success(request, saved_sentence(attempt, now), extra_tags=undo)
            return redirect(
                (request.GET.get("from") == "today" and "today") or reverse("case", args=[case.pk])
            )
    context = {
        "form": form,
        "case": case,
        "name": customer_name(case),
        "words": words_of(case, 160),
        "promise": promise_of(case),
        "phone": _phone(case),
        "now": now,
        "action": request.get_full_path(),
    }
    sheet = request.method == "GET" and bool(request.headers.get("HX-Request"))
    template = "feedback/contact/_sheet.html" if sheet else "feedback/contact/page.html"
    answer = render(request, template, context, status=400 if form.errors else 200)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _save(request: HttpRequest, case: Case, form: ContactForm, user: User, now: datetime) -> ContactAttempt:
    data = form.cleaned_data
    with once_in_form(request, now=now) as attempt:
        if attempt.repeated and attempt.result_id is not None:
            return ContactAttempt.objects.select_related("case").get(pk=attempt.result_id)
        made = log_contact(
            case=case,
            by=user,
            how=data["way"],
            outcome=Outcome(data["outcome"]),
            feeling=Feeling(data["feeling"] or Feeling.NOT_SAID),
            stated_at=data["stated_at"] or data["started_at"],
            note=data["note"],
            promise=data["new_promise"],
            now=now,
            expected_seq=data["seq"],
        )
        attempt.keep("contact", made.pk)
        return made


def saved_sentence(attempt: ContactAttempt, now: datetime) -> str:
    """What follows from it, in one sentence."""
    name = customer_name(attempt.case)
    if attempt.met_clock:
        asked = Clock.objects.filter(
            subject_kind="case", subject_id=attempt.case_id, kind=CHECK_BACK, ref=attempt.pk
        )
        due = asked.values_list("due_at", flat=True).first()
        if due is not None:
            time = clock_time(due, now, timezone.get_current_timezone())
            return _("Saved. On %(time)s we ask %(name)s whether you reached them.") % {
                "time": time,
                "name": name,
            }
        return _("Saved. You kept your promise to %(name)s.") % {"name": name}
    if attempt.outcome == Outcome.REACHED:
        return _("Saved. %(name)s has heard from you again.") % {"name": name}
    if attempt.outcome == Outcome.WRONG_DETAILS:
        return _("Saved. Ask whoever logged it for another number of %(name)s.") % {"name": name}
    return _("Saved. The promise to %(name)s still stands: trying does not keep it.") % {"name": name}


def _phone(case: Case) -> str:
    points = ContactPoint.objects.filter(customer=case.customer_id, kind="phone", bounced_at=None)
    return points.values_list("value", flat=True).first() or ""


@require_POST
@needs()
def undo(request: HttpRequest, pk: int, attempt: int) -> HttpResponse:
    user, now = reader(request), clock_now()
    case = get_full_case_for(user, pk, now)
    row = ContactAttempt.objects.filter(pk=attempt, case=case).first()
    if row is None:
        raise Http404
    try:
        undo_contact(attempt=row, by=user, now=now)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Taken back. The case waits as it did before."))
    return redirect("case", pk=case.pk)

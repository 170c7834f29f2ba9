"""Visitors' questions for the people who answer them: the list, and one question with its answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access.roles import needs, reader
from accounts.views.once import once_in_form
from cxapp.lib.clock import now as clock_now
from cxapp.lib.errors import Refused
from feedback.access.enquiries import get_enquiry_for, visible_to
from feedback.forms.enquiries import AnswerForm
from feedback.operations.enquiries import answer_question

MOST = 50


@require_safe
@needs()
def page(request: HttpRequest) -> HttpResponse:
    """What waits first, the longest due on top; below it what was answered last."""
    now = clock_now()
    rows = visible_to(reader(request), now).select_related("text", "leader", "place", "answered_by")
    context = {
        "waiting": rows.filter(answered_at=None).order_by("due_at")[:MOST],
        "answered": rows.filter(answered_at__isnull=False).order_by("-answered_at")[:MOST],
        "now": now,
    }
    return render(request, "feedback/enquiries/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def enquiry(request: HttpRequest, pk: int) -> HttpResponse:
    now, user = clock_now(), reader(request)
    found = get_enquiry_for(user, pk, now)
    form = AnswerForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            with once_in_form(request, now=now) as attempt:
                if not attempt.repeated:
                    answer_question(enquiry=found, by=user, words=form.cleaned_data["words"], now=now)
            messages.success(request, _("Sent. The answer also stands on the visitor's private page."))
            return redirect("enquiry", pk)
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
            status, found = refusal.status, get_enquiry_for(user, pk, now)
    return render(
        request,
        "feedback/enquiries/enquiry.html",
        {"enquiry": found, "form": form, "now": now},
        status=status,
    )

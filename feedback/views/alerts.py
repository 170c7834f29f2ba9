"""`/alerts/`: what hurts right now, what was answered, and *We need help here*."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access.roles import needs, reader
from accounts.models import User
from accounts.views.once import once_in_form
from cxapp.lib.clock import now as clock_now
from cxapp.lib.errors import Refused
from feedback.access.alerts import answerable_by, get_alert_for, visible_to
from feedback.enums import AlertAnswer
from feedback.forms.alerts import AnswerForm, HelpForm
from feedback.models import Alert
from feedback.operations.alerts import PRACTICE, answer_alert, ask_for_help
from feedback.queries.alerts import signals_of, tallies
from feedback.queries.public import live_places, stages_asked

MOST = 50
COUNTED_DAYS = 28


@require_safe
@needs(practice=PRACTICE)
def page(request: HttpRequest) -> HttpResponse:
    """What is open first; below it answered / alerts of the last four weeks, one row a leader."""
    now, user = clock_now(), reader(request)
    rows = visible_to(user, now).select_related(
        "place", "stage", "leader", "asked_by", "answered_by", "reason"
    )
    lately = visible_to(user, now).filter(opened_at__gt=now - timedelta(days=COUNTED_DAYS))
    open_now = list(rows.filter(closed_at=None).order_by("-opened_at"))
    context = {
        "open": open_now,
        "places": len({place for row in open_now for place in row.evidence.get("places", [row.place_id])}),
        "closed": rows.filter(closed_at__isnull=False).order_by("-opened_at")[:MOST],
        "tallies": tallies(lately),
        "now": now,
    }
    return render(request, "feedback/alerts/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(practice=PRACTICE)
def ask(request: HttpRequest) -> HttpResponse:
    now, user = clock_now(), reader(request)
    places = live_places(now)
    form = HelpForm(
        request.POST or None, initial={"place": user.unit_id}, places=places, stages=stages_asked()
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            with once_in_form(request, now=now) as attempt:
                if not attempt.repeated:
                    attempt.keep("alert", ask_for_help(by=user, now=now, **form.cleaned_data).pk)
            return redirect("alert", attempt.result_id)
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
            status = refusal.status
    return render(request, "feedback/alerts/ask.html", {"form": form, "places": places}, status=status)


@require_safe
@needs(practice=PRACTICE)
def alert(request: HttpRequest, pk: int) -> HttpResponse:
    now, user = clock_now(), reader(request)
    return _shown(request, get_alert_for(user, pk, now), AnswerForm(), user, now)


@require_POST
@needs(practice=PRACTICE)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    now, user = clock_now(), reader(request)
    found, form, status = get_alert_for(user, pk, now), AnswerForm(request.POST), 400
    if form.is_valid():
        try:
            with once_in_form(request, now=now) as attempt:
                if not attempt.repeated:
                    answer_alert(alert=found, by=user, now=now, **form.cleaned_data)
            messages.success(request, _("Answered. Whoever asked sees it now."))
            return redirect("alert", pk)
        except Refused as refusal:
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, str(refusal.sentence))
            status, found = refusal.status, get_alert_for(user, pk, now)
    return _shown(request, found, form, user, now, status)


def _shown(
    request: HttpRequest, found: Alert, form: AnswerForm, user: User, now: datetime, status: int = 200
) -> HttpResponse:
    waits = found.answered_at is None and found.closed_at is None
    context = {
        "alert": found,
        "form": form,
        "answers": [row for row in AlertAnswer.choices if row[0] != AlertAnswer.NOT_NOW],
        "may_answer": waits and answerable_by(user, now).filter(pk=found.pk).exists(),
        "signals": signals_of(found, user, now),
        "now": now,
    }
    return render(request, "feedback/alerts/alert.html", context, status=status)

"""The right of reply: one's own misses and answering them; what waits for a decision, and deciding it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access.roles import needs
from accounts.access.roles import reader as reader_of
from accounts.models import RUNNING, Clock, Escalation, User
from accounts.views.once import once_in_form
from cxapp.insights.access.replies import decidable_by, get_own_miss, get_reply_for, visible_to
from cxapp.insights.enums import ReplyState
from cxapp.insights.forms.replies import DecisionForm, GroundForm, MissForm
from cxapp.insights.models import Reply
from cxapp.insights.operations.replies import answer_miss, ask_to_set_aside, decide_reply
from cxapp.insights.queries.misses import miss_rows, own_misses, to_decide
from cxapp.lib import clock
from feedback.views.refusals import beside

A_PAGE = 25
MOST = 50


@require_safe
@needs()
def misses(request: HttpRequest) -> HttpResponse:
    """One's own misses, each with its answer or the way to one."""
    user, now = reader_of(request), clock.now()
    page = Paginator(own_misses(user, now), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "insights/ledger/misses.html", {"page_obj": page, "now": now})


@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def miss(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer one miss of one's own; once answered, ask to have it set aside."""
    user, now = reader_of(request), clock.now()
    found = get_own_miss(user, pk)
    said = Reply.objects.filter(miss=found).first()
    if said is not None and said.state != ReplyState.SAID:
        return redirect("reply", said.pk)
    data = request.POST or None
    form: Any = GroundForm(data) if said else MissForm(data)
    if request.method == "POST" and form.is_valid():
        with beside(form):
            with once_in_form(request, now=now) as attempt:
                if not attempt.repeated:
                    given = form.cleaned_data
                    kept = (
                        ask_to_set_aside(reply=said, by=user, now=now, **given)
                        if said
                        else answer_miss(miss=found, by=user, now=now, **given)
                    )
                    attempt.keep("reply", kept.pk)
            messages.success(request, _("Saved. It stands beside the miss now."))
            return redirect("reply", attempt.result_id)
    [row] = miss_rows([found], reader=user, now=now)
    context = {"row": row, "said": said, "form": form, "now": now}
    return render(request, "insights/ledger/miss.html", context, status=400 if form.errors else 200)


@require_safe
@needs()
def replies(request: HttpRequest) -> HttpResponse:
    """What waits for the reader's decision first; below it what was answered lately."""
    user, now = reader_of(request), clock.now()
    waiting = list(to_decide(user, now)[:MOST])
    others = visible_to(user, now).exclude(pk__in=[row.pk for row in waiting])
    dues = dict(
        Clock.objects.filter(RUNNING, subject_kind="reply", subject_id__in=[row.pk for row in waiting])
        .order_by("pk")
        .values_list("subject_id", "due_at")
    )
    context = {
        "waiting": [{"reply": row, "due": dues.get(row.pk)} for row in waiting],
        "others": others.select_related("person", "words").order_by("-at", "-pk")[:MOST],
        "now": now,
    }
    return render(request, "insights/ledger/replies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer to a miss: what it was about, what was said, and what was decided or by when it will be."""
    user, now = reader_of(request), clock.now()
    found = get_reply_for(user, pk, now)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with beside(form):
            with once_in_form(request, now=now) as attempt:
                if not attempt.repeated:
                    decide_reply(
                        reply=found,
                        by=user,
                        set_aside=form.cleaned_data["decision"] == ReplyState.SET_ASIDE,
                        reason=form.cleaned_data["reason"],
                        now=now,
                    )
            messages.success(
                request, _("Decided. %(name)s reads your reason now.") % {"name": found.person.name}
            )
            return redirect("reply", pk)
    if form.errors:
        found = get_reply_for(user, pk, now)
    context = _about(found, user, now) | {"form": form, "now": now}
    return render(request, "insights/ledger/reply.html", context, status=400 if form.errors else 200)


def _about(found: Reply, user: User, now: datetime) -> dict[str, Any]:
    [row] = miss_rows([found.miss], reader=user, now=now)
    runs = Clock.objects.filter(RUNNING, subject_kind="reply", subject_id=found.pk).first()
    told = Escalation.objects.filter(clock__subject_kind="reply", clock__subject_id=found.pk)
    return {
        "reply": found,
        "row": row,
        "clock": runs,
        "told": told.select_related("to").order_by("level"),
        "own": found.person_id == user.pk,
        "may_decide": decidable_by(user, now).filter(pk=found.pk).exists(),
    }

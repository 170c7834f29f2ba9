"""`/s/<token>/`: the survey behind a private link. Reading it never records anything.

Not here: what the pages show (`answer_page`), links open to everybody (`open_survey`).
"""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from cxapp.lib.clock import now as clock_now
from cxapp.lib.errors import Refused
from feedback.enums import QuestionKind
from feedback.forms.public import MessageForm
from feedback.operations import intake_guard as guard
from feedback.operations.answer_signals import would_open
from feedback.operations.answering import keep, seen, send
from feedback.queries.answering import Door, Kept, kept_at, private_door
from feedback.queries.leaders import reader_of
from feedback.rules.answering import Given
from feedback.rules.questions import KINDS, question_in_mail
from feedback.views.public import answer_page as pages
from feedback.views.public.door import address_of, private, refuse, show
from feedback.views.public.follow import lost


def _at(token: str) -> pages.At:
    return pages.At(
        *(reverse(name, args=[token]) for name in ("survey", "survey_keep", "survey_thank", "survey_seen"))
    )


@private
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    now, wanted = clock_now(), request.POST.get("speak") or request.POST.get("language", "")
    door = private_door(token, wanted or request.GET.get("lang", ""))
    if door is None:
        return lost(request, now)
    return pages.in_language(door, lambda: _page(request, token, door, now))


def _page(request: HttpRequest, token: str, door: Door, now: datetime) -> HttpResponse:
    if request.method == "POST":
        return _sent(request, token, door, now)
    kept, at = kept_at(door), _at(token)
    if kept is not None and kept.is_sent and not ("change" in request.GET and pages.may_change(door, kept)):
        return pages.thanks(request, door, at, kept, now)
    if kept is None and door.is_over(now):
        return _expired(request, door, MessageForm(), now)
    form = pages.form_of(door, initial=pages.first_values(request, door, kept))
    return pages.ask(request, door, at, form, now, kept=kept)


def _sent(request: HttpRequest, token: str, door: Door, now: datetime) -> HttpResponse:
    if door.is_over(now) and kept_at(door) is None:
        return _comment(request, token, door, now)
    if "speak" in request.POST:
        form = pages.form_of(door, initial=pages.typed(request, door))
        return pages.ask(request, door, _at(token), form, now, kept=kept_at(door))
    form = pages.form_of(door, request.POST)
    status = 400
    if form.is_valid():
        try:
            guard.check_limit(limit=guard.ANSWERS_BY_ADDRESS, key=address_of(request), now=now)
            if form.more:
                keep(door=door, given=form.given(), now=now)
                return pages.ask(request, door, _at(token), pages.step_two(door, form, request.POST), now)
            send(door=door, given=form.given(), now=now)
            return _tested(request, token, door, now) if door.is_test else redirect("survey", token)
        except Refused as refusal:
            status = refuse(form, refusal)
    return pages.ask(request, door, _at(token), form, now, kept=kept_at(door), status=status)


def _tested(request: HttpRequest, token: str, door: Door, now: datetime) -> HttpResponse:
    """The thanks of a test say which case it would open; nothing of that case stays."""
    kept = kept_at(door)
    assert kept is not None  # noqa: S101 - it was sent a moment ago
    found = would_open(response=kept.response, questions=door.questions, answers=kept.answers, now=now)
    return pages.thanks(request, door, _at(token), kept, now, would=found)


# -- A link that has expired -----------------------------------------------------------------------
def _comment(request: HttpRequest, token: str, door: Door, now: datetime) -> HttpResponse:
    form, status = MessageForm(request.POST), 400
    asked = next((row for row in door.questions if row.kind == QuestionKind.TEXT), None)
    if form.is_valid() and asked is not None:
        try:
            guard.check_limit(limit=guard.ANSWERS_BY_ADDRESS, key=address_of(request), now=now)
            send(door=door, given=Given(answers={asked.code: form.cleaned_data["words"]}), now=now)
            return redirect("survey", token)
        except Refused as refusal:
            status = refuse(form, refusal)
    return _expired(request, door, form, now, status)


def _expired(
    request: HttpRequest, door: Door, form: MessageForm, now: datetime, status: int = 200
) -> HttpResponse:
    context = {
        "door": door,
        "form": form,
        "writes": any(row.kind == QuestionKind.TEXT for row in door.questions),
        "reader": reader_of(door.leader(now), now),
        "now": now,
    }
    return show(
        request, "feedback/public/survey_expired.html", context, unit=door.asked.place_id, status=status
    )


# -- Beside the page -------------------------------------------------------------------------------
@private
@require_POST
def keep_answer(request: HttpRequest, token: str) -> HttpResponse:
    now = clock_now()
    door = private_door(token, request.POST.get("language", ""))
    if door is None:
        return lost(request, now)
    return pages.keep_now(request, door, now)


@private
@require_POST
def thank(request: HttpRequest, token: str) -> HttpResponse:
    now = clock_now()
    door = private_door(token)
    kept: Kept | None = kept_at(door) if door is not None else None
    if door is None or kept is None:
        return lost(request, now)
    return pages.in_language(door, lambda: pages.thank(request, door, _at(token), kept, now, token))


@private
@require_POST
def seen_by_script(request: HttpRequest, token: str) -> HttpResponse:
    """A script says that the page has been in view for five seconds; a number marked by the link is kept as unconfirmed."""
    now, door, score = clock_now(), private_door(token), request.POST.get("score", "")
    if door is not None and door.invitation is not None:
        main = question_in_mail(door.questions)
        is_number = main is not None and score.isascii() and score.isdecimal()
        holds = is_number and main is not None and KINDS[QuestionKind(main.kind)].holds(int(score))
        seen(invitation=door.invitation, score=int(score) if holds else None, now=now)
    return HttpResponse(status=204)

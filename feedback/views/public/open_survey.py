"""`/a/<code>/`: the survey behind a link open to everybody. The key of the form makes sending it twice one answer.

What looks like a program's is held back and thanked for all the same; nobody is refused, and there is never a puzzle.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from cxapp.lib.clock import now as clock_now
from cxapp.lib.errors import Refused
from feedback.enums import OpenLinkKind
from feedback.forms.answering import AnswerForm
from feedback.models import OpenLink
from feedback.operations import intake_guard as guard
from feedback.operations.answering import keep, send
from feedback.queries.answering import Door, door_of_link, kept_at, open_link
from feedback.views.public import answer_page as pages
from feedback.views.public.door import address_of, private, refuse
from feedback.views.public.follow import lost
from feedback.views.public.tell_us import TRAP


def _at(code: str, key: UUID) -> pages.At:
    kept, keeps, thanks = (
        reverse(name, args=[code, key])
        for name in ("open_survey_kept", "open_survey_keep", "open_survey_thank")
    )
    return pages.At(reverse("open_survey", args=[code]), keeps, thanks, resume=kept)


def _door(request: HttpRequest, link: OpenLink | None, key: UUID) -> Door | None:
    """In the language chosen on the page, else the browser's first."""
    if link is None or link.kind == OpenLinkKind.KIOSK:
        return None
    wanted = request.POST.get("speak") or request.POST.get("language") or request.GET.get("lang", "")
    browser = request.headers.get("Accept-Language", "")[:2].lower()
    return door_of_link(link, key, wanted, browser)


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()


@private
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str) -> HttpResponse:
    now = clock_now()
    door = _door(request, open_link(code), _key(request))
    if door is None:
        return lost(request, now)
    act = _sent if request.method == "POST" else _fresh
    return pages.in_language(door, lambda: act(request, code, door, now))


def _fresh(request: HttpRequest, code: str, door: Door, now: datetime) -> HttpResponse:
    form = pages.form_of(door, initial=pages.first_values(request, door, None))
    return _ask(request, code, door, form, now)


def _ask(
    request: HttpRequest, code: str, door: Door, form: AnswerForm, now: datetime, status: int = 200
) -> HttpResponse:
    opened = request.POST.get("opened") or guard.opened_mark(now=now)
    at = _at(code, door.key or uuid4())
    return pages.ask(request, door, at, form, now, kept=kept_at(door), status=status, more={"opened": opened})


def _sent(request: HttpRequest, code: str, door: Door, now: datetime) -> HttpResponse:
    if "speak" in request.POST:
        return _ask(request, code, door, pages.form_of(door, initial=pages.typed(request, door)), now)
    form, status = pages.form_of(door, request.POST), 400
    if form.is_valid():
        try:
            if form.more:
                return _ask(request, code, door, pages.step_two(door, form, request.POST), now)
            held_for = guard.why_held(
                code=code,
                address=address_of(request),
                opened=request.POST.get("opened", ""),
                trap=request.POST.get(TRAP, ""),
                now=now,
            )
            send(door=door, given=form.given(), now=now, held_for=held_for)
            return redirect("open_survey_kept", code, door.key)
        except Refused as refusal:
            status = refuse(form, refusal)
    return _ask(request, code, door, form, now, status)


@private
@require_http_methods(["GET", "HEAD"])
def kept(request: HttpRequest, code: str, key: UUID) -> HttpResponse:
    """What was sent from this form; what was kept but not sent can be gone on with."""
    now = clock_now()
    door = _door(request, open_link(code), key)
    found = kept_at(door) if door is not None else None
    if door is None or found is None:
        return lost(request, now)
    at = _at(code, key)
    if found.is_sent:
        return pages.in_language(door, lambda: pages.thanks(request, door, at, found, now))
    form = pages.form_of(door, initial=pages.first_values(request, door, found))
    return pages.in_language(door, lambda: _ask(request, code, door, form, now))


Act = Callable[[Door, datetime], HttpResponse]


def _beside(request: HttpRequest, code: str, key: UUID, act: Act) -> HttpResponse:
    now = clock_now()
    door = _door(request, open_link(code), key)
    return act(door, now) if door is not None else lost(request, now)


@private
@require_POST
def keep_answer(request: HttpRequest, code: str, key: UUID) -> HttpResponse:
    """What a program may have sent is not kept before a person sends it; then it is held back and not lost."""

    def act(door: Door, now: datetime) -> HttpResponse:
        may = guard.may_keep(
            code=code,
            address=address_of(request),
            opened=request.POST.get("opened", ""),
            trap=request.POST.get(TRAP, ""),
            now=now,
        )
        if may:
            keep(door=door, given=pages.form_of(door, request.POST).so_far(), now=now)
        return HttpResponse(status=204)

    return _beside(request, code, key, act)


@private
@require_POST
def thank(request: HttpRequest, code: str, key: UUID) -> HttpResponse:
    def act(door: Door, now: datetime) -> HttpResponse:
        found = kept_at(door)
        if found is None or not found.is_sent:
            return lost(request, now)
        at = _at(code, key)
        return pages.in_language(door, lambda: pages.thank(request, door, at, found, now, str(key)))

    return _beside(request, code, key, act)

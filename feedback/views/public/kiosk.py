"""`/kiosk/<code>/`: one question and big faces, thanks for five seconds, then the next person. Works without scripts.

A device without connection keeps its presses and sends them later, each under its own key and with its own time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cxapp.lib.clock import now as clock_now
from cxapp.lib.errors import Refused
from feedback.enums import OpenLinkKind
from feedback.forms.answer_fields import faces_of
from feedback.forms.answering import PREFIX, AnswerForm, initial_of
from feedback.forms.kiosk import PinForm
from feedback.models import Question
from feedback.operations.kiosk import RESTS, press, press_first
from feedback.operations.kiosk import leave as leave_kiosk
from feedback.queries.answer_words import language, languages_of
from feedback.queries.answering import Door, door_of_link, kept_at, open_link
from feedback.queries.leaders import reader_of
from feedback.rules.answering import said
from feedback.rules.questions import SCORES, TYPED, shown
from feedback.views.public import answer_page as pages
from feedback.views.public.door import private, refuse, show
from feedback.views.public.follow import lost

PRESSED = "kiosk-pressed"
"""A cookie that lives for five seconds: the press this device just sent, whatever page it shows since."""


def _door(request: HttpRequest, code: str) -> Door | None:
    link = open_link(code)
    if link is None or link.kind != OpenLinkKind.KIOSK:
        return None
    asked = request.POST.get("key") or request.GET.get("more", "")
    try:
        key = UUID(asked)
    except ValueError:
        key = uuid4()
    return door_of_link(link, key, request.POST.get("language") or request.GET.get("lang", ""))


def _first(door: Door) -> Question | None:
    """What the faces answer: the first question with a number."""
    return next((row for row in door.questions if row.kind in SCORES), None)


def _rest(door: Door, first: Question) -> list[Question]:
    """What may be asked after it. Nothing is typed at a kiosk: it would stand there for the next person."""
    return [row for row in door.questions if row.pk != first.pk and row.kind not in TYPED]


@private
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str) -> HttpResponse:
    now, door = clock_now(), _door(request, code)
    first = _first(door) if door is not None else None
    if door is None or first is None:
        return lost(request, now)
    if request.method == "POST":
        return pages.in_language(door, lambda: _pressed(request, door, first, now))
    if "thanks" in request.GET:
        return pages.in_language(door, lambda: _thanks(request, door, now))
    if "more" in request.GET:
        return pages.in_language(door, lambda: _more(request, door, first, now))
    return pages.in_language(door, lambda: _home(request, door, first, now))


def _address(door: Door, query: str = "") -> str:
    code = door.link.code if door.link is not None else ""
    return f"{reverse('kiosk', args=[code])}?lang={door.language}{query}"


def _show(
    request: HttpRequest, door: Door, template: str, more: dict[str, Any], now: datetime, status: int = 200
) -> HttpResponse:
    context = {
        "door": door,
        "home": _address(door),
        "spoken": language(door.language),
        "languages": languages_of(door.version),
        "thanks": said(door.version.texts.get("thanks"), door.language, door.first),
        "reader": reader_of(door.leader(now), now),
        "now": now,
        **more,
    }
    return show(request, template, context, unit=door.asked.place_id, status=status)


def _thanks(request: HttpRequest, door: Door, now: datetime) -> HttpResponse:
    """For five seconds, then the faces again, also without scripts."""
    answer = _show(request, door, "feedback/public/kiosk_thanks.html", {}, now)
    answer.headers["Refresh"] = f"{RESTS.seconds}; url={_address(door)}"
    return answer


def _home(
    request: HttpRequest, door: Door, first: Question, now: datetime, status: int = 200
) -> HttpResponse:
    more = {
        "question": said(first.texts, door.language, door.first),
        "name": PREFIX + first.code,
        "faces": faces_of(first, door.language, door.first),
    }
    return _show(request, door, "feedback/public/kiosk.html", more, now, status)


def _pressed(request: HttpRequest, door: Door, first: Question, now: datetime) -> HttpResponse:
    """A press of a face, or the end of the second page. A script counts the five seconds itself, also without connection."""
    is_second, is_late = "second" in request.POST, "at" in request.POST
    asked = [first, *_rest(door, first)] if is_second else [first]
    form = AnswerForm(asked, door.language, request.POST, first=door.first, asks_wish=False)
    if not form.is_valid():
        return _again(request, door, first, form, now)
    if PRESSED in request.COOKIES and not is_second and "rested" not in request.POST:
        return redirect(_address(door, "&thanks=1"))
    given = form.given()
    if not is_second and not is_late and _asked_next(door, first, given.answers):
        press_first(door=door, given=given, now=now)
        answer = redirect(_address(door, f"&more={door.key}"))
    else:
        press(door=door, given=given, now=now, at=_at(request))
        answer = redirect(_address(door, "&thanks=1"))
    answer.set_cookie(
        PRESSED,
        "1",
        max_age=RESTS,
        path=request.path,
        httponly=True,
        samesite="Strict",
        secure=request.is_secure(),
    )
    return answer


def _asked_next(door: Door, first: Question, answers: Mapping[str, Any]) -> list[Question]:
    return shown([first, *_rest(door, first)], answers)[1:]


def _again(
    request: HttpRequest, door: Door, first: Question, form: AnswerForm, now: datetime
) -> HttpResponse:
    """Something is missing: the faces again, or the second page with what to do."""
    if first.code not in form.answers_now:
        return _home(request, door, first, now, status=400)
    form.only = {row.code for row in form.questions[1:]}
    return _show(request, door, "feedback/public/kiosk_more.html", {"form": form}, now, status=400)


def _at(request: HttpRequest) -> datetime | None:
    """When it was pressed, by the device's clock."""
    sent = request.POST.get("at", "")
    if not (sent.isascii() and sent.isdecimal() and len(sent) < 15):
        return None
    return datetime.fromtimestamp(int(sent) / 1000, UTC)


def _more(request: HttpRequest, door: Door, first: Question, now: datetime) -> HttpResponse:
    """One thing more, asked because of the face that was pressed."""
    kept = kept_at(door)
    if kept is None or kept.is_sent:
        return _home(request, door, first, now)
    form = AnswerForm(
        [first, *_rest(door, first)],
        door.language,
        first=door.first,
        initial=initial_of(kept.answers),
        asks_wish=False,
        only=[row.code for row in _asked_next(door, first, kept.answers)],
    )
    return _show(request, door, "feedback/public/kiosk_more.html", {"form": form}, now)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, code: str) -> HttpResponse:
    """Out of the kiosk, with its number."""
    now, door, status = clock_now(), _door(request, code), 200
    if door is None or door.link is None:
        return lost(request, now)
    form = PinForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                leave_kiosk(link=door.link, pin=form.cleaned_data["pin"], now=now)
                return redirect("today")
            except Refused as refusal:
                status = refuse(form, refusal)
    return _show(request, door, "feedback/public/kiosk_exit.html", {"form": form}, now, status)

"""The pages of an answer, the same behind a private link and on an open one: the questions, the thanks, whom to thank.

Not here: which door an address opens (`survey`, `open_survey`), and the kiosk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.views.once import once_in_form
from cxapp.lib.contact_points import mask
from cxapp.lib.errors import Refused
from cxapp.lib.wording import day_words
from feedback.enums import CaseState, ContactKind, QuestionKind
from feedback.forms.answering import PREFIX, AnswerForm, Known, initial_of
from feedback.forms.public import ThankThemForm
from feedback.models import ContactPoint, Signal
from feedback.notices.cases import private_path
from feedback.operations import intake_guard as guard
from feedback.operations.answer_signals import WouldOpen
from feedback.operations.answering import keep
from feedback.operations.own_words import give_praise
from feedback.queries.answer_reads import points_of
from feedback.queries.answer_words import answers_in_words, language, languages_of
from feedback.queries.answering import Door, Kept
from feedback.queries.follow import follow
from feedback.queries.leaders import reader_of
from feedback.queries.public import zone_of
from feedback.queries.reading_day import read_by
from feedback.rules.answering import said
from feedback.rules.languages import SPOKEN
from feedback.rules.links import handed_link
from feedback.rules.questions import KINDS, question_in_mail
from feedback.views.public.door import refuse, show


@dataclass(frozen=True, slots=True)
class At:
    """The addresses of one door. `resume`: where the page is found again once something was kept."""

    page: str
    keep: str
    thank: str
    seen: str = ""
    resume: str = ""


def in_language(door: Door, view: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer in the language the survey is read in."""
    with translation.override(door.language):
        answer = view()
    answer.headers.setdefault("Content-Language", door.language)
    return answer


# -- The questions ---------------------------------------------------------------------------------
def form_of(door: Door, data: Any = None, **options: Any) -> AnswerForm:
    points = _points(door)
    known = Known(
        has_phone=any(point.kind == ContactKind.PHONE for point in points),
        has_mail=any(point.kind == ContactKind.EMAIL for point in points),
    )
    return AnswerForm(door.questions, door.language, data, first=door.first, known=known, **options)


def _points(door: Door) -> list[ContactPoint]:
    if door.invitation is None or door.invitation.customer_id is None:
        return []
    return points_of(door.invitation.customer_id)


def first_values(request: HttpRequest, door: Door, kept: Kept | None) -> dict[str, Any]:
    """What was kept; else the number of the link that was followed."""
    if kept is not None:
        response = kept.response
        values = initial_of(kept.answers, response.wish, response.wish_when)
        values["based_on"] = kept.revision if kept.is_sent else 0
    else:
        values = {"based_on": 0}
    mailed, asked = question_in_mail(door.questions), request.GET.get("score", "")
    if mailed is not None and asked.isascii() and asked.isdecimal():
        number = int(asked)
        if KINDS[QuestionKind(mailed.kind)].holds(number):
            values.setdefault(PREFIX + mailed.code, number)
    return values


def ask(
    request: HttpRequest,
    door: Door,
    at: At,
    form: AnswerForm,
    now: datetime,
    *,
    kept: Kept | None = None,
    status: int = 200,
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    main = question_in_mail(door.questions)
    phones = [mask(point.kind, point.value) for point in _points(door) if point.kind == ContactKind.PHONE]
    changing = kept is not None and kept.is_sent
    context = {
        "door": door,
        "at": at,
        "form": form,
        "intro": said(door.version.texts.get("intro"), door.language, door.first),
        "reader": reader_of(door.leader(now), now),
        "phone": phones[0] if phones else "",
        "changing": changing,
        "resumed": kept is not None and not kept.is_sent,
        "main": PREFIX + main.code if main is not None else "",
        "spoken": language(door.language),
        "spoken_whole": door.language in SPOKEN,
        "languages": languages_of(door.version),
        "now": now,
        **(more or {}),
    }
    return show(request, "feedback/public/survey.html", context, unit=door.asked.place_id, status=status)


def typed(request: HttpRequest, door: Door) -> dict[str, Any]:
    """Everything that stands in a form that was posted, to be shown again elsewhere."""
    form = form_of(door, request.POST)
    return {
        name: field.widget.value_from_datadict(request.POST, {}, name)
        for name, field in form.fields.items()
        if name != "asked"
    }


def step_two(door: Door, form: AnswerForm, data: Any) -> AnswerForm:
    """The questions that came up, with what was answered before carried along."""
    return form_of(door, initial=_carried(form, data), only=[row.code for row in form.more])


def _carried(form: AnswerForm, data: Any) -> dict[str, Any]:
    return {name: field.widget.value_from_datadict(data, {}, name) for name, field in form.fields.items()}


def keep_now(request: HttpRequest, door: Door, now: datetime) -> HttpResponse:
    """One more answer of somebody who has not sent yet: what stands on the page is kept."""
    form = form_of(door, request.POST)
    keep(door=door, given=form.so_far(), now=now)
    return HttpResponse(status=204)


# -- The thanks ------------------------------------------------------------------------------------
def may_change(door: Door, kept: Kept) -> bool:
    if not kept.answers or kept.score is None or door.invitation is None:
        return False
    return kept.signal is None or kept.signal.case.state == CaseState.WAITING


def page_of(signal: Signal) -> str:
    """The private page of what was sent: the whole of it where the link came to an address we had stored."""
    if signal.confirmed:
        return private_path(signal)
    return f"/c/{handed_link('signal', signal.uuid, signal.link_generation)}/"


def thanks(
    request: HttpRequest,
    door: Door,
    at: At,
    kept: Kept,
    now: datetime,
    *,
    form: ThankThemForm | None = None,
    would: WouldOpen | None = None,
    status: int = 200,
) -> HttpResponse:
    """The thanks by mood, with what was kept."""
    shows_promise = kept.signal is not None
    context = {
        "door": door,
        "at": at,
        "kept": kept,
        "mood": kept.mood,
        "words": _own_thanks(door),
        "lines": list(answers_in_words(kept, door.language, door.first)),
        "may_change": may_change(door, kept),
        "reader": reader_of(door.leader(now), now),
        "page": follow(signal=kept.signal, now=now) if kept.signal is not None and shows_promise else None,
        "private_path": page_of(kept.signal) if kept.signal is not None else "",
        "thank": form or ThankThemForm(initial={"words": kept.words}),
        "form": form,
        "thanked": "thanked" in request.GET,
        "would": would,
        "read_by": _read_by(door, kept, now),
        "spoken": language(door.language),
        "now": now,
    }
    return show(request, "feedback/public/survey_kept.html", context, unit=door.asked.place_id, status=status)


def _own_thanks(door: Door) -> str:
    """What the survey says afterwards; the ready words say no more than our heading does."""
    words = said(door.version.texts.get("thanks"), door.language, door.first)
    return "" if words.rstrip(".") == _("Thank you for your answer") else words


def _read_by(door: Door, kept: Kept, now: datetime) -> str:
    """The day promised to somebody whose answer opened no case and who was not happy; blank where none can be."""
    if kept.signal is not None or kept.mood == "happy" or door.is_test:
        return ""
    moment = read_by(kept.response)
    return day_words(moment, now, ZoneInfo(zone_of(door.asked.place_id))) if moment else ""


def thank(request: HttpRequest, door: Door, at: At, kept: Kept, now: datetime, key: str) -> HttpResponse:
    """A happy customer names whom we shall thank."""
    form, status = ThankThemForm(request.POST), 400
    if form.is_valid():
        values = form.cleaned_data
        try:
            guard.check_limit(limit=guard.ACTS_ON_LINK, key=key, now=now)
            with once_in_form(request, now=now) as attempt:
                if not attempt.repeated and not kept.response.is_test:
                    give_praise(
                        words=values["words"],
                        customer_name=values["name"],
                        names=values["names"],
                        place=door.place,
                        now=now,
                    )
            return HttpResponseRedirect(f"{at.resume or at.page}?thanked=1")
        except Refused as refusal:
            status = refuse(form, refusal)
    return thanks(request, door, at, kept, now, form=form, status=status)

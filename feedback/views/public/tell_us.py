"""`/tell-us/`: which place, what about, one calm form; then the private page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Unit
from accounts.queries.house import house
from accounts.views.once import once_in_form
from cxapp.lib.clock import now as clock_now
from cxapp.lib.errors import Refused
from feedback.enums import SignalChannel, SignalKind, Wish
from feedback.forms.public import QuestionForm, ThankForm, WrongForm
from feedback.models import Enquiry
from feedback.operations.enquiries import ask_question
from feedback.operations.intake_guard import (
    SENDS_AT_PLACE,
    SENDS_BY_ADDRESS,
    check_limit,
    check_person,
    opened_mark,
)
from feedback.operations.own_words import give_praise, tell_us
from feedback.queries.leaders import leader_to_be, reader_of
from feedback.queries.public import link_of, live_places, place_named, stages_asked
from feedback.rules.drafts import SignalDraft
from feedback.rules.links import handed_link
from feedback.views.public.door import address_of, refuse, show
from feedback.views.public.spoken import in_readers_language

WRONG, QUESTION, THANK = "wrong", "question", "thank"
FORMS: dict[str, type[forms.Form]] = {WRONG: WrongForm, QUESTION: QuestionForm, THANK: ThankForm}
TEMPLATES = {
    WRONG: "feedback/public/wrong.html",
    QUESTION: "feedback/public/question.html",
    THANK: "feedback/public/thank.html",
}
TRAP = "website"
"""A box only programs see and fill."""


@require_safe
@in_readers_language
def places(request: HttpRequest) -> HttpResponse:
    """Which place is it about; with one place only, straight on."""
    found = live_places(clock_now())
    if len(found) == 1:
        return redirect("tell_us", found[0].slug)
    return show(request, "feedback/public/places.html", {"places": found})


@require_http_methods(["GET", "HEAD", "POST"])
@in_readers_language
def page(request: HttpRequest, slug: str) -> HttpResponse:
    now = clock_now()
    place = place_named(slug, now)
    if place is None:
        raise Http404
    about = request.GET.get("about", "")
    if about not in FORMS:
        return show(
            request,
            "feedback/public/about.html",
            {"place": place, "alone": len(live_places(now)) < 2},
            unit=place.pk,
        )
    if request.method == "POST":
        return _sent(request, place, about, now)
    thanked = about == THANK and "done" in request.GET
    return (
        show(request, "feedback/public/thanked.html", {"place": place})
        if thanked
        else _form(request, place, about, _empty(about), now)
    )


def _empty(about: str, data: Any = None) -> forms.Form:
    return WrongForm(data, stages=stages_asked()) if about == WRONG else FORMS[about](data)


def _form(
    request: HttpRequest, place: Unit, about: str, form: forms.Form, now: datetime, status: int = 200
) -> HttpResponse:
    leader = leader_to_be(place=place.pk, now=now, facts={"channel": SignalChannel.FORM.value})
    context = {
        "place": place,
        "form": form,
        "reader": reader_of(leader, now),
        "opened": opened_mark(now=now),
        "phone": house().organisation.critical_phone,
        "now": now,
    }
    return show(request, TEMPLATES[about], context, unit=place.pk, status=status)


def _sent(request: HttpRequest, place: Unit, about: str, now: datetime) -> HttpResponse:
    form = _empty(about, request.POST)
    if not form.is_valid():
        return _form(request, place, about, form, now, status=400)
    try:
        check_limit(limit=SENDS_BY_ADDRESS, key=address_of(request), now=now)
        check_limit(limit=SENDS_AT_PLACE, key=place.slug, now=now)
        check_person(opened=request.POST.get("opened", ""), trap=request.POST.get(TRAP, ""), now=now)
        with once_in_form(request, now=now) as attempt:
            kept = Sent(attempt.result_kind, attempt.result_id or 0)
            if not attempt.repeated:
                kept = KEEP[about](form, place, now)
                attempt.keep(kept.kind, kept.pk)
    except Refused as refusal:
        return _form(request, place, about, form, now, status=refuse(form, refusal))
    return redirect(_next(request, kept))


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a form, and the link to it where it was made just now."""

    kind: str
    pk: int
    link: str = ""


def _next(request: HttpRequest, sent: Sent) -> str:
    """The private page of what was sent."""
    if sent.kind == "signal":
        return f"/c/{sent.link or link_of(sent.pk)}/?done=sent"
    if sent.kind == "enquiry":
        return f"/c/{sent.link or handed_link('enquiry', Enquiry.objects.get(pk=sent.pk).uuid)}/?done=sent"
    return f"{request.path}?about={THANK}&done=1"


def _keep_wrong(form: Any, place: Unit, now: datetime) -> Sent:
    values, point = form.cleaned_data, form.point
    words = values["words"]
    if values["about"].strip():
        words = f"{words}\n\n{form.fields['about'].label}: {values['about'].strip()}"
    draft = SignalDraft(
        kind=SignalKind.COMPLAINT,
        channel=SignalChannel.FORM,
        received_at=now,
        words=words,
        wanted=values["wanted"],
        name=values["name"].strip(),
        contact_points=(point,) if point else (),
        language=get_language() or "en",
        wish=Wish(values["wish"]) if values["wish"] else usual_wish(point),
        wish_when=values["when"].strip(),
        wants_contact=bool(values["wish"]) and values["wish"] != Wish.NO_CONTACT,
        place=place.pk,
        stage=values["stage"].pk if values["stage"] else None,
    )
    signal = tell_us(draft=draft, about=values["about"], now=now)
    return Sent("signal", signal.pk, handed_link("signal", signal.uuid, signal.link_generation))


def usual_wish(point: tuple[str, str] | None) -> Wish:
    """Nothing chosen: in writing to an address, else by telephone."""
    return Wish.WRITE if point is not None and point[0] == "email" else Wish.CALL


def _keep_question(form: Any, place: Unit, now: datetime) -> Sent:
    enquiry = ask_question(
        place=place.pk,
        words=form.cleaned_data["words"],
        name=form.cleaned_data["name"].strip(),
        contact_points=(form.point,) if form.point else (),
        language=get_language() or "en",
        now=now,
    )
    return Sent("enquiry", enquiry.pk, handed_link("enquiry", enquiry.uuid))


def _keep_thanks(form: Any, place: Unit, now: datetime) -> Sent:
    values = form.cleaned_data
    give_praise(
        words=values["words"], customer_name=values["name"], names=values["names"], place=place, now=now
    )
    return Sent("praise", place.pk)


KEEP = {WRONG: _keep_wrong, QUESTION: _keep_question, THANK: _keep_thanks}

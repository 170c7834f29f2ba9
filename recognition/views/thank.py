"""The pages on which somebody thanks: a colleague, or writing down what a customer said."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access.roles import needs, reader
from accounts.models import User
from accounts.views.once import once_in_form
from cxapp.lib.clock import now as clock_now
from cxapp.lib.errors import Refused
from feedback.access.responses import visible_to
from feedback.enums import QuestionKind
from recognition.access.kudos import cases_seen_by, head_of
from recognition.forms.thanks import ComplimentForm, ThankForm
from recognition.models import Kudos
from recognition.notices.kudos import receiver_words
from recognition.operations import kudos as operations
from recognition.queries.people import everybody
from recognition.rules.limits import LONGEST_REASON


def on_the_wall(kudos: Kudos, view: str = "near") -> HttpResponseRedirect:
    """Back to the wall, at this very post."""
    return redirect(f"{reverse('wall')}?view={view}#kudos-{kudos.uuid}")


def refusal(form: Any, error: Refused) -> None:
    """A refusal stands beside the box it is about; nothing typed is lost."""
    form.add_error(error.field if error.field in form.fields else None, error.sentence)


@needs()
def thank(request: HttpRequest) -> HttpResponse:
    user = reader(request)
    now = clock_now()
    cases = cases_seen_by(user, now)
    if request.method != "POST":
        first = {"whom": _whom_asked(request, user), "case": _case_asked(request, cases)}
        return _thank_page(request, ThankForm(initial=first, reader=user))
    form = ThankForm(request.POST, reader=user, cases=cases)
    if form.is_valid():
        try:
            with once_in_form(request, now=now) as attempt:
                if not attempt.repeated:
                    kudos = operations.thank(by=user, receivers=form.people, now=now, **form.given())
                    attempt.keep("kudos", kudos.pk)
        except operations.AskFirst as question:
            form.ask = question.sentence
        except Refused as error:
            refusal(form, error)
        else:
            return _thanked(request, attempt.result_id)
    return _thank_page(request, form)


def _thank_page(request: HttpRequest, form: ThankForm) -> HttpResponse:
    return render(request, "recognition/thank.html", {"form": form})


def _whom_asked(request: HttpRequest, user: User) -> list[str]:
    """The names the page begins with: as typed elsewhere, or of `to`, the key of the person a link is about."""
    number = request.GET.get("to", "")
    if not number.isdecimal():
        return request.GET.getlist("whom")
    return [one.name for one in everybody(user) if one.id == int(number)]


def _case_asked(request: HttpRequest, cases: Any) -> int | None:
    number = request.GET.get("case", "")
    return int(number) if number.isdecimal() and cases.filter(pk=number).exists() else None


def _thanked(request: HttpRequest, pk: int | None) -> HttpResponse:
    kudos = Kudos.objects.prefetch_related("receivers__person").filter(pk=pk or 0).first()
    if kudos is None:
        return redirect("wall")
    messages.success(request, _("Done. %(names)s can read it now.") % {"names": receiver_words(kudos)})
    return on_the_wall(kudos)


def said_in_answer(request: HttpRequest, user: User, now: datetime) -> dict[str, Any]:
    """What a customer wrote in an answer this person may read, to be passed on."""
    number = request.GET.get("answer", "")
    answer = visible_to(user, now).filter(pk=number).first() if number.isdecimal() else None
    if answer is None:
        return {}
    given = answer.answers.filter(kind=QuestionKind.TEXT, text__isnull=False).order_by(
        "question__order", "-revision"
    )
    words = given.values_list("text__body", flat=True).first() or ""
    place = {"place": answer.place_id} if answer.place_id else {}
    return {"words": words[:LONGEST_REASON], **place}


@needs()
def compliment(request: HttpRequest) -> HttpResponse:
    user = reader(request)
    now = clock_now()
    form = ComplimentForm(request.POST or None, reader=user, initial=said_in_answer(request, user, now))
    if request.method == "POST" and form.is_valid():
        try:
            with once_in_form(request, now=now) as attempt:
                if not attempt.repeated:
                    kudos = operations.compliment(
                        receivers=form.people, typed_in_by=user, now=now, **form.given()
                    )
                    attempt.keep("kudos", kudos.pk)
        except Refused as error:
            refusal(form, error)
        else:
            return _written_down(request, attempt.result_id)
    return render(request, "recognition/compliment.html", {"form": form})


def _written_down(request: HttpRequest, pk: int | None) -> HttpResponse:
    kudos = (
        Kudos.objects.select_related("place").prefetch_related("receivers__person").filter(pk=pk or 0).first()
    )
    if kudos is None or kudos.confirmed_at is None:
        head = head_of(kudos.place) if kudos else None
        name = head.name if head else _("A leader")
        messages.success(
            request, _("Kept. %(name)s says whom it is for, then it reaches the wall.") % {"name": name}
        )
        return redirect("wall")
    messages.success(request, _("Done. %(names)s can read it now.") % {"names": receiver_words(kudos)})
    return on_the_wall(kudos, "all")

"""What customers are told while their case goes on: one sentence a kind, their private page below it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.notices.rendering import message
from accounts.queries.house import house
from accounts.rules.kinds import Message, NoticeKind
from feedback.enums import End
from feedback.models import Case, Customer, Promise, Signal
from feedback.models import Message as Words
from feedback.notices.cases import private_path

Data = Mapping[str, Any]


class Told(NamedTuple):
    """Subject and sentence with {leader}; the words to show; whether it is still true."""

    subject: Any
    sentence: Any
    words: Callable[[Data], str] = lambda data: ""
    still: Callable[[Case], bool] = lambda case: case.is_open
    outside: bool = False


def _message(data: Data) -> str:
    row = Words.objects.select_related("text").filter(pk=data["message"]).first()
    return row.text.body if row is not None else ""


def _kept(data: Data) -> str:
    row = Promise.objects.select_related("kept_words").filter(pk=data["promise"]).first()
    return row.kept_words.body if row is not None and row.kept_words is not None else ""


def _always(case: Case) -> bool:
    return True


def _withdrawn(case: Case) -> bool:
    return case.end == End.WITHDRAWN


TABLE: dict[str, Told] = {
    "customer_check_back": Told(
        _("Did {leader} reach you?"),
        _(
            "{leader} told us that you have been in touch. Did {leader} reach you? Is it right now? Two taps tell us."
        ),
    ),
    "customer_is_it_right": Told(
        _("Is it right now?"),
        _("{leader} says it has been put right. Is it right for you? One tap tells us."),
    ),
    "customer_answer": Told(_("{leader} wrote to you"), _("{leader} answers what you told us:"), _message),
    "customer_new_leader": Told(
        _("{leader} is responsible for you now"),
        _("{leader} is personally responsible from now on. What you were promised still holds."),
    ),
    "customer_later": Told(
        _("We will be in touch when you asked us to"),
        _(
            "You asked us for a later time. On your page you see when {leader} will be in touch, and can change it."
        ),
    ),
    "customer_promise_kept": Told(
        _("{leader} did what was promised"), _("{leader} tells you what was done:"), _kept
    ),
    "customer_final_answer": Told(
        _("Our answer to what you told us"),
        _("This is our final answer, and the reason for it:"),
        _message,
        _always,
        outside=True,
    ),
    "customer_withdrawn": Told(
        _("You told us that this is settled"),
        _("We noted that you withdraw what you told us. If that is not so, undo it on your page."),
        still=_withdrawn,
    ),
}


def _renderer(told: Told) -> Callable[[Customer, Data, datetime], Message | None]:
    def render(recipient: Customer, data: Data, now: datetime) -> Message | None:
        signal = Signal.objects.select_related("case__leader").filter(pk=data["signal"]).first()
        if signal is None or recipient.erased_at is not None or not told.still(signal.case):
            return None
        values = {"leader": signal.case.leader.name}
        context = {
            "subject": format_lazy(told.subject, **values),
            "sentence": format_lazy(told.sentence, **values),
            "words": told.words(data),
            "path": private_path(signal),
            "outside": house().organisation.outside_body if told.outside else "",
        }
        return message("customer_said", recipient, context, now)

    return render


KINDS = tuple(NoticeKind(name, _renderer(told)) for name, told in TABLE.items())

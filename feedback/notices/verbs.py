"""What people inside are told when something happens to a case: one sentence a kind, in one table.

Not here: opening and climbing (`cases`), what customers are told (`customers`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.notices.rendering import message
from accounts.rules.kinds import Message, NoticeKind
from feedback.access.cases import visible_to, without_hidden
from feedback.enums import End, HandOverState, ProposalState, RecoveryState
from feedback.models import Case, Concern, CustomerWord, EndProposal, HandOver, Recovery
from feedback.models import Message as Words

Data = Mapping[str, Any]


class Told(NamedTuple):
    """One kind: subject and sentence with {customer}, {leader}, {end}, {news}; why it came; whether it is still true.

    `seen` false: the reader need not see the whole case (who logged it, who is offered it, who led it before).
    """

    subject: Any
    sentence: Any
    why: Any
    still: Callable[[Data], bool] = lambda data: True
    words: Callable[[Data], str] = lambda data: ""
    open_only: bool = True
    seen: bool = True


def _offered(data: Data) -> bool:
    return HandOver.objects.filter(pk=data["offer"], state=HandOverState.OFFERED).exists()


def _proposed(data: Data) -> bool:
    return EndProposal.objects.filter(pk=data["proposal"], state=ProposalState.PROPOSED).exists()


def _asked(data: Data) -> bool:
    return Recovery.objects.filter(pk=data["recovery"], state=RecoveryState.ASKED).exists()


def _suggested(data: Data) -> bool:
    return Concern.objects.filter(pk=data["concern"]).exists()


def _body(row: Any, name: str) -> str:
    text = getattr(row, name) if row is not None else None
    return text.body if text is not None else ""


def _said(data: Data) -> str:
    return _body(CustomerWord.objects.select_related("words").filter(pk=data["word"]).first(), "words")


def _wrote(data: Data) -> str:
    return _body(Words.objects.select_related("text").filter(pk=data["message"]).first(), "text")


def _reason(data: Data) -> str:
    return _body(HandOver.objects.select_related("reason").filter(pk=data["offer"]).first(), "reason")


def _why_end(data: Data) -> str:
    return _body(EndProposal.objects.select_related("why").filter(pk=data["proposal"]).first(), "why")


LEADS = _("This came because you lead this case.")
REACHED = _("This came because the case had come up to you.")
ASKED = _("This came because the decision is yours.")
LOGGED = _("This came because you logged what the customer told you.")

TABLE: dict[str, Told] = {
    "case_acted_on": Told(_("{customer} has been answered"), _("{customer} no longer waits."), REACHED),
    "case_news": Told(
        _("News of what you logged for {customer}"), "{news}", LOGGED, open_only=False, seen=False
    ),
    "case_later": Told(_("{customer} asked for later"), _("{customer} named another time."), LEADS),
    "case_wish": Told(
        _("{customer} wants to hear from you in another way"),
        _("Read how {customer} wants to be reached now."),
        LEADS,
    ),
    "case_offered": Told(
        _("{leader} asks you to take over a case"),
        _("{leader} asks you to lead the case of {customer}. Accept or decline; the clock keeps running."),
        _("This came because a case is offered to you."),
        _offered,
        _reason,
        seen=False,
    ),
    "case_offer_declined": Told(
        _("Your offer was declined"),
        _("You still lead the case of {customer}."),
        LEADS,
        words=lambda data: "",
    ),
    "case_offer_lapsed": Told(
        _("Nobody took your offer"), _("The offer lapsed. You still lead the case of {customer}."), LEADS
    ),
    "case_yours": Told(
        _("{customer} is yours now"), _("You are responsible for {customer} from now on."), LEADS
    ),
    "case_passed_on": Told(
        _("{leader} leads a case you had"),
        _("{leader} is responsible for {customer} from now on."),
        _("This came because you led this case before."),
        seen=False,
    ),
    "case_passed_around": Told(
        _("{customer} has been handed on again"),
        _("{customer} has been handed on {count} times. {leader} leads the case now."),
        _("This came because {leader} reports to you."),
    ),
    "case_severity": Told(
        _("{customer}: more or less urgent than before"),
        _("Somebody changed how severe this case is."),
        LEADS,
    ),
    "case_bounced": Told(
        _("Your answer to {customer} did not arrive"),
        _("{customer} is waiting again for the old promise."),
        LEADS,
    ),
    "case_customer_wrote": Told(
        _("{customer} wrote to you"),
        _("{customer} wrote on the private page."),
        LEADS,
        words=_wrote,
        open_only=False,
    ),
    "case_customer_said": Told(
        _("{customer} answered our question"),
        _("Read what {customer} says."),
        LEADS,
        words=_said,
        open_only=False,
    ),
    "case_customer_partly": Told(
        _("{customer} says it is partly right"),
        _("It is not yet right for {customer}. Promise what comes next, with a date."),
        LEADS,
        words=_said,
    ),
    "case_customer_no": Told(
        _("{customer} says no"),
        _("It is not right for {customer}. Get in touch again."),
        LEADS,
        words=_said,
        open_only=False,
    ),
    "case_closed": Told(
        _("{customer}: {end}"), _("The case of {customer} has ended: {end}."), LEADS, open_only=False
    ),
    "case_reopened": Told(_("{customer} waits again"), _("{customer} is waiting for you again."), LEADS),
    "case_merged": Told(
        _("Two cases of {customer} are one"), _("{leader} leads both now."), LEADS, open_only=False
    ),
    "case_end_proposed": Told(
        _("{leader} asks you to end a case"),
        _("{leader} proposes an end for the case of {customer}. Confirm it or refuse it."),
        ASKED,
        _proposed,
        _why_end,
    ),
    "case_end_confirmed": Told(
        _("The end you proposed is confirmed"), _("The case of {customer} has ended."), LEADS, open_only=False
    ),
    "case_end_refused": Told(
        _("The end you proposed is refused"), _("The case of {customer} goes on."), LEADS
    ),
    "case_concern": Told(
        _("A case may be about somebody who works here"),
        _("Look whether it is, and confirm or dismiss it."),
        ASKED,
        _suggested,
    ),
    "case_recovery": Told(
        _("Something was given to {customer}"),
        _("Read what was given to put it right for {customer}."),
        LEADS,
    ),
    "case_recovery_asked": Told(
        _("You are asked to approve something for {customer}"),
        _("Somebody asks you to approve what {customer} is given."),
        ASKED,
        _asked,
        open_only=False,
    ),
    "case_recovery_decided": Told(
        _("What you asked to give {customer} is decided"),
        _("Read the decision, then tell {customer}."),
        _("This came because you asked."),
        open_only=False,
        seen=False,
    ),
}
NEWS: dict[str, Any] = {
    "reached": _("{leader} has been in touch with {customer}."),
    End.PUT_RIGHT.value: _("{customer} says it has been put right."),
}
NEWS_OTHERWISE = _("The case of {customer} has ended: {end}.")


def _renderer(told: Told) -> Callable[[User, Data, datetime], Message | None]:
    def render(recipient: User, data: Data, now: datetime) -> Message | None:
        gate = visible_to(recipient, now) if told.seen else without_hidden(Case.objects.all(), recipient)
        case = gate.filter(pk=data["case"]).select_related("customer", "leader").first()
        if case is None or (told.open_only and not case.is_open) or not told.still(data):
            return None
        values = _values(case, data)
        context = {
            "case": case,
            "subject": format_lazy(told.subject, **values),
            "sentence": values["news"] if told.sentence == "{news}" else format_lazy(told.sentence, **values),
            "why": format_lazy(told.why, **values),
            "words": told.words(data),
        }
        return message("case_said", recipient, context, now)

    return render


def _values(case: Case, data: Data) -> dict[str, Any]:
    end = data.get("end") or data.get("news") or ""
    values: dict[str, Any] = {
        "customer": case.customer.name if case.customer and case.customer.name else _("A customer"),
        "leader": case.leader.name,
        "end": End(end).label if end in End.values else "",
        "count": data.get("count", ""),
    }
    news = format_lazy(NEWS.get(str(data.get("news")), NEWS_OTHERWISE), **values)
    return {**values, "news": news}


KINDS = tuple(NoticeKind(name, _renderer(told)) for name, told in TABLE.items())

"""Words between us and the customer: a written answer, a decision, an action where nobody can be reached, their own reply.

Not here: what they answer to our two questions (`customer_words`).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.enums import EndReason
from accounts.operations import clocks as engine
from accounts.operations.timeline import By
from accounts.rules.actor import CUSTOMER
from cxapp.lib.errors import Refused
from feedback.enums import CaseState, How, Outcome, Wish
from feedback.models import Case, ContactAttempt, Message, PlaceAction, Signal
from feedback.operations.contacts import record_attempt, unmeet
from feedback.operations.work import Work, act, begin, digest, finish, need_text, start_clock, step_for
from feedback.rules.kinds import ACTION, CONTACT, DECIDED, DECISION, NO_ANSWER
from feedback.rules.transitions import Verb


class AnswerRefused(Refused):
    code = "answer_refused"


@transaction.atomic
def write_answer(
    *,
    case: Case,
    by: By,
    words: str,
    now: datetime,
    signal: Signal | None = None,
    expected_seq: int | None = None,
) -> Message:
    """A personal answer on the customer's page. It keeps the promise where they wished to be written to."""
    work = begin(case=case, by=by, verb=Verb.WRITE_ANSWER, now=now, expected_seq=expected_seq)
    if work.case.wish == Wish.NO_CONTACT:
        raise AnswerRefused(_("The customer asked not to be contacted. Write down what you decided instead."))
    text = need_text(words, _("Write what you want to tell the customer."), "words")
    attempt = record_attempt(work, how=How.WRITE, outcome=Outcome.WROTE, note=text)
    message = Message.objects.create(
        case=work.case, signal=signal, by=work.user, text=text, at=now, met_clock=attempt.met_clock
    )
    work.event("answered", message=message.pk, words=digest(text), met=message.met_clock)
    work.tell_customer("customer_answer", f"{message.pk}", signal=signal, message=message.pk)
    finish(work)
    return message


@transaction.atomic
def answer_bounced(*, message: Message, by: By, now: datetime) -> None:
    """A written answer did not arrive: what it met waits again for its old promise."""
    work = begin(case=message.case, by=by, verb=Verb.WRITE_ANSWER, now=now, may_always=True)
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    attempt = ContactAttempt.objects.filter(note=message.text_id, met_clock=True).first()
    if not message.met_clock or attempt is None:
        return
    message.met_clock = attempt.met_clock = False
    message.save(update_fields=["met_clock"])
    attempt.save(update_fields=["met_clock"])
    if work.case.is_open and attempt.cycle == work.case.cycle:
        unmeet(work)
    work.event("bounced", message=message.pk)
    work.tell("case_bounced", {work.case.leader_id, message.by_id}, f"{message.pk}", message=message.pk)
    finish(work)


@transaction.atomic
def decide(*, case: Case, by: By, words: str, now: datetime, expected_seq: int | None = None) -> Message:
    """The customer asked not to be contacted: what we do about it, in writing on their page. Nothing is sent."""
    work = begin(case=case, by=by, verb=Verb.DECIDE, now=now, expected_seq=expected_seq)
    if work.main is None or work.main.kind != DECISION:
        raise AnswerRefused(_("The customer wants to hear from you. Contact them as they wished."))
    text = need_text(words, _("Write what you decided, so that the customer can read it."), "words")
    message = Message.objects.create(
        case=work.case, by=work.user, text=text, at=now, is_decision=True, met_clock=act(work)
    )
    start_clock(work, DECIDED, step=step_for(work.case, DECIDED), ref=message.pk)
    work.event("decided", message=message.pk, words=digest(text))
    finish(work)
    return message


@transaction.atomic
def log_action(
    *, case: Case, by: By, words: str, now: datetime, expected_seq: int | None = None
) -> PlaceAction:
    """What was done about something nobody can be called about, readable at the place or on the case."""
    work = begin(case=case, by=by, verb=Verb.LOG_ACTION, now=now, expected_seq=expected_seq)
    if not work.case.is_place_case and (work.case.reachable or work.case.wish == Wish.NO_CONTACT):
        raise AnswerRefused(_("This customer can be reached. Contact them as they wished."))
    text = need_text(words, _("Say what you did, so that customers and staff can read it."), "words")
    action = PlaceAction.objects.create(case=work.case, text=text, by=work.user, at=now)
    met = work.main is not None and work.main.kind == ACTION and act(work)
    work.event("action", action=action.pk, words=digest(text), met=met)
    finish(work)
    return action


@transaction.atomic
def customer_writes(*, signal: Signal, words: str, now: datetime, automatic: bool = False) -> Message:
    """The customer writes to us. A reply to something of ours meets the contact clock, not as personal; a robot's never does."""
    work = begin(case=signal.case, by=CUSTOMER, verb=Verb.CUSTOMER_WRITES, now=now)
    text = need_text(words, _("Write what you want to tell us."), "words")
    main = work.main
    met = bool(main and main.kind == CONTACT and not automatic and _we_tried(work)) and act(work)
    message = Message.objects.create(case=work.case, signal=signal, text=text, at=now, met_clock=met)
    if not automatic:
        _silence_is_over(work, message)
    work.event("customer_wrote", message=message.pk, words=digest(text), automatic=automatic, met=met)
    work.tell("case_customer_wrote", {work.case.leader_id}, f"{message.pk}", message=message.pk)
    finish(work)
    return message


def _we_tried(work: Work) -> bool:
    ours = ContactAttempt.objects.filter(case=work.case, cycle=work.case.cycle, withdrawn_at=None)
    return ours.exists() or Message.objects.filter(case=work.case, by__isnull=False).exists()


def _silence_is_over(work: Work, message: Message) -> None:
    """A case that would have ended because the customer said nothing counts its days anew."""
    for clock in work.waiting(NO_ANSWER, DECIDED):
        engine.end(clocks=[clock], reason=EndReason.REPLACED, now=work.now)
        if work.case.state != CaseState.WAITING:
            start_clock(work, clock.kind, step=step_for(work.case, clock.kind), ref=-message.pk)

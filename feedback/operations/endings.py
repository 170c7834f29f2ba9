"""Saying it is right, and the ends that somebody brings about by hand. No case closes without the act its clock asks for.

Not here: the customer's own words (`customer_words`), ends that need the one above (`proposals`), ends by silence (`moments`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from accounts.operations import clocks as engine
from accounts.operations.timeline import By
from accounts.rules.actor import CUSTOMER
from cxapp.lib.errors import Conflict, Refused
from feedback.access.standing import speaks_for
from feedback.enums import CaseState, CustomerOutcome, End, Outcome, Wish, Word
from feedback.models import (
    OPEN,
    Case,
    Cause,
    ContactAttempt,
    ContactPoint,
    CustomerWord,
    Message,
    PlaceAction,
    Promise,
    Signal,
    Text,
)
from feedback.operations.closing import close_now
from feedback.operations.contacts import tries_of
from feedback.operations.cycles import start_cycle
from feedback.operations.leading import fit_leader
from feedback.operations.promises import waiting_promises
from feedback.operations.work import (
    NotYours,
    Work,
    WrongState,
    begin,
    digest,
    finish,
    keep_text,
    start_clock,
    step_for,
)
from feedback.rules.attempts import AT_MOST, is_varied
from feedback.rules.kinds import NO_ANSWER, RESOLUTION
from feedback.rules.transitions import ENDS, Standing, Verb, has, may_end


class EndRefused(Refused):
    """Something this end asks for is missing."""

    code = "end_refused"


@transaction.atomic
def resolve(
    *,
    case: Case,
    by: By,
    cause: Cause | None,
    now: datetime,
    department: Unit | None = None,
    words: str = "",
    outcome: str = CustomerOutcome.UNKNOWN,
    expected_seq: int | None = None,
) -> Case:
    """The leader says it is right and what caused it. The customer is asked; seven days of silence end the case."""
    work = begin(case=case, by=by, verb=Verb.RESOLVE, now=now, expected_seq=expected_seq)
    if cause is None:
        raise EndRefused(_("Choose what caused it, so that it can be fixed for good."), field="cause")
    if work.case.is_place_case:
        raise EndRefused(_("This case is about a place. End it by the action you took there."))
    _nothing_promised(work)
    text = keep_text(words)
    case = work.case
    case.state, case.resolved_at, case.cause, case.cause_department = (
        CaseState.RESOLVED,
        now,
        cause,
        department,
    )
    case.outcome = outcome
    case.save(update_fields=["state", "resolved_at", "cause", "cause_department", "outcome"])
    engine.meet(clocks=work.waiting(RESOLUTION), by=work.user, now=now)
    start_clock(work, NO_ANSWER, step=step_for(case, NO_ANSWER), ref=case.seq)
    data = {"cause": cause.pk, "department": department.pk if department else None, "outcome": outcome}
    work.event("resolved", **data, words=digest(text))
    work.tell_customer("customer_is_it_right", f"{case.pk}:{case.cycle}:{case.seq}")
    finish(work)
    return case


def _nothing_promised(work: Work) -> None:
    """A promise still open, or asked for by a "partly", stands between a case and its being right."""
    if waiting_promises(work.case):
        raise EndRefused(_("Something you promised is still open. Say what was done about it first."))
    word = (
        CustomerWord.objects.filter(case=work.case, cycle=work.case.cycle)
        .exclude(right="")
        .order_by("-pk")
        .first()
    )
    if word is None or word.right != Word.PARTLY:
        return
    if not Promise.objects.filter(case=work.case, made_at__gte=word.at, withdrawn_at=None).exists():
        raise EndRefused(
            _("The customer said it is only partly right. Promise them what comes next, with a date.")
        )


@transaction.atomic
def record_cause(*, case: Case, by: By, cause: Cause, now: datetime, department: Unit | None = None) -> Case:
    """What caused it, also after the case has ended."""
    work = begin(case=case, by=by, verb=Verb.RECORD_CAUSE, now=now)
    work.case.cause, work.case.cause_department = cause, department
    work.case.save(update_fields=["cause", "cause_department"])
    work.event("cause", cause=cause.pk, department=department.pk if department else None)
    finish(work)
    return work.case


@transaction.atomic
def close(
    *,
    case: Case,
    by: By,
    end: End,
    now: datetime,
    why: str = "",
    outcome: str = CustomerOutcome.UNKNOWN,
    expected_seq: int | None = None,
) -> Case:
    """End a case by hand, where this end may be brought about so. The customer withdraws through here as well."""
    work = begin(case=case, by=by, verb=Verb.CLOSE, now=now, expected_seq=expected_seq)
    end = End(end)
    legal(work, end)
    text = keep_text(why)
    if text is None and by != CUSTOMER and end not in NO_REASON:
        raise EndRefused(_("Say why, in one plain sentence."), field="why")
    CONDITIONS[end](work)
    close_now(work, end, why=text, outcome=outcome)
    tell_the_customer(work, end, text)
    finish(work)
    return work.case


def legal(work: Work, end: End) -> None:
    """Refuse an end that this person, or this state, does not allow."""
    if may_end(end=end, case=work.case, role=work.roles):
        return
    if has(ENDS[end].who, work.roles):
        raise WrongState(_("The case cannot end this way yet. The act its clock asks for comes first."))
    if ENDS[end].proposed_by:
        raise NotYours(_("This end is given by someone above. Propose it to them."))
    raise NotYours(_("Nobody ends a case this way by hand."))


def _could_not_reach(work: Work) -> None:
    """Enough attempts, on different days or channels, and something in writing."""
    tries = tries_of(work.case)
    if len(tries) < AT_MOST or not is_varied(tries):
        words = _("Try at least three times, on different days or in different ways, before you give up.")
        raise EndRefused(words)
    wrote = ContactAttempt.objects.filter(
        case=work.case, cycle=work.case.cycle, outcome=Outcome.WROTE, withdrawn_at=None
    )
    if not wrote.exists():
        raise EndRefused(_("Send a letter or an e-mail first, so that the customer can come back to you."))


def _by_action(work: Work) -> None:
    if not PlaceAction.objects.filter(case=work.case).exists():
        raise EndRefused(_("Say first what you did, where customers and staff can read it."))
    if not work.case.is_place_case and work.case.reachable:
        raise EndRefused(_("This customer can be reached, so an action alone does not end the case."))


def _withdrawn(work: Work) -> None:
    """Logged by staff, it must be confirmed to the customer, with a way to undo it."""
    if Standing.CUSTOMER in work.roles:
        return
    points = ContactPoint.objects.filter(customer=work.case.customer_id, bounced_at=None)
    if work.case.wish == Wish.NO_CONTACT or not points.exists():
        words = _("We have no way to confirm this to the customer. Only they can withdraw it, on their page.")
        raise EndRefused(words)


def _nothing(work: Work) -> None:
    """The state is condition enough."""


CONDITIONS: dict[End, Callable[[Work], None]] = {
    End.COULD_NOT_REACH: _could_not_reach,
    End.BY_ACTION: _by_action,
    End.WITHDRAWN: _withdrawn,
    End.FINAL_ANSWER: _nothing,
}
NO_REASON = (End.BY_ACTION, End.COULD_NOT_REACH)
"""Their condition says why already."""


def tell_the_customer(work: Work, end: End, text: Text | None) -> None:
    """A final answer is written on their page; a withdrawal logged by us can be undone there."""
    if end == End.FINAL_ANSWER and text is not None and isinstance(work.by, User):
        message = Message.objects.create(case=work.case, by=work.by, text=text, at=work.now, is_decision=True)
        work.tell_customer("customer_final_answer", f"{message.pk}", message=message.pk)
    if end == End.WITHDRAWN and work.by != CUSTOMER:
        work.tell_customer("customer_withdrawn", f"{work.case.pk}:{work.case.cycle}")


@transaction.atomic
def withdraw_case(*, signal: Signal, now: datetime) -> Case:
    """The customer says it is settled, through the link we sent them."""
    _whole(signal)
    return close(case=signal.case, by=CUSTOMER, end=End.WITHDRAWN, now=now)


def _whole(signal: Signal) -> None:
    if not speaks_for(signal):
        raise NotYours(_("This link shows your own words only. Ask us through the link we sent you."))


@transaction.atomic
def undo_withdrawal(*, signal: Signal, now: datetime) -> Case:
    """The customer never meant to withdraw: the case waits again in a new cycle."""
    _whole(signal)
    work = begin(case=signal.case, by=CUSTOMER, verb=Verb.UNDO_WITHDRAWAL, now=now)
    case = work.case
    if case.end != End.WITHDRAWN:
        raise WrongState(_("This case did not end by being withdrawn."))
    if Case.objects.filter(OPEN, customer=case.customer_id, matter=case.matter).exists():
        raise Conflict(_("Another case of yours is open already. Write to us there."))
    fit_leader(work)
    start_cycle(case=case, higher=False, why="withdrawal_undone", by=CUSTOMER, now=now)
    work.reload()
    work.tell("case_reopened", {work.case.leader_id}, f"{work.case.pk}:{work.case.cycle}")
    finish(work)
    return work.case

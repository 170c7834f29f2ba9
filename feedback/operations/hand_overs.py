"""Handing a case to another leader: offered with a reason, effective when accepted, counted and shown.

Also the changes that need no acceptance: taken over from above, and the customer's "someone else, please" (once).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.operations import clocks as engine
from accounts.operations.timeline import By
from accounts.queries.line import line_of
from accounts.rules.actor import CUSTOMER
from cxapp.lib.errors import Refused
from feedback.access.standing import concerned, speaks_for
from feedback.enums import HandOverState, ResponsibilityReason
from feedback.models import Case, HandOver, Responsibility, Signal
from feedback.operations.leading import lead_by, withdraw_offers
from feedback.operations.work import (
    NotYours,
    Work,
    begin,
    begin_many,
    digest,
    finish,
    finish_many,
    keep_text,
    need_text,
    start_clock,
    step_for,
)
from feedback.rules.kinds import OFFER
from feedback.rules.transitions import Standing, Verb

WARN_FROM = 3
"""From this hand-over on the leader's manager is warned."""


class HandOverRefused(Refused):
    code = "hand_over_refused"


@transaction.atomic
def offer(
    *, case: Case, by: By, receiver: User, reason: str, now: datetime, expected_seq: int | None = None
) -> HandOver:
    """Ask somebody to take the case. The clock keeps running; an offer not answered in its step lapses."""
    work = begin(case=case, by=by, verb=Verb.OFFER, now=now, expected_seq=expected_seq)
    made = _offer(work, receiver, reason, None)
    finish(work)
    return made


@transaction.atomic
def offer_many(
    *, cases: Sequence[Case], by: By, receiver: User, reason: str, now: datetime
) -> list[HandOver]:
    """The same for several cases, all or none; the receiver may answer them together."""
    works = begin_many(cases=cases, by=by, verb=Verb.OFFER, now=now)
    together = uuid4()
    made = [_offer(work, receiver, reason, together) for work in works]
    finish_many(works)
    return made


def _offer(work: Work, receiver: User, reason: str, bulk_id: UUID | None) -> HandOver:
    case = work.case
    text = need_text(reason, _("Say why, in one sentence the receiver can read."), "reason")
    if receiver.pk == case.leader_id:
        raise HandOverRefused(
            _("%(name)s leads this case already.") % {"name": receiver.name}, field="receiver"
        )
    _fit(work, receiver)
    if HandOver.objects.filter(case=case, state=HandOverState.OFFERED).exists():
        raise HandOverRefused(_("This case is offered to somebody already. Take that offer back first."))
    made = HandOver.objects.create(
        case=case, giver=case.leader, receiver=receiver, reason=text, offered_at=work.now, bulk_id=bulk_id
    )
    start_clock(work, OFFER, step=step_for(case, OFFER), holder=receiver.pk, ref=made.pk)
    work.event("offered", offer=made.pk, receiver=receiver.pk, reason=digest(text))
    work.tell("case_offered", {receiver.pk}, f"{made.pk}", offer=made.pk)
    return made


def _fit(work: Work, receiver: User) -> None:
    if not receiver.is_active:
        words = _("%(name)s is no longer here. Choose somebody else.") % {"name": receiver.name}
        raise HandOverRefused(words, field="receiver")
    if receiver.pk in concerned(work.case):
        words = _("%(name)s cannot take this case. Choose somebody else.") % {"name": receiver.name}
        raise HandOverRefused(words, field="receiver")


@transaction.atomic
def accept(*, offer: HandOver, by: By, now: datetime) -> HandOver:
    """From now on the receiver leads. A miss of a clock in its last quarter, or handed down, stays with the giver."""
    return _accept([offer], by, now)[0]


@transaction.atomic
def accept_many(*, bulk_id: UUID, by: By, now: datetime) -> list[HandOver]:
    """Accept everything still open of one bulk offer."""
    rows = HandOver.objects.filter(bulk_id=bulk_id, state=HandOverState.OFFERED).select_related("case")
    return _accept(list(rows.order_by("case_id")), by, now)


def _accept(offers: Sequence[HandOver], by: By, now: datetime) -> list[HandOver]:
    works = begin_many(cases=[offer.case for offer in offers], by=by, verb=Verb.ANSWER_OFFER, now=now)
    done = []
    for work, row in zip(works, sorted(offers, key=lambda one: one.case_id), strict=True):
        answered = _answer(work, row, HandOverState.ACCEPTED, "")
        _fit(work, work.user)
        work.case.hand_overs += 1
        work.case.save(update_fields=["hand_overs"])
        lead_by(work, work.user, ResponsibilityReason.HAND_OVER, pin=True, offer=row.pk)
        _warn(work)
        done.append(answered)
    finish_many(works)
    return done


def _warn(work: Work) -> None:
    if work.case.hand_overs < WARN_FROM:
        return
    line = line_of(people=[work.case.leader_id], now=work.now)
    above = line.who_is_above(work.case.leader_id, excluded=concerned(work.case))
    if above is not None:
        key = f"{work.case.pk}:{work.case.hand_overs}"
        work.tell("case_passed_around", {above.deputy or above.person}, key, count=work.case.hand_overs)


@transaction.atomic
def decline(*, offer: HandOver, by: By, now: datetime, why: str = "") -> HandOver:
    """The receiver says no; the leader stays."""
    work = begin(case=offer.case, by=by, verb=Verb.ANSWER_OFFER, now=now)
    row = _answer(work, offer, HandOverState.DECLINED, why)
    work.event("offer_declined", offer=row.pk, why=digest(row.answer))
    work.tell("case_offer_declined", {row.giver_id}, f"{row.pk}", offer=row.pk)
    finish(work)
    return row


@transaction.atomic
def withdraw(*, offer: HandOver, by: By, now: datetime) -> HandOver:
    """The leader takes the offer back before it is answered."""
    work = begin(case=offer.case, by=by, verb=Verb.WITHDRAW_OFFER, now=now)
    row = HandOver.objects.get(pk=offer.pk)
    if row.state != HandOverState.OFFERED:
        raise HandOverRefused(_("This offer has been answered already."))
    withdraw_offers(work)
    work.event("offer_withdrawn", offer=row.pk)
    finish(work)
    row.refresh_from_db()
    return row


def _answer(work: Work, offer: HandOver, state: HandOverState, why: str) -> HandOver:
    row = HandOver.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    if row.state != HandOverState.OFFERED or row.receiver_id != work.user.pk:
        raise HandOverRefused(_("This offer is no longer open to you."))
    row.state, row.answered_at, row.answer = state, work.now, keep_text(why)
    row.save(update_fields=["state", "answered_at", "answer"])
    clocks = [clock for clock in work.waiting(OFFER) if clock.ref == row.pk]
    engine.meet(clocks=clocks, by=work.user, now=work.now)
    return row


@transaction.atomic
def take_over(*, case: Case, by: By, reason: str, now: datetime, expected_seq: int | None = None) -> Case:
    """Somebody above makes it theirs; no acceptance is needed."""
    work = begin(case=case, by=by, verb=Verb.TAKE_OVER, now=now, expected_seq=expected_seq)
    if Standing.LEADER in work.roles:
        raise HandOverRefused(_("You lead this case already."))
    text = need_text(reason, _("Say why, in one sentence."), "reason")
    lead_by(work, work.user, ResponsibilityReason.TAKE_OVER, why=digest(text))
    finish(work)
    return work.case


@transaction.atomic
def someone_else_please(*, signal: Signal, now: datetime) -> Case:
    """The customer asks for another person, once: the next one up leads."""
    work = begin(case=signal.case, by=CUSTOMER, verb=Verb.SOMEONE_ELSE, now=now)
    if not speaks_for(signal):
        raise NotYours(_("This link shows your own words only. Ask us through the link we sent you."))
    asked = Responsibility.objects.filter(case=work.case, reason=ResponsibilityReason.SOMEONE_ELSE)
    if asked.exists():
        raise HandOverRefused(_("You asked for someone else before. This can be done once."))
    line = line_of(people=[work.case.leader_id], now=now)
    above = line.who_is_above(work.case.leader_id, excluded=concerned(work.case))
    if above is None:
        raise HandOverRefused(_("This person is at the top. There is nobody further up."))
    leader = User.objects.get(pk=above.person)
    lead_by(work, leader, ResponsibilityReason.SOMEONE_ELSE, signal=signal.pk)
    finish(work)
    return work.case

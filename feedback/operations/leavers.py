"""Somebody leaves: their open cases, accounts, offers and visitors' questions are handed on in the same transaction."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.enums import EndReason
from accounts.models import User
from accounts.operations import clocks as engine
from accounts.operations.timeline import By, Entry, record
from accounts.queries.line import line_of
from feedback.enums import HandOverState, ResponsibilityReason
from feedback.models import OPEN, Account, Case, Enquiry, HandOver
from feedback.operations.leading import lead_by, next_leader
from feedback.operations.work import Work, begin_many, finish_many
from feedback.queries.hidden import excluded
from feedback.rules.kinds import OFFER
from feedback.rules.transitions import Verb


@transaction.atomic
def hand_on(*, person: User, successor: User, by: By, now: datetime) -> int:
    """Every open case goes to the successor, or past them where they are concerned. Returns how many cases moved."""
    offered = Case.objects.filter(offers__receiver=person, offers__state=HandOverState.OFFERED)
    cases = list(Case.objects.filter(OPEN).filter(Q(leader=person) | Q(pk__in=offered.values("pk"))))
    works = begin_many(cases=cases, by=by, verb=Verb.TAKE_OVER, now=now, may_always=True)
    shut = excluded([case.pk for case in cases])
    line = line_of(people=[person.pk, successor.pk], now=now)
    moved = 0
    for work in works:
        _lapse(work, person)
        if work.case.leader_id == person.pk:
            concerned = shut.get(work.case.pk, frozenset())
            to = successor.pk
            if to in concerned:
                to = next_leader(person=person.pk, excluded=concerned, line=line, now=now).person
            leader = successor if to == successor.pk else User.objects.get(pk=to)
            lead_by(work, leader, ResponsibilityReason.LEAVER)
            moved += 1
    finish_many(works)
    Account.objects.filter(leader=person).update(leader=successor)
    _enquiries(person, successor, by, now)
    return moved


def _lapse(work: Work, person: User) -> None:
    """An offer to somebody who leaves is no offer any more."""
    rows = HandOver.objects.filter(case=work.case, receiver=person, state=HandOverState.OFFERED)
    ids = list(rows.values_list("pk", flat=True))
    rows.update(state=HandOverState.LAPSED, answered_at=work.now)
    engine.end(clocks=[c for c in work.waiting(OFFER) if c.ref in ids], reason=EndReason.VOID, now=work.now)
    for offer in ids:
        work.event("offer_lapsed", offer=offer)
        work.tell("case_offer_lapsed", {work.case.leader_id}, f"{offer}", offer=offer)


def _enquiries(person: User, successor: User, by: By, now: datetime) -> None:
    ids = list(
        Enquiry.objects.filter(leader=person, answered_at=None).order_by("pk").values_list("pk", flat=True)
    )
    clocks = engine.locked(engine.of_subjects("enquiry", ids))
    engine.rehold(clocks=clocks, holder=successor, charged_to=None, now=now)
    Enquiry.objects.filter(pk__in=ids).update(leader=successor)
    data = {"old": person.pk, "leader": successor.pk, "reason": ResponsibilityReason.LEAVER.value}
    record(entries=[Entry("enquiry", pk, "leader", by, data) for pk in ids], now=now)

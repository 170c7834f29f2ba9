"""What one leader's day consists of, customers first. Every query starts from what this person holds.

Other apps put blocks of their own below by adding to `BLOCKS` at start-up.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Count, DateTimeField, F, Q

from accounts.models import RUNNING, Absence, Clock, Escalation, User
from cxapp.lib.kept import Among, Given, Kept
from feedback.access.cases import acting_for, seen_among, without_hidden
from feedback.enums import CaseState, ContactKind, HandOverState, Outcome, ProposalState, RecoveryState
from feedback.models import (
    OPEN,
    Case,
    ContactAttempt,
    ContactPoint,
    EndProposal,
    Enquiry,
    HandOver,
    Promise,
    Recovery,
)
from feedback.queries.case_list import listed
from feedback.queries.status import Status, circumstances, status_of
from feedback.rules.kinds import APPROVAL, OPENING

SHOWN = 5
TRYING = Q(state=CaseState.WAITING)


@dataclass(frozen=True, slots=True)
class Block:
    """A part of Today made by another app: a heading, a template and what it needs. `order` sorts."""

    title: Any
    template: str
    context: dict[str, Any]
    order: int = 50


BLOCKS: list[Callable[[User, datetime], Block | None]] = []


@dataclass(frozen=True, slots=True)
class Waiting:
    """A customer in the call list. `leader` is named where the reader acts for somebody else."""

    case: Case
    status: Status
    phone: str
    leader: str = ""


@dataclass(frozen=True, slots=True)
class CameUp:
    """A case that climbed to the reader."""

    case: Case
    status: Status
    phone: str
    told_at: datetime
    level: int
    again: bool


class Rung(NamedTuple):
    """Who was told of which case, and when."""

    of_case: int
    told_at: datetime
    level: int
    reason: str


@dataclass(slots=True)
class Today:
    waiting: list[Waiting] = field(default_factory=list)
    count: int = 0
    late: int = 0
    came_up: list[CameUp] = field(default_factory=list)
    came_up_count: int = 0
    promises: list[Promise] = field(default_factory=list)
    offers: list[HandOver] = field(default_factory=list)
    approvals: list[Recovery] = field(default_factory=list)
    proposals: list[EndProposal] = field(default_factory=list)
    enquiries: list[Enquiry] = field(default_factory=list)
    standing_in: list[Absence] = field(default_factory=list)
    in_hand: int = 0
    last_contact: datetime | None = None
    ever: bool = True
    blocks: list[Block] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.waiting)

    @property
    def asks(self) -> int:
        """How much waits for an answer of the reader beside the customers."""
        return len(self.offers) + len(self.approvals) + len(self.proposals) + len(self.enquiries)


def today(*, user: User, now: datetime, with_blocks: bool = True) -> Today:
    """The whole page; without the blocks of other apps where only the customers are asked for."""
    mine = [user.pk, *acting_for(user, now)]
    held = without_hidden(Case.objects.filter(OPEN, leader__in=mine), user)
    counts = held.aggregate(
        count=Count("pk", filter=TRYING),
        late=Count("pk", filter=TRYING & Q(due_at__lte=now)),
        in_hand=Count("pk", filter=~TRYING),
    )
    waiting = held.filter(TRYING).order_by(F("due_at").asc(nulls_last=True), "pk")
    first = list(waiting.values_list("pk", flat=True)[:SHOWN])
    rungs = _came_up(user, mine, now)
    cases = {case.pk: case for case in listed([*first, *(rung.of_case for rung in rungs[:SHOWN])])}
    around, phones = circumstances(list(cases.values()), now), _phones(cases.values())
    found = Today(
        waiting=[
            _waiting(case, user, status_of(case, around, now), phones)
            for case in map(cases.__getitem__, first)
        ],
        came_up=[
            _climbed(rung, case, status_of(case, around, now), phones)
            for rung in rungs[:SHOWN]
            for case in [cases[rung.of_case]]
        ],
        came_up_count=len(rungs),
        promises=_PROMISES.objects(user=user.pk, mine=mine),
        standing_in=_STANDING_IN.objects(user=user.pk, now=now) if len(mine) > 1 else [],
        offers=_OFFERS.objects(user=user.pk),
        enquiries=_ENQUIRIES.objects(mine=mine),
        blocks=_blocks(user, now) if with_blocks else [],
        **counts,
    )
    _confirmations(found, mine)
    if not found.count:
        found.last_contact = next((at for (at,) in _LAST_CONTACT(user=user.pk)), None)
        found.ever = found.last_contact is not None or Case.objects.exists()
    return found


def _blocks(user: User, now: datetime) -> list[Block]:
    found = (block for make in BLOCKS if (block := make(user, now)))
    return sorted(found, key=lambda block: block.order)


def _waiting(case: Case, user: User, status: Status, phones: Mapping[int, str]) -> Waiting:
    leader = "" if case.leader_id == user.pk else case.leader.name
    return Waiting(case, status, phones.get(case.customer_id or 0, ""), leader)


def _climbed(rung: Rung, case: Case, status: Status, phones: Mapping[int, str]) -> CameUp:
    phone = phones.get(case.customer_id or 0, "")
    return CameUp(case, status, phone, rung.told_at, rung.level, rung.reason == "again")


def _came_up(user: User, mine: Sequence[int], now: datetime) -> list[Rung]:
    """The highest open rung of each case that climbed to the reader and is led by somebody else."""
    newest = {rung.of_case: rung for rung in map(Rung._make, _RUNGS(user=user.pk, mine=mine))}
    seen = seen_among(user, newest, now) if newest else {}
    elsewhere = {
        pk for pk, (leader, state) in seen.items() if state != CaseState.CLOSED and leader not in mine
    }
    return [rung for pk, rung in newest.items() if pk in elsewhere]


def _phones(cases: Collection[Case]) -> dict[int, str]:
    return dict(_PHONES(customers={case.customer_id for case in cases if case.customer_id}))


def _confirmations(found: Today, mine: Sequence[int]) -> None:
    """What somebody above has to agree to. The clock of a proposed end has its number below zero."""
    refs = {ref for (ref,) in _APPROVALS(mine=mine)}
    if gifts := [ref for ref in refs if ref > 0]:
        found.approvals = _GIFTS.objects(pks=gifts)
    if ends := [-ref for ref in refs if ref < 0]:
        found.proposals = _ENDS.objects(pks=ends)


# -- Questions with kept SQL ------------------------------------------------------------------
_USER, _NOW = Given("user", BigIntegerField()), Given("now", DateTimeField())

_RUNGS = Kept(
    lambda: (
        Escalation.objects.filter(
            Q(Among("to", "mine")) | Q(deputy=_USER),
            answered_at=None,
            clock__subject_kind="case",
            clock__kind__in=OPENING,
            clock__met_at=None,
            clock__ended_at=None,
        )
        .order_by("told_at", "pk")
        .values_list("clock__subject_id", "told_at", "level", "reason")
    )
)
_PHONES = Kept(
    lambda: (
        ContactPoint.objects.filter(Among("customer", "customers"), kind=ContactKind.PHONE, bounced_at=None)
        .order_by("-pk")
        .values_list("customer_id", "value")
    )
)
_PROMISES = Kept(
    lambda: (
        Promise.objects.filter(
            Q(made_by=_USER) | Q(Among("case__leader", "mine")),
            ~Q(case__state=CaseState.CLOSED),
            kept_at=None,
            withdrawn_at=None,
        )
        .select_related("case__customer", "words")
        .only("kind", "due_at", "case__customer__name", "words__body")
        .order_by("due_at", "pk")[:SHOWN]
    )
)
_STANDING_IN = Kept(
    lambda: (
        Absence.objects.filter(deputy=_USER, starts__lte=_NOW, ends__gt=_NOW)
        .select_related("person")
        .only("ends", "person__name")
        .order_by("ends")
    )
)
_LAST_CONTACT = Kept(
    lambda: (
        ContactAttempt.objects.filter(by=_USER, withdrawn_at=None, outcome=Outcome.REACHED)
        .order_by("-logged_at")
        .values_list("logged_at")[:1]
    )
)
_OFFERS = Kept(
    lambda: (
        HandOver.objects.filter(receiver=_USER, state=HandOverState.OFFERED)
        .select_related("case__customer", "giver", "reason")
        .only("offered_at", "case__customer__name", "giver__name", "reason__body")
        .order_by("offered_at")
    )
)
_APPROVALS = Kept(
    lambda: Clock.objects.filter(
        Q(Among("holder", "mine")) | Q(Among("escalations__to", "mine")),
        RUNNING,
        subject_kind="case",
        kind=APPROVAL,
    ).values_list("ref")
)
_ENQUIRIES = Kept(
    lambda: (
        Enquiry.objects.filter(Among("leader", "mine"), answered_at=None)
        .select_related("place", "text")
        .only("due_at", "place__name", "text__body")
        .order_by("due_at")
    )
)
_GIFTS = Kept(
    lambda: (
        Recovery.objects.filter(Among("pk", "pks"), state=RecoveryState.ASKED)
        .select_related("case__customer", "by")
        .only("kind", "what", "cost", "at", "case__customer__name", "by__name")
        .order_by("at")
    )
)
_ENDS = Kept(
    lambda: (
        EndProposal.objects.filter(Among("pk", "pks"), state=ProposalState.PROPOSED)
        .select_related("case__customer", "proposed_by", "why")
        .only("end", "proposed_at", "case__customer__name", "proposed_by__name", "why__body")
        .order_by("proposed_at")
    )
)

"""The change of the one name the customer is told. Used by hand-overs, take-overs, leavers, and where the leader is concerned.

The customer's clocks are never reset. Not here: who may ask for a change (`hand_overs`, `concerns`, `leavers`).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from accounts.enums import EndReason
from accounts.models import Clock, User, Witness
from accounts.operations import clocks as engine
from accounts.queries.house import house
from accounts.queries.line import line_of
from accounts.rules.line import Line
from cxapp.lib.working_time import elapsed
from feedback.access.standing import concerned
from feedback.enums import HandOverState
from feedback.enums import ResponsibilityReason as Why
from feedback.models import HandOver, Responsibility
from feedback.operations.cases import unit_of
from feedback.operations.work import Work
from feedback.rules.kinds import APPROVAL, OFFER

QUIET = (Why.CONCERNED, Why.CONFLICT)
"""Changes the former leader is not told of: the reason shows only above them."""


class Next(NamedTuple):
    person: int
    conflict: bool = False


def lead_by(work: Work, leader: User, reason: Why, *, pin: bool = False, **data: Any) -> None:
    """From now on this person leads. `pin`: under the last-quarter and downward rules a miss stays with the giver."""
    case, old = work.case, work.case.leader
    line = line_of(people=[old.pk, leader.pk], now=work.now)
    _responsibility(work, leader, reason, line, data)
    case.leader = leader
    case.save(update_fields=["leader"])
    _rehold(work, old, leader, pin, line)
    withdraw_offers(work)
    work.event("leader", old=old.pk, leader=leader.pk, reason=reason.value, **data)
    key = f"{case.pk}:{case.seq}"
    work.tell("case_yours", {leader.pk, line.stand_in(leader.pk)}, key, old=old.pk, reason=reason.value)
    if reason not in QUIET and old.is_active:
        work.tell("case_passed_on", {old.pk}, key, leader=leader.pk, reason=reason.value)
    work.tell_customer("customer_new_leader", key)


def _responsibility(work: Work, leader: User, reason: Why, line: Line, data: dict[str, Any]) -> None:
    case = work.case
    Responsibility.objects.filter(case=case, ends=None).update(ends=work.now, end_reason=reason)
    Responsibility.objects.create(
        case=case,
        leader=leader,
        deputy_id=line.stand_in(leader.pk),
        reason=reason,
        reason_data=data,
        policy_version_id=house().policy_of(unit_of(case)).version,
        starts=work.now,
    )


def _rehold(work: Work, old: User, new: User, pin: bool, line: Line) -> None:
    mine = [
        clock for clock in work.waiting() if clock.holder_id == old.pk and clock.kind not in (APPROVAL, OFFER)
    ]
    downward = old.pk in line.path(new.pk)[0]
    for clock in mine:
        charged = clock.charged_to
        if charged is None and pin and (downward or _in_last_quarter(work, clock)):
            charged = old
        engine.rehold(clocks=[clock], holder=new, charged_to=charged, now=work.now)


def _in_last_quarter(work: Work, clock: Clock) -> bool:
    calendar = house().calendar_of(unit_of(work.case))
    whole = elapsed(calendar, clock.started_at, clock.due_at)
    return elapsed(calendar, min(work.now, clock.due_at), clock.due_at) * 4 <= whole


def withdraw_offers(work: Work) -> None:
    """Offers still open make no sense any more."""
    HandOver.objects.filter(case=work.case, state=HandOverState.OFFERED).update(
        state=HandOverState.WITHDRAWN, answered_at=work.now
    )
    engine.end(clocks=work.waiting(OFFER), reason=EndReason.VOID, now=work.now)


def fit_leader(work: Work) -> None:
    """A case that opens again may be led by somebody who left, or whom it turned out to be about: then the next one up leads."""
    leader, shut = work.case.leader, concerned(work.case)
    if leader.is_active and leader.pk not in shut:
        return
    line = line_of(people=[leader.pk], now=work.now)
    following = next_leader(person=leader.pk, excluded=shut, line=line, now=work.now)
    if following.person != leader.pk:
        found = Why.CONCERNED if leader.pk in shut else Why.LEAVER
        reason = Why.CONFLICT if following.conflict else found
        lead_by(work, User.objects.get(pk=following.person), reason)


def next_leader(*, person: int, excluded: Collection[int], line: Line, now: datetime) -> Next:
    """The first active person above who is not concerned; about the owner: the witness, else the owner, marked *conflict*."""
    path, _ = line.path(person)
    owner = [line.owner] if line.owner is not None and line.owner != person else []
    found = next((p for p in [*path, *owner] if line.is_active(p) and p not in excluded), None)
    if found is not None:
        return Next(found)
    witness = (
        Witness.objects.filter(until=None, user__is_active=True).exclude(user=person).order_by("pk").first()
    )
    if witness is not None and line.owner in excluded:
        return Next(witness.user_id, conflict=True)
    if line.owner is None:
        raise LookupError("no active owner")
    return Next(line.owner, conflict=True)

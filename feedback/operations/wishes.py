"""How the customer wants to hear from us, and whether we can reach them at all: both decide which act the clock asks for.

The cycle keeps its one clock: its kind changes in place, the rungs stay.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.enums import EndReason
from accounts.operations import clocks as engine
from accounts.operations.timeline import By
from accounts.queries.house import house
from cxapp.lib.errors import Refused
from cxapp.lib.working_time import due
from feedback.enums import CaseState, Outcome, Wish
from feedback.models import OPEN, Case, ContactAttempt, ContactPoint, Customer
from feedback.operations.cases import unit_of
from feedback.operations.cycles import start_cycle
from feedback.operations.work import Work, begin, begin_many, finish, restart_resolution, step_for
from feedback.rules.kinds import CONTACT, DECISION, RESOLUTION, main_clock
from feedback.rules.transitions import Verb


class WishRefused(Refused):
    code = "wish_refused"


@transaction.atomic
def change_wish(
    *, case: Case, by: By, wish: Wish, now: datetime, when: str = "", expected_seq: int | None = None
) -> Case:
    """The newest wish governs. A waiting clock turns to the act it asks for, never later than promised for a contact."""
    work = begin(case=case, by=by, verb=Verb.CHANGE_WISH, now=now, expected_seq=expected_seq)
    if work.case.is_place_case:
        raise WishRefused(_("This case is about a place; nobody can be asked."))
    if wish == work.case.wish:
        _note_when(work, when)
        return work.case
    old, work.case.wish, work.case.wish_when = work.case.wish, wish, when[:80]
    work.case.save(update_fields=["wish", "wish_when"])
    if old == Wish.NO_CONTACT and work.case.state != CaseState.WAITING:
        start_cycle(case=work.case, higher=False, why="wish", by=by, now=now)
        work.reload()
    _turn(work)
    work.event("wish", old=old, wish=wish)
    work.tell("case_wish", {work.case.leader_id}, f"{work.case.pk}:{work.case.seq}")
    finish(work)
    return work.case


def _note_when(work: Work, when: str) -> None:
    """The same wish, at another time of day."""
    if when[:80] != work.case.wish_when:
        work.case.wish_when = when[:80]
        work.case.save(update_fields=["wish_when"])
        work.event("wish", old=work.case.wish, wish=work.case.wish)
        finish(work)


@transaction.atomic
def lose_reach(*, case: Case, by: By, now: datetime) -> Case:
    """No way to reach the customer is left: an action answers them instead. Wrong details must have shown it."""
    work = begin(case=case, by=by, verb=Verb.LOSE_REACH, now=now)
    points = ContactPoint.objects.filter(customer=work.case.customer_id, bounced_at=None)
    tried = ContactAttempt.objects.filter(
        case=work.case, cycle=work.case.cycle, outcome=Outcome.WRONG_DETAILS, withdrawn_at=None
    )
    if points.exists() and not tried.exists():
        words = _("There is still a way to reach this customer. Try it and log what came of it first.")
        raise WishRefused(words)
    return _set_reach(work, reachable=False)


@transaction.atomic
def find_reach(*, case: Case, by: By, now: datetime) -> Case:
    """A way to reach the customer was found: they can be contacted after all."""
    work = begin(case=case, by=by, verb=Verb.FIND_REACH, now=now)
    if work.case.is_place_case or work.case.customer_id is None:
        raise WishRefused(_("Nobody is known who could be reached. Enter who it is first."))
    return _set_reach(work, reachable=True)


@transaction.atomic
def reach_again(*, customer: Customer, by: By, now: datetime) -> int:
    """A way to reach this customer was entered: each open case that had none asks for a contact now. Returns how many."""
    cases = list(Case.objects.filter(OPEN, customer=customer, reachable=False))
    for work in begin_many(cases=cases, by=by, verb=Verb.FIND_REACH, now=now, may_always=True):
        _set_reach(work, reachable=True)
    return len(cases)


@transaction.atomic
def reach_gone(*, customer: Customer, by: By, now: datetime) -> int:
    """The last way to reach this customer was taken out: an action answers each open case instead. Returns how many."""
    cases = list(Case.objects.filter(OPEN, customer=customer, reachable=True))
    for work in begin_many(cases=cases, by=by, verb=Verb.LOSE_REACH, now=now, may_always=True):
        _set_reach(work, reachable=False)
    return len(cases)


def _set_reach(work: Work, *, reachable: bool) -> Case:
    work.case.reachable = reachable
    work.case.save(update_fields=["reachable"])
    _turn(work)
    work.event("reach", reachable=reachable)
    work.tell("case_wish", {work.case.leader_id}, f"{work.case.pk}:{work.case.seq}")
    finish(work)
    return work.case


def _turn(work: Work) -> None:
    clock, case = work.main, work.case
    wanted = main_clock(wish=case.wish, reachable=case.reachable)
    if clock is None or clock.kind == wanted.kind:
        return
    step = step_for(case, wanted.step)
    calendar = house().calendar_of(unit_of(case))
    if wanted.kind == CONTACT:
        due_at = min(clock.due_at, due(calendar, work.now, step))
    else:
        from_start = due(calendar, clock.started_at, step)
        due_at = from_start if from_start > work.now else clock.due_at
    engine.turn(clock=clock, kind=wanted.kind, due_at=due_at, now=work.now, step=step)
    resolving = work.waiting(RESOLUTION)
    if wanted.kind == DECISION:
        engine.end(clocks=resolving, reason=EndReason.REPLACED, now=work.now)
    elif not resolving:
        restart_resolution(work)

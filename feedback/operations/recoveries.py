"""What we give to put it right: within one's authority at once, above it one tap of approval up the line, on its own clock."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.operations import clocks as engine
from accounts.operations.timeline import By
from accounts.queries.house import house
from accounts.queries.line import line_of
from cxapp.lib.errors import Refused
from feedback.access.standing import concerned
from feedback.enums import RecoveryKind, RecoveryState
from feedback.models import Authority, Case, Recovery
from feedback.operations.work import NotYours, Work, begin, finish, start_clock, step_for
from feedback.rules.authority import Limit, limit_of, within
from feedback.rules.kinds import APPROVAL
from feedback.rules.transitions import Verb

MOST = Decimal("99999999.99")


class RecoveryRefused(Refused):
    code = "recovery_refused"


@transaction.atomic
def give_recovery(
    *,
    case: Case,
    by: By,
    kind: RecoveryKind,
    what: str,
    cost: Decimal,
    now: datetime,
    expected_seq: int | None = None,
) -> Recovery:
    """Give it, or ask up the line where it is more than one may give."""
    work = begin(case=case, by=by, verb=Verb.GIVE_RECOVERY, now=now, expected_seq=expected_seq)
    if not cost.is_finite() or not 0 <= cost <= MOST:
        raise RecoveryRefused(_("Enter what it costs, 0 or more."), field="cost")
    given = may_give(person=work.user, case=work.case, cost=cost, now=now)
    recovery = Recovery.objects.create(
        case=work.case,
        kind=kind,
        what=what[:200],
        cost=cost,
        state=RecoveryState.GIVEN if given else RecoveryState.ASKED,
        by=work.user,
        at=now,
    )
    work.event("recovery", recovery=recovery.pk, kind=kind, cost=str(cost), state=recovery.state)
    if not given:
        _ask(work, recovery)
    work.tell("case_recovery", {work.case.leader_id}, f"{recovery.pk}", recovery=recovery.pk)
    finish(work)
    return recovery


def may_give(*, person: User, case: Case, cost: Decimal, now: datetime) -> bool:
    """Whether this is within somebody's authority, with what this case and their month have seen already."""
    limit = authority_of(person)
    return within(
        cost=cost,
        limit=limit,
        on_case=_given(Recovery.objects.filter(case=case)),
        this_month=given_this_month(person, now),
    )


def authority_of(person: User) -> Limit | None:
    """What this person may give; None is without limit."""
    rows = Authority.objects.values_list("role", "per_case", "per_month")
    limits = {role: Limit(case, month) for role, case, month in rows}
    return limit_of(roles=person.roles, is_owner=person.is_owner, limits=limits)


def given_this_month(person: User, now: datetime) -> Decimal:
    """What somebody has given since the first of the month, by the organisation's calendar."""
    local = now.astimezone(ZoneInfo(house().organisation.zone))
    first = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return _given(Recovery.objects.filter(by=person, at__gte=first))


def _given(rows: QuerySet[Recovery]) -> Decimal:
    total: Decimal | None = rows.filter(state=RecoveryState.GIVEN).aggregate(total=Sum("cost"))["total"]
    return total or Decimal(0)


def _ask(work: Work, recovery: Recovery) -> None:
    """The nearest person above who may decide this much; the owner always may."""
    line = line_of(people=[work.user.pk], now=work.now)
    shut = concerned(work.case)
    told: list[int] = []
    while (above := line.who_is_above(work.user.pk, told=told, excluded=shut)) is not None:
        person = User.objects.get(pk=above.person)
        if may_give(person=person, case=work.case, cost=recovery.cost, now=work.now):
            start_clock(work, APPROVAL, step=step_for(work.case, APPROVAL), holder=person.pk, ref=recovery.pk)
            asked = above.deputy or above.person
            work.tell("case_recovery_asked", {asked}, f"{recovery.pk}", recovery=recovery.pk)
            return
        told.append(above.person)
    raise RecoveryRefused(_("There is nobody above you who may give this much. Ask for less."), field="cost")


@transaction.atomic
def decide_recovery(*, recovery: Recovery, by: By, yes: bool, now: datetime) -> Recovery:
    """One tap by somebody above who may give this much themselves."""
    work = begin(case=recovery.case, by=by, verb=Verb.DECIDE_RECOVERY, now=now, may_always=True)
    row = Recovery.objects.select_for_update(of=("self",)).get(pk=recovery.pk)
    if row.state != RecoveryState.ASKED:
        raise RecoveryRefused(_("This has been decided already."))
    _may_decide(work, row)
    row.state = RecoveryState.GIVEN if yes else RecoveryState.REFUSED
    row.decided_by, row.decided_at = work.user, now
    row.save(update_fields=["state", "decided_by", "decided_at"])
    clocks = [clock for clock in work.waiting(APPROVAL) if clock.ref == row.pk]
    engine.meet(clocks=clocks, by=work.user, now=now)
    work.event("recovery_decided", recovery=row.pk, state=row.state)
    people = {row.by_id, work.case.leader_id}
    work.tell("case_recovery_decided", people, f"{row.pk}", recovery=row.pk)
    finish(work)
    return row


def _may_decide(work: Work, recovery: Recovery) -> None:
    """Above whoever asked (or standing in for somebody there), not concerned, and with enough authority."""
    user, line = work.user, line_of(people=[recovery.by_id, work.user.pk], now=work.now)
    path = line.path(recovery.by_id)[0]
    above = user.is_owner or any(
        p == user.pk or (p in line.away and line.stand_in(p) == user.pk) for p in path
    )
    if not above or user.pk == recovery.by_id or user.pk in concerned(work.case) or not user.is_active:
        raise NotYours(_("This is for somebody above the person who asked."))
    deciders = [
        user,
        *User.objects.filter(pk__in=[p for p in path if p in line.away and line.stand_in(p) == user.pk]),
    ]
    if not any(may_give(person=p, case=work.case, cost=recovery.cost, now=work.now) for p in deciders):
        raise NotYours(_("This is more than you may give. It goes on to the next one up."))

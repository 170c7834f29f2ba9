"""One customer, two cases: merging closes the younger, undoing it restores the links. A second matter may be split off.

Both timelines stay and are shown together.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Event, User
from accounts.operations import clocks as engine
from accounts.operations.timeline import By
from accounts.queries.house import house
from accounts.queries.line import line_of
from cxapp.lib.errors import Refused
from feedback.access.standing import concerned
from feedback.enums import CaseState, End, ResponsibilityReason
from feedback.models import OPEN, Case, Responsibility, Signal
from feedback.operations.cases import keep_due, start_clocks
from feedback.operations.closing import close_now
from feedback.operations.cycles import start_cycle
from feedback.operations.leading import fit_leader
from feedback.operations.severities import raise_by_rule
from feedback.operations.work import NotYours, Work, begin, begin_many, digest, finish, finish_many, need_text
from feedback.rules.kinds import MAIN
from feedback.rules.transitions import Verb


class MergeRefused(Refused):
    code = "merge_refused"


@transaction.atomic
def merge(*, cases: tuple[Case, Case], by: By, now: datetime) -> Case:
    """Close the younger of two cases of one customer into the older one; its signals move there. Returns the older."""
    works = begin_many(cases=cases, by=by, verb=Verb.MERGE, now=now)
    if len(works) != 2:
        raise MergeRefused(_("Choose two different cases."))
    older, younger = sorted(works, key=lambda work: (work.case.opened_at, work.case.pk))
    _may_meet(older.case, younger.case)
    unheard = younger.case.state == CaseState.WAITING
    moved = list(Signal.objects.filter(case=younger.case).order_by("pk").values_list("pk", flat=True))
    younger.case.merged_into = older.case
    younger.case.save(update_fields=["merged_into"])
    close_now(younger, End.MERGED, into=older.case.pk, signals=moved)
    Signal.objects.filter(pk__in=moved).update(case=older.case)
    if older.case.customer_id is None:
        older.case.customer_id = younger.case.customer_id
        older.case.save(update_fields=["customer"])
    older.event("merged", case_merged=younger.case.pk, signals=moved)
    older.tell(
        "case_merged", {older.case.leader_id, younger.case.leader_id}, f"{younger.case.pk}:{older.case.seq}"
    )
    raise_by_rule(case=older.case, severity=younger.case.severity, by=by, now=now)
    if unheard and older.case.state != CaseState.WAITING:
        start_cycle(case=older.case, higher=False, why="merged", by=by, now=now)
    older.reload()
    finish_many([older, younger])
    return older.case


def _may_meet(one: Case, other: Case) -> None:
    customers = {one.customer_id, other.customer_id} - {None}
    if one.is_place_case or other.is_place_case or len(customers) > 1:
        raise MergeRefused(_("Only two cases of the same customer can be merged."))
    if concerned(one) or concerned(other):
        raise MergeRefused(_("A case about somebody who works here stays a matter of its own."))


@transaction.atomic
def undo_merge(*, case: Case, by: By, now: datetime) -> Case:
    """The younger case gets its signals back and waits again; its promise is never earlier than a full step from now."""
    work = begin(case=case, by=by, verb=Verb.UNDO_MERGE, now=now)
    case = work.case
    if case.merged_into_id is None:
        raise MergeRefused(_("This case was not merged."))
    closing = Event.objects.filter(subject_kind="case", subject_id=case.pk, code="closed").order_by("-seq")[0]
    signals = list(Signal.objects.filter(pk__in=closing.data["signals"], case=case.merged_into_id))
    old_due = max((clock.due_at for clock in work.clocks if clock.kind in MAIN), default=now)
    case.merged_into = None
    if Case.objects.filter(
        OPEN, customer=case.customer_id, customer__isnull=False, matter=case.matter
    ).exists():
        case.matter = min(signal.pk for signal in signals)
    case.save(update_fields=["merged_into", "matter"])
    Signal.objects.filter(pk__in=[signal.pk for signal in signals]).update(case=case)
    fit_leader(work)
    start_cycle(case=case, higher=False, why="merge_undone", by=by, now=now)
    work.reload()
    if work.main is not None and old_due > work.main.due_at:
        engine.move(clocks=[work.main], due_at=old_due, now=now)
    work.event("merge_undone", signals=[signal.pk for signal in signals])
    work.tell("case_reopened", {work.case.leader_id}, f"{work.case.pk}:{work.case.cycle}")
    finish(work)
    return work.case


@transaction.atomic
def split(*, signal: Signal, leader: User, by: By, why: str, now: datetime) -> Case:
    """A second matter elsewhere becomes a case of its own, led by somebody else. Only for someone above both leaders."""
    work = begin(case=signal.case, by=by, verb=Verb.SPLIT, now=now)
    _may_part(work, signal, leader)
    text = need_text(why, _("Say why these are two matters, in one sentence."), "why")
    new = _part(work, signal, leader)
    work.event("split", signal=signal.pk, into=new.case.pk, why=digest(text))
    new.event("opened", leader=leader.pk, reason="split", split_from=work.case.pk, severity=new.case.severity)
    new.tell("case_opened", {leader.pk}, f"{new.case.pk}:1")
    new.tell_customer("customer_new_leader", f"{new.case.pk}:1", signal=signal)
    finish_many([work, new])
    return new.case


def _may_part(work: Work, signal: Signal, leader: User) -> None:
    above = line_of(people=[leader.pk], now=work.now).path(leader.pk)[0]
    if not work.user.is_owner and work.user.pk not in above:
        raise NotYours(_("Only someone above both leaders can make two cases of one."))
    if not leader.is_active or leader.pk in concerned(work.case):
        raise MergeRefused(_("%(name)s cannot take this case. Choose somebody else.") % {"name": leader.name})
    if not Signal.objects.filter(case=work.case).exclude(pk=signal.pk).exists():
        raise MergeRefused(_("There is only one matter in this case."))


def _part(work: Work, signal: Signal, leader: User) -> Work:
    """The new case, its holder and its clocks. The customer was promised a contact: that promise holds for both."""
    old, now = work.case, work.now
    new = Case.objects.create(
        customer=old.customer,
        account=old.account,
        matter=signal.pk,
        place=signal.place or old.place,
        department=signal.department or old.department,
        stage=signal.stage or old.stage,
        leader=leader,
        severity=old.severity,
        wish=signal.wish,
        wish_when=signal.wish_when,
        reachable=old.reachable,
        words=signal.text,
        mode=old.mode,
        received_at=signal.received_at,
        opened_at=now,
    )
    Responsibility.objects.create(
        case=new,
        leader=leader,
        reason=ResponsibilityReason.HAND_OVER,
        reason_data={"split": old.pk},
        starts=now,
    )
    Signal.objects.filter(pk=signal.pk).update(case=new)
    start_clocks(cases=[new], where=house(), started_at=now, now=now)
    made = Work(new, [], work.by, work.roles, now)
    made.reload()
    promised = work.main.due_at if work.main is not None else None
    if promised is not None and made.main is not None and now < promised < made.main.due_at:
        engine.move(clocks=[made.main], due_at=promised, now=now)
    keep_due([made.case])
    return made

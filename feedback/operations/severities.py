"""Raising and lowering how severe a case is. The promise follows: min(old due, now + the new step)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.enums import Severity
from accounts.operations import climb
from accounts.operations import clocks as engine
from accounts.operations.timeline import By, Entry, record
from accounts.queries.house import house
from cxapp.lib.errors import Refused
from cxapp.lib.working_time import ROUND_THE_CLOCK, due
from feedback.access.standing import concerned
from feedback.models import Case
from feedback.operations.cases import keep_due, unit_of
from feedback.operations.work import Work, begin, digest, finish, need_text
from feedback.queries.on_call import called_out
from feedback.rules.kinds import MAIN, RESOLUTION, main_clock
from feedback.rules.transitions import Verb


class SeverityRefused(Refused):
    code = "severity_refused"


def raise_by_rule(*, case: Case, severity: str, by: By, now: datetime) -> None:
    """A later signal says it is worse. Lower or equal changes nothing."""
    if Severity.rank(severity) > Severity.rank(case.severity):
        set_severity(case=case, severity=severity, by=by, now=now, data={"by_rule": True})


def set_severity(*, case: Case, severity: str, by: By, now: datetime, data: dict[str, object]) -> None:
    """Store the severity. Raised, waiting promises come forward where the new step is shorter; later rungs get it too."""
    old, case.severity = case.severity, severity
    case.save(update_fields=["severity"])
    if Severity.rank(severity) > Severity.rank(old):
        _bring_forward(case, now)
    record(entries=[Entry("case", case.pk, "severity", by, {"from": old, "to": severity, **data})], now=now)


def _bring_forward(case: Case, now: datetime) -> None:
    where, unit = house(), unit_of(case)
    policy = where.policy_of(unit)
    first = main_clock(wish=case.wish, reachable=case.reachable).step
    for clock in engine.locked(engine.of_subjects("case", [case.pk], *MAIN, RESOLUTION)):
        step = policy.step(RESOLUTION if clock.kind == RESOLUTION else first, case.severity)
        due_at = min(clock.due_at, due(where.calendar_of(unit), now, step))
        engine.turn(clock=clock, kind=clock.kind, due_at=due_at, step=step, now=now)
        if clock.kind in MAIN:
            case.due_at = clock.due_at
    keep_due([case])


def call_out(*, case: Case, critical_kind: str, now: datetime) -> None:
    """A later signal that cannot wait for working hours: whoever is on call is told, and the first promise runs day and night."""
    if not critical_kind:
        return
    person = called_out(critical_kind, unit_of(case), house(), now, excluded=concerned(case))
    clock = next(iter(engine.locked(engine.of_subjects("case", [case.pk], *MAIN))), None)
    if person is None or clock is None or clock.escalations.filter(reason="on_call").exists():
        return
    step = engine.step_of(clock)
    due_at = min(clock.due_at, due(ROUND_THE_CLOCK, now, step))
    engine.turn(clock=clock, kind=clock.kind, due_at=due_at, step=step, now=now)
    case.due_at = clock.due_at
    keep_due([case])
    if person != case.leader_id and clock.armed_at:
        climb.tell_on_call(called=[(clock, person)], now=now)


@transaction.atomic
def raise_severity(
    *, case: Case, by: By, severity: str, why: str, now: datetime, expected_seq: int | None = None
) -> Case:
    """Anyone who may act on the case may say it is worse, with a reason."""
    work = begin(case=case, by=by, verb=Verb.RAISE_SEVERITY, now=now, expected_seq=expected_seq)
    if Severity.rank(severity) <= Severity.rank(work.case.severity):
        raise SeverityRefused(
            _("The case is at least as severe already. Choose a higher one."), field="severity"
        )
    return _change(work, severity, why)


@transaction.atomic
def lower_severity(
    *, case: Case, by: By, severity: str, why: str, now: datetime, expected_seq: int | None = None
) -> Case:
    """Only someone above the leader, and never once a clock has run out."""
    work = begin(case=case, by=by, verb=Verb.LOWER_SEVERITY, now=now, expected_seq=expected_seq)
    if Severity.rank(severity) >= Severity.rank(work.case.severity):
        raise SeverityRefused(
            _("The case is no more severe than that. Choose a lower one."), field="severity"
        )
    if any(clock.due_at <= now for clock in work.waiting(*MAIN, RESOLUTION)):
        raise SeverityRefused(_("A promised time has passed, so the case stays as severe as it is."))
    return _change(work, severity, why)


def _change(work: Work, severity: str, why: str) -> Case:
    text = need_text(why, _("Say why, in one sentence."), "why")
    set_severity(case=work.case, severity=severity, by=work.by, now=work.now, data={"why": digest(text)})
    work.reload()
    urgent = severity == Severity.CRITICAL
    key = f"{work.case.pk}:{work.case.seq}"
    work.tell("case_severity", {work.case.leader_id}, key, urgent=urgent, severity=severity)
    finish(work)
    return work.case

"""The sentences at the top of a private page: what was promised and by when, or honestly that it is late and who was told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo

from django.utils.translation import gettext as _

from accounts.models import Clock, Escalation
from cxapp.lib.wording import clock_time
from feedback.enums import CaseState, PromiseKind, Wish
from feedback.models import Case, Promise
from feedback.queries.leaders import Reader
from feedback.rules.kinds import ACTION, DECISION


def open_promises(case: Case) -> list[Promise]:
    """What the leader promised in a talk and has neither done nor taken back."""
    rows = Promise.objects.filter(case=case, kept_at=None, withdrawn_at=None).select_related(
        "words", "made_by"
    )
    return list(rows.order_by("due_at", "pk")) if case.is_open else []


def dues(clock: Clock | None, promises: list[Promise]) -> list[datetime]:
    return [promise.due_at for promise in promises] + ([clock.due_at] if clock is not None else [])


def top_sentences(
    case: Case,
    clock: Clock | None,
    promises: list[Promise],
    reader: Reader,
    live: bool,
    now: datetime,
    zone: tzinfo,
) -> list[str]:
    """The sentences at the top: what was promised, or honestly that it is late and who was told."""
    names = {"leader": case.leader.name}
    if not case.is_open:
        return [_("This is closed. You can still read it, and write to us here.")]
    if not live:
        return [_("%(leader)s has it.") % names]
    if clock is None:
        words = [_promised(promise, now, zone) for promise in promises]
        return [*(words or _underway(case, names)), *_deputy(reader, now, zone)]
    names["at"] = clock_time(clock.due_at, now, zone)
    if clock.due_at > now:
        return [_ahead(case, clock) % names, *_wished(case, clock), *_deputy(reader, now, zone)]
    return [_passed(case, clock) % names, *_told(case, clock, now, zone), *_deputy(reader, now, zone)]


def _underway(case: Case, names: Mapping[str, str]) -> list[str]:
    if case.state == CaseState.RESOLVED:
        return [_("%(leader)s says it is put right. Is it right for you?") % names]
    return [_("%(leader)s is working on it.") % names]


def _promised(promise: Promise, now: datetime, zone: tzinfo) -> str:
    names = {
        "who": promise.made_by.name,
        "at": clock_time(promise.due_at, now, zone),
        "what": promise.words.body.strip().rstrip(".") if promise.words else _kind_of(promise),
    }
    if promise.due_at <= now:
        return _("%(who)s had promised by %(at)s: %(what)s. That time has passed. That is our fault.") % names
    return _("%(who)s promised you by %(at)s: %(what)s.") % names


def _kind_of(promise: Promise) -> str:
    return _("a call") if promise.kind == PromiseKind.CALL_BY else _("to put it right")


def _ahead(case: Case, clock: Clock) -> str:
    if clock.kind == ACTION:
        return _("You left no way to reach you. By %(at)s %(leader)s says here what we do about it.")
    if clock.kind == DECISION:
        return _("As you wished, we will not contact you. By %(at)s %(leader)s writes here what we decided.")
    if case.wish == Wish.VISIT:
        return _("%(leader)s will meet you or agree a time with you by %(at)s.")
    if case.wish == Wish.WRITE:
        return _("%(leader)s will write to you by %(at)s.")
    return _("%(leader)s will call you by %(at)s.")


def _wished(case: Case, clock: Clock) -> list[str]:
    """The time they asked for stands beside the promise: whoever said "after 17:00" reads that it was heard."""
    if clock.kind in (ACTION, DECISION) or case.wish not in (Wish.CALL, Wish.VISIT) or not case.wish_when:
        return []
    return [_("You asked for: %(when)s.") % {"when": case.wish_when}]


def _passed(case: Case, clock: Clock) -> str:
    if clock.kind in (ACTION, DECISION):
        return _("%(leader)s had promised to answer here by %(at)s. That time has passed. That is our fault.")
    if case.wish == Wish.VISIT:
        return _("%(leader)s had promised to meet you by %(at)s. That time has passed. That is our fault.")
    if case.wish == Wish.WRITE:
        return _("%(leader)s had promised to write by %(at)s. That time has passed. That is our fault.")
    return _("%(leader)s had promised to call by %(at)s. That time has passed. That is our fault.")


def _told(case: Case, clock: Clock, now: datetime, zone: tzinfo) -> list[str]:
    """Who was told that it is late, in order."""
    rungs = (
        Escalation.objects.filter(clock=clock, reason="late").select_related("to", "deputy").order_by("level")
    )
    lines = []
    for rung in rungs:
        names = {
            "to": rung.to.name,
            "leader": case.leader.name,
            "at": clock_time(rung.told_at, now, zone),
            "deputy": rung.deputy.name if rung.deputy else "",
        }
        direct = rung.to_id == case.leader.reports_to_id
        if rung.deputy is not None:
            lines.append(_("%(deputy)s, who answers for %(to)s, was told %(at)s.") % names)
        elif direct:
            lines.append(_("%(to)s, to whom %(leader)s reports, was told %(at)s.") % names)
        else:
            lines.append(_("%(to)s, further up, was told %(at)s.") % names)
    return lines


def _deputy(reader: Reader, now: datetime, zone: tzinfo) -> list[str]:
    if reader.deputy is None or reader.away_until is None:
        return []
    names = {
        "leader": reader.person.name,
        "deputy": reader.deputy.name,
        "until": clock_time(reader.away_until, now, zone),
    }
    return [_("%(leader)s is away until %(until)s. %(deputy)s answers for %(leader)s.") % names]

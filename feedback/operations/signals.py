"""Receiving signals: the one way into the product, for one complaint and for a file of sixty thousand.

Everything of a signal commits together: its words, the customer, the case it opens or joins, the clock, the event, the notices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.operations.notices import NewNotice, notify
from accounts.operations.timeline import By, Entry, record
from accounts.queries.house import house
from cxapp.lib.together import together
from feedback.enums import CaseState
from feedback.models import Case, Signal
from feedback.operations.cases import Opened, open_cases
from feedback.operations.customers import find_customers, store_customers, were_merged
from feedback.operations.cycles import lock_cases, start_cycle
from feedback.operations.first_notices import GROUP_ABOVE, tell_leaders
from feedback.operations.intake import Plan, place, plan_of, reserve_numbers, store_signals, store_texts
from feedback.operations.severities import call_out, raise_by_rule
from feedback.rules.drafts import SignalDraft
from feedback.rules.severity import severity_of

TRIES = 4


class MergedMeanwhile(Exception):
    """A customer who was found became part of another before everything was stored."""


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one draft: its signal and case, and whether it opened that case or had been received before."""

    signal: Signal
    case: Case
    opened: bool = False
    repeated: bool = False


def receive(
    *, signals: Sequence[SignalDraft], by: By, now: datetime, clock_from: datetime | None = None
) -> list[Received]:
    """Store signals; each belongs to exactly one open case afterwards. Safe against the same customer arriving twice at once:

    the loser of a race meets a unique constraint, undoes its part and reads the winner's rows. So does whoever found a
    customer just before they were made one with another.
    """
    for remaining in reversed(range(TRIES)):
        try:
            with transaction.atomic(), together():
                return _receive(signals, by, now, clock_from)
        except (IntegrityError, MergedMeanwhile):
            if not remaining:
                raise
    raise AssertionError("the last try returns or raises")


def _receive(
    signals: Sequence[SignalDraft], by: By, now: datetime, clock_from: datetime | None
) -> list[Received]:
    """1. what came before  2. who it is  3. where it goes  4. numbers  5. new customers, words  6. new cases  7. signals

    8. joins  9. notices  10. still them?"""
    known = _repeated(signals)
    fresh = _first_of_each([draft for draft in signals if (draft.source, draft.external_id) not in known])
    found = find_customers(drafts=fresh, now=now)
    plans = [plan_of(draft, entry) for draft, entry in zip(fresh, found, strict=True)]
    place(plans)
    reserve_numbers(plans)
    store_customers(found)
    store_texts(plans)
    opened = _open(plans, by, now, clock_from)
    store_signals(plans, now)
    urgent = _join([plan for plan in plans if plan.joins], by, now)
    _tell(plans, opened, urgent, by, now)
    if were_merged(found):
        raise MergedMeanwhile
    made = {(p.draft.source, p.draft.external_id): p for p in plans if p.draft.external_id}
    rest = iter([p for p in plans if not p.draft.external_id])
    results = []
    for draft in signals:
        if draft.external_id and (draft.source, draft.external_id) in known:
            signal = known[draft.source, draft.external_id]
            results.append(Received(signal, signal.case, repeated=True))
            continue
        plan = made[draft.source, draft.external_id] if draft.external_id else next(rest)
        results.append(Received(plan.signal, plan.case, opened=not plan.joins))
    return results


def _repeated(signals: Sequence[SignalDraft]) -> dict[tuple[str, str], Signal]:
    """Signals already received under the same source and number."""
    numbers = {draft.external_id for draft in signals if draft.external_id}
    if not numbers:
        return {}
    rows = Signal.objects.filter(
        external_id__in=numbers, source__in={draft.source for draft in signals}
    ).select_related("case")
    return {(row.source, row.external_id): row for row in rows}


def _first_of_each(drafts: Sequence[SignalDraft]) -> list[SignalDraft]:
    seen: set[tuple[str, str]] = set()
    first = []
    for draft in drafts:
        key = (draft.source, draft.external_id)
        if draft.external_id and key in seen:
            continue
        seen.add(key)
        first.append(draft)
    return first


def _open(plans: Sequence[Plan], by: By, now: datetime, clock_from: datetime | None) -> list[Opened]:
    drafts = list({id(plan.new): plan.new for plan in plans if plan.new is not None}.values())
    if not drafts:
        return []
    opened = open_cases(drafts=drafts, by=by, now=now, clock_from=clock_from)
    cases = {id(draft): entry.case for draft, entry in zip(drafts, opened, strict=True)}
    for plan in plans:
        if plan.new is not None:
            plan.goes_to = cases[id(plan.new)]
    return opened


def _join(plans: Sequence[Plan], by: By, now: datetime) -> set[int]:
    """Signals that join a case: a line in its history, maybe a higher severity, a new cycle where it had been contacted."""
    if not plans:
        return set()
    cases = lock_cases([plan.case.pk for plan in plans])
    entries = []
    for plan in plans:
        case = plan.goes_to = cases[plan.case.pk]
        entries.append(Entry("case", case.pk, "joined", by, {"signal": plan.signal.pk}))
        if case.is_place_case or not case.is_open:
            continue
        raise_by_rule(case=case, severity=severity_of(plan.draft) or case.severity, by=by, now=now)
        if case.state in (CaseState.CONTACTED, CaseState.RESOLVED):
            plan.goes_to = cases[case.pk] = start_cycle(case=case, higher=False, why="signal", by=by, now=now)
        call_out(case=plan.case, critical_kind=plan.draft.critical_kind, now=now)
    record(entries=entries, now=now)
    return {plan.case.pk for plan in plans if plan.case.severity == "critical"}


def _tell(plans: Sequence[Plan], opened: Sequence[Opened], urgent: set[int], by: By, now: datetime) -> None:
    urgent |= {entry.case.pk for entry in opened if entry.case.severity == "critical"}
    notices = tell_leaders(opened=opened, urgent=urgent, now=now)
    where = house()
    for plan in plans:
        if plan.joins and plan.new is None and not plan.case.is_place_case:
            data = {"case": plan.case.pk, "signal": plan.signal.pk}
            notices.append(
                NewNotice("case_joined", "person", plan.case.leader_id, f"joined:{plan.signal.pk}", data)
            )
        live = where.live_since(plan.case.place_id or plan.case.department_id, now) is not None
        if live and plan.found.customer is not None and plan.found.reachable:
            data = {"signal": plan.signal.pk}
            notices.append(
                NewNotice(
                    "customer_received",
                    "customer",
                    plan.found.customer.pk,
                    f"received:{plan.signal.pk}",
                    data,
                    has_address=plan.found.has_mail if plan.found.is_new else None,
                )
            )
    # More cases than that reach their leader as one notice, whose reason the next batch of the same moment repeats.
    fresh = len(opened) <= GROUP_ABOVE
    notify(notices=notices, now=now, but_not=by.pk if isinstance(by, User) else None, fresh=fresh)

"""What happens by itself at a moment: an offer lapses, the customer is asked, a silent case ends.

The sweep calls these inside its own transaction, clocks claimed; only cases are locked here, in order of id.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from accounts.models import Clock
from accounts.operations import clocks as engine
from accounts.operations.clocks import NewClock
from accounts.operations.notices import NewNotice, notify
from accounts.operations.timeline import Entry, record
from accounts.rules.actor import SYSTEM
from feedback.enums import CaseState, End, HandOverState, Wish
from feedback.models import Case, HandOver
from feedback.operations.cases import unit_of
from feedback.operations.sending_rules import cases_closed
from feedback.operations.work import is_live, newest_signal
from feedback.queries.asking import asking_rules, check_backs_since, quiet_time
from feedback.rules.kinds import APPROVAL, CHECK_BACK, DECIDED, MOMENTS, NO_ANSWER, OFFER

ONCE_MORE = 10**12
"""Added to a clock's `ref` to count the same days again; no row has a number this high."""


def lapse_offers(clocks: Sequence[Clock], now: datetime) -> None:
    """Nobody answered in time: the leader stays the leader and is told."""
    entries, notices = [], []
    rows = HandOver.objects.filter(pk__in=[clock.ref for clock in clocks], state=HandOverState.OFFERED)
    offers = list(rows.select_related("case").order_by("case_id", "pk"))
    for offer in offers:
        entries.append(Entry("case", offer.case_id, "offer_lapsed", SYSTEM, {"offer": offer.pk}))
        data = {"case": offer.case_id, "offer": offer.pk}
        leader = offer.case.leader_id
        notices.append(
            NewNotice("case_offer_lapsed", "person", leader, f"case_offer_lapsed:{offer.pk}", data)
        )
    rows.update(state=HandOverState.LAPSED, answered_at=now)
    record(entries=entries, now=now)
    notify(notices=notices, now=now)


def ask_customers(clocks: Sequence[Clock], now: datetime) -> None:
    """One question after a contact: did they reach you, is it right now? Whoever was surveyed lately is asked it too, but only

    so often in the quiet time of surveys; that somebody was not asked again stands on their case."""
    cases = Case.objects.in_bulk([clock.subject_id for clock in clocks])
    rules = asking_rules()
    customers = {case.customer_id for case in cases.values() if case.customer_id is not None}
    asked = check_backs_since(customers, now - quiet_time(rules))
    entries, notices = [], []
    for clock in clocks:
        case = cases[clock.subject_id]
        signal = newest_signal(case)
        wanted = case.is_open and case.wish != Wish.NO_CONTACT and case.cycle == clock.cycle
        if wanted and case.customer_id is not None and signal is not None and is_live(case, now):
            times = asked.setdefault(case.customer_id, [])
            if len(times) >= rules.check_back_most:
                before = {"asked_at": times[-1].isoformat()} if times else {}
                entries.append(Entry("case", case.pk, "not_asked_again", SYSTEM, before))
                continue
            times.append(now)
            data = {"case": case.pk, "signal": signal.pk}
            key = f"customer_check_back:{case.pk}:{clock.cycle}"
            notices.append(NewNotice("customer_check_back", "customer", case.customer_id, key, data))
    record(entries=entries, now=now)
    notify(notices=notices, now=now)


def end_by_silence(clocks: Sequence[Clock], now: datetime) -> None:
    """Seven days without a word: no answer, or decided. Not while anything still runs that somebody promised."""
    ids = [clock.subject_id for clock in clocks]
    still = set(
        Clock.objects.filter(subject_kind="case", subject_id__in=ids, met_at=None, ended_at=None)
        .exclude(kind__in=(*MOMENTS, APPROVAL))
        .values_list("subject_id", flat=True)
    )
    rows = Case.objects.filter(pk__in=ids).select_for_update(of=("self",)).order_by("pk")
    cases = {case.pk: case for case in rows}
    entries, notices, ended = [], [], []
    for clock in clocks:
        case, (state, end) = cases[clock.subject_id], SILENCE[clock.kind]
        if case.state != state or case.cycle != clock.cycle:
            continue
        if case.pk in still:
            _again(clock, case, now)
            continue
        case.state, case.end, case.closed_at, case.due_at = CaseState.CLOSED, end, now, None
        case.save(update_fields=["state", "end", "closed_at", "due_at"])
        data = {"end": end.value, "outcome": case.outcome, "why": None}
        entries.append(Entry("case", case.pk, "closed", SYSTEM, data))
        told = {"case": case.pk, "end": end.value}
        key = f"case_closed:{case.pk}:{case.cycle}"
        notices.append(NewNotice("case_closed", "person", case.leader_id, key, told))
        ended.append(case)
    record(entries=entries, now=now)
    notify(notices=notices, now=now)
    cases_closed(cases=ended, now=now)


def _again(clock: Clock, case: Case, now: datetime) -> None:
    """Something promised still runs: the days of silence are counted once more."""
    unit = unit_of(case)
    again = NewClock(
        subject_kind="case",
        subject_id=case.pk,
        kind=clock.kind,
        holder=case.leader_id,
        step=engine.step_of(clock),
        policy_version=clock.policy_version_id,
        unit=unit,
        started_at=now,
        ref=clock.ref + ONCE_MORE,
        cycle=clock.cycle,
    )
    engine.start(clocks=[again], now=now)


SILENCE: dict[str, tuple[CaseState, End]] = {
    NO_ANSWER: (CaseState.RESOLVED, End.NO_ANSWER),
    DECIDED: (CaseState.CONTACTED, End.DECIDED),
}
ON_DUE: dict[str, Callable[[Sequence[Clock], datetime], None]] = {
    OFFER: lapse_offers,
    CHECK_BACK: ask_customers,
    NO_ANSWER: end_by_silence,
    DECIDED: end_by_silence,
}

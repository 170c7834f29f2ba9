"""Opening cases: leader, responsibility, clocks, event and notices of many drafts in one statement a table.

Not here: which signals open a case or join one (`signals`), and what happens to an open case (`contacts`, `endings`, …).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import DateTimeField

from accounts.models import Witness
from accounts.operations import clocks as engine
from accounts.operations.clocks import NewClock
from accounts.operations.timeline import By, Entry, begin_history
from accounts.queries.house import House, house
from accounts.queries.line import line_of
from accounts.rules.line import Line
from cxapp.lib.kept import Among, Given, Kept
from cxapp.lib.new_rows import new_row
from cxapp.lib.sql import insert_rows, update_rows
from cxapp.lib.together import give_numbers
from cxapp.lib.working_time import ROUND_THE_CLOCK, due
from feedback.enums import CaseState, End
from feedback.models import Case, Customer, Responsibility, Text
from feedback.queries.choosing import active_rules
from feedback.queries.on_call import called_out
from feedback.rules.assignment import Choice, Facts, choose_leader, possible_leaders
from feedback.rules.kinds import DECISION, RESOLUTION, main_clock

SECOND_FAILURE = timedelta(days=90)
NO_FAILURE = (End.NO_CASE, End.MERGED)


@dataclass(slots=True, kw_only=True)
class CaseDraft:
    """A case to open. `week` makes it a place case; `first_time`: of a customer nobody knew a moment ago."""

    customer: Customer | None
    place: int | None
    department: int | None
    stage: int
    severity: str
    wish: str
    wish_when: str = ""
    reachable: bool = True
    first_time: bool = False
    words: Text | None = None
    received_at: datetime
    matter: int = 0
    week: date | None = None
    critical_kind: str = ""
    excluded: frozenset[int] = frozenset()
    facts: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opened:
    case: Case
    choice: Choice
    deputy: int | None = None
    has_mail: bool | None = None
    """Whether whoever acts can be sent a copy; None where nobody looked."""

    @property
    def acts(self) -> int:
        """Who is told: the leader, or the deputy who acts for them today."""
        return self.deputy or self.choice.leader


@transaction.atomic(savepoint=False)
def open_cases(
    *, drafts: Sequence[CaseDraft], by: By, now: datetime, clock_from: datetime | None = None
) -> list[Opened]:
    """Open cases, each with a named leader, a running clock and its first event. Notices are the caller's: they name the signal.

    1. choose the leaders  2. first events  3. store the cases  4. responsibilities  5. clocks, which may add events.
    """
    where = house()
    choices, line = _choose(drafts, where, now)
    again = _second_failures(
        [d.customer.pk for d in drafts if d.customer and not d.matter and not d.first_time], now
    )
    cases = [_case(d, c, again, now) for d, c in zip(drafts, choices, strict=True)]
    for case in cases:
        case.due_at = _first_due(case, where, clock_from or now)
    give_numbers(cases)
    opened = [_opened(c, choice, d, line) for c, choice, d in zip(cases, choices, drafts, strict=True)]
    begin_history(
        subjects=cases, entries=[_opening(o, d, by) for o, d in zip(opened, drafts, strict=True)], now=now
    )
    insert_rows(cases)
    insert_rows([_responsibility(o, d, where, now) for o, d in zip(opened, drafts, strict=True)])
    called = {
        case.pk: person
        for case, draft in zip(cases, drafts, strict=True)
        if (person := called_out(draft.critical_kind, unit_of(case), where, now, excluded=draft.excluded))
    }
    start_clocks(cases=cases, where=where, started_at=clock_from or now, now=now, called=called)
    return opened


def _choose(drafts: Sequence[CaseDraft], where: House, now: datetime) -> tuple[list[Choice], Line]:
    rules = active_rules(where)
    facts = [_facts(draft) for draft in drafts]
    possible = {person for fact in facts for person in possible_leaders(facts=fact, rules=rules, house=where)}
    line = line_of(people=possible, now=now)
    witness = None
    if any(line.owner in draft.excluded for draft in drafts):
        witness = (
            Witness.objects.filter(until=None, user__is_active=True).values_list("user_id", flat=True).first()
        )
    choices = [
        choose_leader(
            facts=fact, rules=rules, house=where, line=line, excluded=draft.excluded, witness=witness
        )
        for fact, draft in zip(facts, drafts, strict=True)
    ]
    return choices, line


def leaders_today(*, drafts: Sequence[CaseDraft], now: datetime) -> list[int]:
    """Who would lead these cases if they came today."""
    return [choice.leader for choice in _choose(drafts, house(), now)[0]]


def _facts(draft: CaseDraft) -> Facts:
    account = draft.customer.account if draft.customer and draft.customer.account_id else None
    values = {
        **draft.facts,
        "severity": draft.severity,
        "stage": draft.stage,
        "account": draft.customer.account_id if draft.customer else None,
        "language": draft.customer.language if draft.customer else "",
        "value": draft.customer.yearly_value if draft.customer else None,
    }
    return Facts(draft.place, draft.department, values, account.leader_id if account else None)


def _second_failures(customers: Sequence[int], now: datetime) -> set[int]:
    """Customers whose earlier case was closed within 90 days: their next one starts one level higher."""
    if not customers:
        return set()
    return {customer for (customer,) in _FAILED(customers=customers, since=now - SECOND_FAILURE)}


_FAILED = Kept(
    lambda: (
        Case.objects.filter(
            Among("customer", "customers"),
            state=CaseState.CLOSED,
            closed_at__gte=Given("since", DateTimeField()),
            matter=0,
        )
        .exclude(end__in=NO_FAILURE)
        .values_list("customer_id")
    )
)


def _case(draft: CaseDraft, choice: Choice, again: set[int], now: datetime) -> Case:
    return new_row(
        Case,
        customer=draft.customer,
        account_id=draft.customer.account_id if draft.customer else None,
        matter=draft.matter,
        place_id=draft.place,
        department_id=draft.department,
        stage_id=draft.stage,
        week=draft.week,
        leader_id=choice.leader,
        severity=draft.severity,
        wish=draft.wish,
        wish_when=draft.wish_when,
        reachable=draft.reachable,
        words=draft.words,
        base=1 if draft.customer and not draft.matter and draft.customer.pk in again else 0,
        received_at=draft.received_at,
        opened_at=now,
    )


def _opened(case: Case, choice: Choice, draft: CaseDraft, line: Line) -> Opened:
    deputy = line.stand_in(choice.leader, excluded=draft.excluded)
    return Opened(case, choice, deputy, line.can_get_mail(deputy or choice.leader))


def _responsibility(opened: Opened, draft: CaseDraft, where: House, now: datetime) -> Responsibility:
    return new_row(
        Responsibility,
        case=opened.case,
        leader_id=opened.choice.leader,
        deputy_id=opened.deputy,
        reason=opened.choice.reason,
        reason_data=dict(opened.choice.data),
        policy_version_id=where.policy_of(draft.place or draft.department).version,
        starts=now,
    )


def _opening(opened: Opened, draft: CaseDraft, by: By) -> Entry:
    case, choice = opened.case, opened.choice
    data = {
        "leader": choice.leader,
        "reason": choice.reason.value,
        "reason_data": dict(choice.data),
        "severity": case.severity,
        "base": case.base,
        "place": case.place_id,
        "words": draft.words.digest if draft.words else None,
        **draft.data,
    }
    return Entry("case", case.pk, "opened", by, data)


def _first_due(case: Case, where: House, started_at: datetime) -> datetime:
    """When the first clock of a new case runs out, known before the case has a number."""
    unit = unit_of(case)
    step = main_clock(wish=case.wish, reachable=case.reachable and not case.is_place_case).step
    return due(where.calendar_of(unit), started_at, where.policy_of(unit).step(step, case.severity))


def unit_of(case: Case) -> int | None:
    """The unit whose calendar and policy hold for a case."""
    return case.place_id or case.department_id


def start_clocks(
    *,
    cases: Sequence[Case],
    where: House,
    started_at: datetime,
    now: datetime,
    resolution: bool = True,
    called: Mapping[int, int] | None = None,
) -> None:
    """The clocks of a cycle: the one that asks for the first act and, but for place cases and decisions, the one for resolution.

    `Case.due_at` repeats the first of them. A rehearsing unit's clocks have due times but are not armed.
    `called`: who is called out for which case; its first clock then runs day and night.
    """
    new: list[NewClock] = []
    main: dict[int, str] = {}
    for case in cases:
        unit = unit_of(case)
        policy = where.policy_of(unit)
        first = main_clock(wish=case.wish, reachable=case.reachable and not case.is_place_case)
        main[case.pk] = first.kind
        kinds = [(first.kind, first.step)]
        if resolution and first.kind != DECISION and not case.is_place_case:
            kinds.append((RESOLUTION, RESOLUTION))
        person = (called or {}).get(case.pk)
        for kind, step in kinds:
            is_first = kind == first.kind
            new.append(
                NewClock(
                    subject_kind="case",
                    subject_id=case.pk,
                    kind=kind,
                    holder=case.leader_id,
                    step=policy.step(step, case.severity),
                    policy_version=policy.version,
                    unit=unit,
                    started_at=started_at,
                    armed=where.live_since(unit, now) is not None,
                    cycle=case.cycle,
                    base=case.base if is_first else 0,
                    calendar=ROUND_THE_CLOCK if is_first and person else None,
                    on_call=person if is_first and person != case.leader_id else None,
                )
            )
    started = engine.start(clocks=new, now=now, inside=where)
    promised = {clock.subject_id: clock.due_at for clock in started if clock.kind == main[clock.subject_id]}
    moved = [case for case in cases if case.due_at != promised[case.pk]]
    for case in moved:
        case.due_at = promised[case.pk]
    keep_due(moved)


def keep_due(cases: Sequence[Case]) -> None:
    """Store `due_at` of these cases; every operation that starts, moves or stops a case's first clock ends here."""
    update_rows(Case, ["due_at"], [(case.pk, case.due_at) for case in cases])

"""The steps of receiving: what a draft becomes on its way, where it goes, how its rows are stored.

Not here: the order of the steps and their transaction (`signals`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

from accounts.models import Clock, Delivery, Event, Notice
from cxapp.lib.kept import Among, Kept
from cxapp.lib.new_rows import new_row
from cxapp.lib.sql import insert_rows
from cxapp.lib.together import reserve
from cxapp.lib.tokens import fingerprint, link_token, short_code
from feedback.enums import ConcernState, SignalKind
from feedback.models import (
    OPEN,
    Case,
    Concern,
    ContactPoint,
    Customer,
    Responsibility,
    Signal,
    Text,
)
from feedback.operations.cases import CaseDraft
from feedback.operations.customers import Found, new_customers
from feedback.queries.choosing import none_stage
from feedback.queries.line import everyone_below
from feedback.rules.drafts import SignalDraft
from feedback.rules.severity import severity_of, worse


@dataclass(slots=True)
class Plan:
    """One draft on its way: what was found for it and where it goes. `joins`: it opens no case of its own."""

    draft: SignalDraft
    found: Found
    words: Text | None = None
    wanted: Text | None = None
    goes_to: Case | None = None
    new: CaseDraft | None = None
    joins: bool = False
    stored: Signal | None = None

    @property
    def case(self) -> Case:
        if self.goes_to is None:
            raise LookupError("the draft has not been placed yet")
        return self.goes_to

    @property
    def signal(self) -> Signal:
        if self.stored is None:
            raise LookupError("the signal has not been stored yet")
        return self.stored


def plan_of(draft: SignalDraft, found: Found) -> Plan:
    words = Text(body=draft.words) if draft.words else None
    return Plan(draft, found, words, Text(body=draft.wanted) if draft.wanted else None)


def store_texts(plans: Sequence[Plan]) -> None:
    insert_rows(_texts(plans))


def _texts(plans: Sequence[Plan]) -> list[Text]:
    return [text for plan in plans for text in (plan.words, plan.wanted) if text is not None]


def reserve_numbers(plans: Sequence[Plan]) -> None:
    """One question hands out the numbers of every row these plans will be, so that all of them can travel together."""
    cases, signals = len({id(plan.new) for plan in plans if plan.new is not None}), len(plans)
    found = [plan.found for plan in plans]
    reserve(
        {
            Customer: len(new_customers(found)),
            ContactPoint: sum(len(entry.added) for entry in found),
            Text: len(_texts(plans)),
            Case: cases,
            Responsibility: cases,
            Event: cases,
            Clock: 2 * cases,
            Signal: signals,
            Notice: cases + signals,
            Delivery: cases + signals,
        }
    )


def place(plans: Sequence[Plan]) -> None:
    """Decide for each plan: an open case of the customer, the place case of the week, a case of this batch, or a new one."""
    customers = {
        plan.found.customer.pk for plan in plans if plan.found.customer is not None and not plan.found.is_new
    }
    open_now = (
        {case.customer_id: case for case in _OPEN_NOW.objects(customers=customers)} if customers else {}
    )
    stage_none = None
    fresh: dict[object, CaseDraft] = {}
    for plan in plans:
        stage = plan.draft.stage
        if stage is None:
            stage = stage_none = stage_none or none_stage()
        week = _week(plan)
        key = _key(plan, stage, week)
        existing = None
        if week is not None:
            existing = Case.objects.filter(place=plan.draft.place, stage=stage, week=week).first()
        elif plan.draft.concerns:
            existing = _about_the_same(plan)
        elif plan.found.customer is not None:
            existing = open_now.get(plan.found.customer.pk)
        if existing is not None:
            plan.goes_to, plan.joins = existing, True
        elif key in fresh:
            plan.new, plan.joins = fresh[key], True
            fresh[key].severity = worse(fresh[key].severity, severity_of(plan.draft) or "low")
        else:
            plan.new = fresh[key] = _case_draft(plan, stage, week)


_OPEN_NOW = Kept(lambda: Case.objects.filter(OPEN, Among("customer", "customers"), matter=0))


def _week(plan: Plan) -> date | None:
    """The week of a place case: bare scores that nobody can be reached about gather in one case a place, stage and week."""
    draft = plan.draft
    bare = draft.kind == SignalKind.SCORE and not draft.words and draft.place is not None
    if not bare or plan.found.reachable or plan.found.customer is not None:
        return None
    day = draft.received_at.date()
    return day - timedelta(days=day.weekday())


def _key(plan: Plan, stage: int, week: date | None) -> object:
    if week is not None:
        return (plan.draft.place, stage, week)
    if plan.found.customer is None or plan.draft.concerns:
        return object()
    return (plan.found.customer.pk, id(plan.found.customer) if plan.found.is_new else 0)


def _about_the_same(plan: Plan) -> Case | None:
    """A matter about someone is joined only by signals that name the same person."""
    if plan.found.customer is None or plan.found.is_new:
        return None
    return (
        Case.objects.filter(
            OPEN,
            customer=plan.found.customer,
            signals__concerns__person__in=plan.draft.concerns,
            signals__concerns__state=ConcernState.CONFIRMED,
        )
        .distinct()
        .first()
    )


def _case_draft(plan: Plan, stage: int, week: date | None) -> CaseDraft:
    draft = plan.draft
    return CaseDraft(
        customer=plan.found.customer,
        place=draft.place,
        department=draft.department,
        stage=stage,
        severity=severity_of(draft) or "normal",
        wish=draft.wish,
        wish_when=draft.wish_when,
        reachable=plan.found.reachable,
        first_time=plan.found.is_new,
        words=plan.words,
        received_at=draft.received_at,
        matter=uuid4().int >> 66 if draft.concerns else 0,
        week=week,
        critical_kind=draft.critical_kind,
        data={"critical": draft.critical_kind} if draft.critical_kind else {},
        excluded=everyone_below(draft.concerns),
        facts={"channel": draft.channel, "tag": draft.tag},
    )


def store_signals(plans: Sequence[Plan], now: datetime) -> None:
    rows = []
    for plan in plans:
        draft, uuid = plan.draft, uuid4()
        plan.stored = new_row(
            Signal,
            uuid=uuid,
            kind=draft.kind,
            channel=draft.channel,
            source=draft.source,
            external_id=draft.external_id,
            customer=plan.found.customer,
            raised_for_by=draft.raised_for_by,
            consent_noted=draft.consent_noted,
            response_id=draft.response,
            scale=draft.scale,
            score=draft.score,
            text=plan.words,
            wanted=plan.wanted,
            wish=draft.wish,
            wish_when=draft.wish_when,
            received_at=draft.received_at,
            logged_at=now,
            logged_by_id=draft.logged_by,
            confirmed=draft.confirmed,
            place_id=draft.place,
            department_id=draft.department,
            stage_id=draft.stage,
            tag=draft.tag,
            case=plan.case,
            token_sha=fingerprint(link_token("signal", uuid, 1)),
            code_sha=fingerprint(short_code(uuid, 1)),
        )
        rows.append(plan.signal)
    insert_rows(rows)
    insert_rows(
        [
            Concern(signal=plan.signal, person_id=person, state=ConcernState.CONFIRMED)
            for plan in plans
            for person in plan.draft.concerns
        ]
    )

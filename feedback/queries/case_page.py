"""Everything the page of one case shows, read in a fixed number of queries.

Not here: whether somebody may see it (`access.cases`), what they may do (`rules.transitions`), the timeline (`history`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Clock, Escalation
from accounts.queries.house import house
from accounts.queries.line import line_of
from accounts.rules.line import Line
from cxapp.lib.kept import Given, Kept
from cxapp.lib.wording import clock_time
from feedback.access.standing import concerned
from feedback.enums import ResponsibilityReason as Why
from feedback.models import (
    Case,
    ContactAttempt,
    ContactPoint,
    CustomerWord,
    EndProposal,
    HandOver,
    Message,
    PlaceAction,
    Promise,
    Recovery,
    Responsibility,
    Signal,
)
from feedback.queries.status import Status, circumstances, status_of
from feedback.rules.kinds import MAIN

EARLIER = 5
NEWEST = 20
"""Of a place case: a kiosk presses hundreds of times a week, and nobody reads each."""


@dataclass(slots=True)
class Page:
    """A case as its page shows it."""

    case: Case
    status: Status
    clock: Clock | None
    responsibility: Responsibility | None
    ladder: list[dict[str, Any]]
    signals: list[Signal]
    presses: int = 0
    points: list[ContactPoint] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    attempts: list[ContactAttempt] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    actions: list[PlaceAction] = field(default_factory=list)
    recoveries: list[Recovery] = field(default_factory=list)
    answers: list[CustomerWord] = field(default_factory=list)
    offer: HandOver | None = None
    proposal: EndProposal | None = None
    earlier: list[Case] = field(default_factory=list)

    @property
    def phone(self) -> str:
        return next(
            (point.value for point in self.points if point.kind == "phone" and not point.bounced_at), ""
        )

    @property
    def open_promises(self) -> list[Promise]:
        return [promise for promise in self.promises if not promise.kept_at and not promise.withdrawn_at]

    @property
    def last_answer(self) -> CustomerWord | None:
        return self.answers[-1] if self.answers else None


def case_page(case: Case, now: datetime) -> Page:
    """The whole story of a case for somebody who may read it in full."""
    clock = _first(_CLOCKS, case)
    return Page(
        case=case,
        status=status_of(case, circumstances([case], now), now),
        clock=clock,
        responsibility=_first(_RESPONSIBILITIES, case),
        ladder=ladder_of(case, clock, now),
        signals=_PRESSES.objects(case=case.pk) if case.is_place_case else _SIGNALS.objects(case=case.pk),
        presses=Signal.objects.filter(case=case).count() if case.is_place_case else 0,
        points=_POINTS.objects(customer=case.customer_id) if case.customer_id else [],
        promises=_PROMISES.objects(case=case.pk),
        attempts=_ATTEMPTS.objects(case=case.pk),
        messages=_MESSAGES.objects(case=case.pk),
        actions=_ACTIONS.objects(case=case.pk),
        recoveries=_RECOVERIES.objects(case=case.pk),
        answers=_ANSWERS.objects(case=case.pk),
        offer=_first(_OFFERS, case),
        proposal=_first(_PROPOSALS, case),
        earlier=_EARLIER.objects(case=case.pk, customer=case.customer_id) if case.customer_id else [],
    )


def _first(question: Kept, case: Case) -> Any:
    return next(iter(question.objects(case=case.pk)), None)


def _of_case(model: type[Model], order: str, *related: str, **more: Any) -> Kept:
    """The rows of one case with what their lines on the page name."""
    rows = model._default_manager.order_by(order)
    return Kept(lambda: rows.filter(case=_CASE, **more).select_related(*related))


_CASE, _CUSTOMER = Given("case", BigIntegerField()), Given("customer", BigIntegerField())
_CLOCKS = Kept(
    lambda: Clock.objects.filter(subject_kind="case", subject_id=_CASE, kind__in=MAIN).order_by(
        "-cycle", "-pk"
    )[:1]
)
_RUNGS = Kept(
    lambda: (
        Escalation.objects.filter(clock=Given("clock", BigIntegerField()))
        .select_related("to", "deputy")
        .order_by("level")
    )
)
_RESPONSIBILITIES = _of_case(Responsibility, "pk", "deputy", ends=None)
_SIGNALS = _of_case(Signal, "received_at", "text", "wanted", "logged_by")
_PRESSES = Kept(
    lambda: (
        Signal.objects.filter(case=_CASE)
        .select_related("text", "wanted", "logged_by")
        .order_by("-received_at")[:NEWEST]
    )
)
_PROMISES = _of_case(Promise, "due_at", "words", "kept_words", "made_by")
_ATTEMPTS = _of_case(ContactAttempt, "-logged_at", "note", "by", "on_behalf_of")
_MESSAGES = _of_case(Message, "at", "text", "by")
_ACTIONS = _of_case(PlaceAction, "at", "text", "by")
_RECOVERIES = _of_case(Recovery, "at", "by", "decided_by")
_ANSWERS = _of_case(CustomerWord, "at", "words")
_OFFERS = _of_case(HandOver, "pk", "receiver", "giver", "reason", state="offered")
_PROPOSALS = _of_case(EndProposal, "pk", "why", "proposed_by", state="proposed")
_POINTS = Kept(lambda: ContactPoint.objects.filter(customer=_CUSTOMER).order_by("pk"))
_EARLIER = Kept(
    lambda: (
        Case.objects.filter(customer=_CUSTOMER, matter=0)
        .exclude(pk=_CASE)
        .select_related("stage", "words")
        .order_by("-opened_at")[:EARLIER]
    )
)


def ladder_of(case: Case, clock: Clock | None, now: datetime) -> list[dict[str, Any]]:
    """Who has it, who was told when, and who is told next: real rungs first, then the line as it stands today."""
    leader = {
        "name": case.leader.name,
        "role": case.leader.title,
        "state": "done",
        "at": "",
        "note": _("responsible"),
    }
    if clock is None or not clock.waiting or not case.is_open:
        return [leader]
    rungs = _RUNGS.objects(clock=clock.pk)
    late = clock.due_at <= now and clock.armed_at is not None
    leader["at"] = (_("was due %(time)s") if late else _("by %(time)s")) % {"time": _time(clock.due_at, now)}
    leader["state"] = ("late" if late else "current") if not rungs else ("late" if late else "done")
    steps = [leader, *(_rung(rung, rungs, now) for rung in rungs)]
    if clock.armed_at is None:
        return [*steps, _note(_("Rehearsal: nobody further up is told."))] if steps else steps
    return steps + _next(case, clock, rungs, now)


def _rung(rung: Escalation, rungs: Sequence[Escalation], now: datetime) -> dict[str, Any]:
    told = _("told %(time)s") % {"time": _time(rung.told_at, now)}
    behalf = _("%(deputy)s answers for them") % {"deputy": rung.deputy.name} if rung.deputy else ""
    return {
        "name": rung.to.name,
        "role": rung.to.title,
        "at": told,
        "note": behalf,
        "state": "current" if rung is rungs[-1] else "done",
    }


def _next(case: Case, clock: Clock, rungs: Sequence[Escalation], now: datetime) -> list[dict[str, Any]]:
    line = line_of(people=[clock.holder_id, *(rung.to_id for rung in rungs)], now=now)
    told = {rung.to_id for rung in rungs}
    shut = concerned(case)
    at = max(rungs[-1].due_at if rungs else clock.due_at, clock.not_before or clock.due_at)
    steps: list[dict[str, Any]] = []
    while len(steps) < 8:
        above = line.who_is_above(clock.holder_id, told=told, excluded=shut)
        if above is None:
            break
        told.add(above.person)
        when = (
            _("is told %(time)s") % {"time": _time(at, now)}
            if not steps and at > now
            else _("told after that")
        )
        steps.append(
            {
                "name": _name(line, above.person),
                "at": when,
                "note": _stand_in(line, above.deputy),
                "state": "next",
            }
        )
    return steps


def _name(line: Line, person: int) -> str:
    return line.people[person].name


def _stand_in(line: Line, deputy: int | None) -> str:
    return (
        _("%(deputy)s answers for them") % {"deputy": _name(line, deputy)}
        if deputy in line.people and deputy
        else ""
    )


def _note(text: str) -> dict[str, Any]:
    return {"name": _("Nobody"), "state": "skipped", "note": text, "at": "", "role": ""}


def _time(moment: datetime, now: datetime) -> str:
    return clock_time(moment, now, timezone.get_current_timezone())


def why_chosen(row: Responsibility | None) -> str:
    """Why this leader: in one sentence for the page."""
    if row is None:
        return ""
    data, where = row.reason_data, house()
    unit = where.units.get(data.get("unit") or 0)
    values = {"unit": unit.name if unit else "", "rule": data.get("name", "")}
    words = {
        Why.RULE: _("By the rule “%(rule)s”."),
        Why.ACCOUNT: _("Leads this customer's account."),
        Why.PLACE_HEAD: _("Leads %(unit)s, where it happened."),
        Why.ABOVE_PLACE: _("Yours because %(unit)s has no leader."),
        Why.DEPARTMENT_HEAD: _("Heads %(unit)s, where it happened."),
        Why.ABOVE_DEPARTMENT: _("Yours because %(unit)s has no leader."),
        Why.OWNER: _("With the owner because nobody else could be named."),
        Why.CONFLICT: _("The case is about the owner; outside help is named to the customer."),
        Why.HAND_OVER: _("Took it over by agreement."),
        Why.TAKE_OVER: _("Took it over from below."),
        Why.LEAVER: _("Came here because the previous leader left."),
        Why.SOMEONE_ELSE: _("The customer asked for someone else."),
        Why.IMPORTED: _("As it was imported."),
    }
    return words.get(Why(row.reason), "") % values

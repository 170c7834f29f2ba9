"""What people are told about cases: the leader at once and at half-time, the line as it climbs, the customer.

Each renderer asks again, at sending, whether the reader may see the case and whether it is still true.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from accounts.models import RUNNING, Clock, Escalation, User
from accounts.notices.rendering import message
from accounts.queries.line import line_of
from accounts.rules.kinds import Message, NoticeKind
from cxapp.lib.tokens import link_token
from feedback.access.cases import visible_to
from feedback.models import Case, Customer, Signal
from feedback.queries.follow import follow

Data = Mapping[str, Any]


def _case(recipient: User, pk: int, now: datetime) -> Case | None:
    found = visible_to(recipient, now).filter(pk=pk)
    return found.select_related("customer", "leader", "place", "words", "stage").first()


def _opened(recipient: User, data: Data, now: datetime) -> Message | None:
    case = _case(recipient, data["case"], now)
    if case is None or not _waits(case):
        return None
    return message("case_opened", recipient, {"case": case}, now)


def _several_opened(recipient: User, data: Data, now: datetime) -> Message | None:
    return message("cases_opened", recipient, {"count": data["count"]}, now)


def _joined(recipient: User, data: Data, now: datetime) -> Message | None:
    case = _case(recipient, data["case"], now)
    return message("case_joined", recipient, {"case": case}, now) if case and _waits(case) else None


def _waits(case: Case) -> bool:
    """Whether a promise still runs: an open case that was put right has none to be told about."""
    return case.is_open and case.due_at is not None


def _clock(data: Data) -> Clock | None:
    return Clock.objects.filter(RUNNING, pk=data["clock"]).first()


def _half(recipient: User, data: Data, now: datetime) -> Message | None:
    clock = _clock(data)
    case = _case(recipient, clock.subject_id, now) if clock else None
    if clock is None or case is None:
        return None
    above = line_of(people=[clock.holder_id], now=now).who_is_above(clock.holder_id)
    next_name = User.objects.filter(pk=above.person).values_list("name", flat=True).first() if above else ""
    return message("case_half", recipient, {"case": case, "clock": clock, "next_name": next_name}, now)


def _rung(recipient: User, data: Data, now: datetime) -> Message | None:
    rung = Escalation.objects.select_related("clock", "to", "deputy").filter(pk=data["rung"]).first()
    case = _case(recipient, rung.clock.subject_id, now) if rung else None
    if rung is None or case is None or not rung.clock.running:
        return None
    return message("case_rung", recipient, {"case": case, "rung": rung, "clock": rung.clock}, now)


def _group(recipient: User, data: Data, now: datetime) -> Message | None:
    leader = User.objects.get(pk=data["leader"])
    late = Clock.objects.filter(
        RUNNING, holder=leader, due_at__lte=now, escalations__to=data["to"]
    ).distinct()
    count, oldest = late.count(), late.order_by("due_at").first()
    if oldest is None:
        return None
    return message("late_group", recipient, {"leader": leader, "count": count, "oldest": oldest.due_at}, now)


def _top(recipient: User, data: Data, now: datetime) -> Message | None:
    waiting = Clock.objects.filter(
        Q(escalations__to=recipient) | Q(holder=recipient), RUNNING, due_at__lte=now
    ).distinct()
    count, oldest = waiting.count(), waiting.order_by("due_at").first()
    if oldest is None:
        return None
    return message("case_top", recipient, {"count": count, "oldest": oldest.due_at}, now)


def private_path(signal: Signal) -> str:
    """The customer's private page."""
    return f"/c/{link_token('signal', signal.uuid, signal.link_generation)}/"


def _received(recipient: Customer, data: Data, now: datetime) -> Message | None:
    signal = Signal.objects.select_related("case__leader", "case__place").filter(pk=data["signal"]).first()
    if signal is None or recipient.erased_at is not None:
        return None
    case = signal.case
    is_late = case.is_open and case.due_at is not None and case.due_at <= now
    context = {
        "signal": signal,
        "case": case,
        "path": private_path(signal),
        # Asked by the template, in the customer's language: the private page's own words for a time that has passed.
        "late": (lambda: follow(signal=signal, now=now).promise) if is_late else None,
    }
    return message("customer_received", recipient, context, now)


KINDS = (
    NoticeKind("case_opened", _opened),
    NoticeKind("cases_opened", _several_opened),
    NoticeKind("case_joined", _joined),
    NoticeKind("case_half", _half),
    NoticeKind("case_rung", _rung),
    NoticeKind("late_group", _group),
    NoticeKind("case_top", _top),
    NoticeKind("customer_received", _received),
)

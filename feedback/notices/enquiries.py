"""What people are told about visitors' questions: the leader, the line while it waits, the visitor."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import RUNNING, Clock, Escalation, User
from accounts.notices.rendering import message
from accounts.rules.kinds import Message, NoticeKind
from cxapp.lib.tokens import link_token
from feedback.access.enquiries import visible_to
from feedback.models import Customer, Enquiry

Data = Mapping[str, Any]


def _waiting(recipient: User, pk: int, now: datetime) -> Enquiry | None:
    rows = visible_to(recipient, now).filter(pk=pk, answered_at=None)
    return rows.select_related("text", "leader", "place").first()


def _opened(recipient: User, data: Data, now: datetime) -> Message | None:
    enquiry = _waiting(recipient, data["enquiry"], now)
    return message("enquiry_opened", recipient, {"enquiry": enquiry}, now) if enquiry else None


def _half(recipient: User, data: Data, now: datetime) -> Message | None:
    clock = Clock.objects.filter(RUNNING, pk=data["clock"]).first()
    enquiry = _waiting(recipient, clock.subject_id, now) if clock else None
    return message("enquiry_half", recipient, {"enquiry": enquiry}, now) if enquiry else None


def _rung(recipient: User, data: Data, now: datetime) -> Message | None:
    rung = Escalation.objects.select_related("clock", "to").filter(pk=data["rung"]).first()
    enquiry = _waiting(recipient, rung.clock.subject_id, now) if rung else None
    return message("enquiry_rung", recipient, {"enquiry": enquiry, "rung": rung}, now) if enquiry else None


def _top(recipient: User, data: Data, now: datetime) -> Message | None:
    late = visible_to(recipient, now).filter(answered_at=None, due_at__lte=now).order_by("due_at")
    oldest = late.first()
    if oldest is None:
        return None
    return message("enquiry_top", recipient, {"count": late.count(), "oldest": oldest}, now)


def enquiry_path(enquiry: Enquiry) -> str:
    """The visitor's private page."""
    return f"/c/{link_token('enquiry', enquiry.uuid, 1)}/"


def _to_visitor(kind: str, recipient: Customer, data: Data, now: datetime) -> Message | None:
    rows = Enquiry.objects.select_related("text", "leader", "answer", "answered_by")
    enquiry = rows.filter(pk=data["enquiry"]).first()
    if enquiry is None or recipient.erased_at is not None:
        return None
    return message(kind, recipient, {"enquiry": enquiry, "path": enquiry_path(enquiry)}, now)


def _received(recipient: Customer, data: Data, now: datetime) -> Message | None:
    return _to_visitor("enquiry_received", recipient, data, now)


def _answered(recipient: Customer, data: Data, now: datetime) -> Message | None:
    return _to_visitor("enquiry_answered", recipient, data, now)


KINDS = (
    NoticeKind("enquiry_opened", _opened),
    NoticeKind("enquiry_half", _half),
    NoticeKind("enquiry_rung", _rung),
    NoticeKind("enquiry_top", _top),
    NoticeKind("enquiry_received", _received),
    NoticeKind("enquiry_answered", _answered),
)

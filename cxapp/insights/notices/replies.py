"""What people are told about answers to misses: who is asked to decide, the line while it waits, the leader of the decision;
and a leader of help that was offered.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import RUNNING, Clock, Escalation, User
from accounts.notices.rendering import message
from accounts.rules.kinds import Message, NoticeKind
from cxapp.insights.access.replies import decidable_by, visible_to
from cxapp.insights.enums import ReplyState
from cxapp.insights.models import Reply

Data = Mapping[str, Any]


def _waiting(recipient: User, pk: int, now: datetime) -> Reply | None:
    rows = decidable_by(recipient, now).filter(pk=pk)
    return rows.select_related("person", "words", "miss__clock").first()


def _asked(recipient: User, data: Data, now: datetime) -> Message | None:
    reply = _waiting(recipient, data["reply"], now)
    if reply is None:
        return None
    clock = Clock.objects.filter(RUNNING, subject_kind="reply", subject_id=reply.pk).first()
    return message("reply_asked", recipient, {"reply": reply, "clock": clock}, now) if clock else None


def _half(recipient: User, data: Data, now: datetime) -> Message | None:
    clock = Clock.objects.filter(RUNNING, pk=data["clock"]).first()
    reply = _waiting(recipient, clock.subject_id, now) if clock else None
    return message("reply_half", recipient, {"reply": reply, "clock": clock}, now) if reply else None


def _rung(recipient: User, data: Data, now: datetime) -> Message | None:
    rung = Escalation.objects.select_related("clock__holder").filter(pk=data["rung"]).first()
    reply = _waiting(recipient, rung.clock.subject_id, now) if rung else None
    return message("reply_rung", recipient, {"reply": reply, "rung": rung}, now) if reply else None


def _top(recipient: User, data: Data, now: datetime) -> Message | None:
    late = Clock.objects.filter(RUNNING, subject_kind="reply", due_at__lte=now).values("subject_id")
    count = decidable_by(recipient, now).filter(pk__in=late).count()
    return message("reply_top", recipient, {"count": count}, now) if count else None


def _decided(recipient: User, data: Data, now: datetime) -> Message | None:
    rows = visible_to(recipient, now).filter(pk=data["reply"], state__in=DECIDED)
    reply = rows.select_related("decided_by", "reason", "words", "miss__clock").first()
    return message("reply_decided", recipient, {"reply": reply}, now) if reply else None


DECIDED = (ReplyState.SET_ASIDE, ReplyState.STANDS)


def _help(recipient: User, data: Data, now: datetime) -> Message | None:
    by = User.objects.filter(pk=data["by"], is_active=True).first()
    leader = User.objects.filter(pk=data["leader"]).first()
    return message("help_offered", recipient, {"by": by, "leader": leader}, now) if by and leader else None


KINDS = (
    NoticeKind("reply_asked", _asked),
    NoticeKind("reply_half", _half),
    NoticeKind("reply_rung", _rung),
    NoticeKind("reply_top", _top),
    NoticeKind("reply_decided", _decided),
    NoticeKind("help_offered", _help, silenceable=True),
)

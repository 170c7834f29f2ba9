"""What people are told about alerts: the leader at once, with the words; whoever asked, what was answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import User
from accounts.notices.rendering import message
from accounts.rules.kinds import Message, NoticeKind
from feedback.access.alerts import visible_to
from feedback.models import Alert
from feedback.queries.alerts import signals_of

Data = Mapping[str, Any]
WORDS = 5


def _found(recipient: User, data: Data, now: datetime) -> Alert | None:
    rows = visible_to(recipient, now).filter(pk=data["alert"])
    return rows.select_related("place", "stage", "asked_by", "answered_by", "words", "reason").first()


def _raised(recipient: User, data: Data, now: datetime) -> Message | None:
    alert = _found(recipient, data, now)
    if alert is None or alert.closed_at is not None or alert.answered_at is not None:
        return None
    said = [row.text.body for row in signals_of(alert, recipient, now) if row.text is not None]
    return message("alert_raised", recipient, {"alert": alert, "said": said[:WORDS]}, now)


def _answered(recipient: User, data: Data, now: datetime) -> Message | None:
    alert = _found(recipient, data, now)
    if alert is None or alert.answered_at is None:
        return None
    return message("alert_answered", recipient, {"alert": alert}, now)


KINDS = (NoticeKind("alert_raised", _raised), NoticeKind("alert_answered", _answered))

"""What a leader hears about an answer that opens no case: seven or eight, and words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import User
from accounts.notices.rendering import message
from accounts.rules.kinds import Message, NoticeKind
from feedback.access.responses import visible_to
from feedback.queries.answering import kept_of
from feedback.rules.answering import SOFT


def _soft(recipient: User, data: Mapping[str, Any], now: datetime) -> Message | None:
    """Not where it was changed since, or became a case."""
    rows = visible_to(recipient, now).select_related("version__survey", "customer", "place")
    response = rows.filter(pk=data["response"]).first()
    if response is None:
        return None
    kept = kept_of(response, list(response.version.questions.order_by("order")))
    if kept.signal is not None or kept.score not in SOFT or not kept.words:
        return None
    return message("answer_soft", recipient, {"response": response, "kept": kept}, now)


KINDS = (NoticeKind("answer_soft", _soft, silenceable=True),)

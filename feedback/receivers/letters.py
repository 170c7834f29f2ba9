"""What feedback does when a letter to a customer was accepted, or finally did not arrive. Registered with their kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from accounts.rules.actor import SYSTEM
from feedback.models import Message
from feedback.operations.answers import answer_bounced
from feedback.operations.bounces import delivered, not_delivered


def _answer_did_not_arrive(data: Mapping[str, Any], now: datetime) -> None:
    message = Message.objects.filter(pk=data["message"]).first()
    if message is not None:
        answer_bounced(message=message, by=SYSTEM, now=now)


def _invitation_left(data: Mapping[str, Any], now: datetime) -> None:
    delivered(invitation=data["invitation"], now=now)


def _invitation_did_not_arrive(data: Mapping[str, Any], now: datetime) -> None:
    pk, reminder = data["invitation"], data.get("reminder")
    key = f"reminder:{pk}:{reminder}" if reminder else f"invitation:{pk}"
    not_delivered(invitation=pk, reason_key=key, now=now)


Hear = Callable[[Mapping[str, Any], datetime], None]
SENT: dict[str, Hear] = {"survey_invitation": _invitation_left, "survey_reminder": _invitation_left}
FAILED: dict[str, Hear] = {
    "customer_answer": _answer_did_not_arrive,
    "survey_invitation": _invitation_did_not_arrive,
    "survey_reminder": _invitation_did_not_arrive,
}

"""What witnesses are told by mail: what the owner keeps waiting, with initials. True again at the moment it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import User
from accounts.notices.rendering import as_read_by, message
from accounts.rules.kinds import Message, NoticeKind
from cxapp.insights.access.board import is_witness
from cxapp.insights.queries.boardroom_live import live

WITNESS_WAITING = "witness_waiting"


def _waiting(recipient: User, data: Mapping[str, Any], now: datetime) -> Message | None:
    if not is_witness(recipient):
        return None
    with as_read_by(recipient):
        waits = live(reader=recipient, place=None, now=now)
        context = {"waits": waits, "total": waits.own_count + waits.came_up_count}
        return message(WITNESS_WAITING, recipient, context, now)


KINDS = (NoticeKind(WITNESS_WAITING, _waiting),)

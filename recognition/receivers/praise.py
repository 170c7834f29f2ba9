"""A customer wants to thank somebody: feedback announces it, and it becomes a compliment here, in the same transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import Unit, User
from feedback.announcements import praise_given
from recognition.operations.kudos import compliment


def praise_arrives(
    *,
    words: str,
    customer_name: str,
    names: str,
    place: Unit | None,
    now: datetime,
    typed_in_by: User | None = None,
    **_: Any,
) -> None:
    compliment(
        words=words,
        customer_name=customer_name,
        names_typed=names,
        receivers=[],
        place=place,
        typed_in_by=typed_in_by,
        now=now,
    )


def connect() -> None:
    praise_given.connect(praise_arrives, dispatch_uid="recognition-praise")

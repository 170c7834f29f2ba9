"""What feedback does when accounts announces that somebody left. Registered at start-up (`registration`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.announcements import person_left
from accounts.models import User
from accounts.operations.timeline import By
from feedback.operations.leavers import hand_on


def _left(*, person: User, successor: User, by: By, now: datetime, **_: Any) -> None:
    hand_on(person=person, successor=successor, by=by, now=now)


def connect() -> None:
    person_left.connect(_left, dispatch_uid="feedback-person-left")

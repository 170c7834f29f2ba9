"""The clocks follow when a practice is switched, in the same transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.announcements import practice_switched
from accounts.operations.practice_clocks import follow


def _switched(*, name: str, on: bool, now: datetime, **_: Any) -> None:
    follow(practice=name, on=on, now=now)


def connect() -> None:
    practice_switched.connect(_switched, dispatch_uid="accounts-practice-clocks")

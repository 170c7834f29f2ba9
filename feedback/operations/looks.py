"""Noting who looked at whose personal data. Written while reading, into the one table made for it."""

from __future__ import annotations

from datetime import datetime

from accounts.models import AccessLog, User


def note_look(*, user: User, subject_kind: str, subject_id: int, what: str, now: datetime) -> None:
    """One line: this person opened this, or took a list of it along as a file (subject 0)."""
    AccessLog.objects.create(at=now, user=user, subject_kind=subject_kind, subject_id=subject_id, what=what)

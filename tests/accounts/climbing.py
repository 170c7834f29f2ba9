"""What climbed and who missed, as the tests of the sweep read it."""

from __future__ import annotations

from datetime import UTC, datetime

from accounts.models import Escalation, Miss
from feedback.models import Case

DUE = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
"""Eight working hours after Tuesday, ten o'clock."""


def rungs(case: Case) -> list[tuple[str, int, str]]:
    found = Escalation.objects.filter(clock__subject_id=case.pk).order_by("told_at", "level")
    return list(found.values_list("clock__kind", "level", "to__sign_in_name"))


def misses(case: Case) -> list[tuple[str, int, str]]:
    found = Miss.objects.filter(clock__subject_id=case.pk).order_by("at", "level")
    return list(found.values_list("clock__kind", "level", "person__sign_in_name"))

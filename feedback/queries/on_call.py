"""Matters that cannot wait for working hours: who is called out for them, and whom the customer can telephone now."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from accounts.enums import Severity
from accounts.queries.house import House, house
from accounts.queries.on_call import who_is_on_call
from cxapp.lib.working_time import is_open
from feedback.enums import CaseState
from feedback.models import Case


def called_out(
    kind: str, unit: int | None, where: House, now: datetime, *, excluded: Collection[int] = ()
) -> int | None:
    """Whoever is on call now, for a kind the organisation listed, while the unit is shut. None: working hours as usual."""
    if kind not in where.organisation.critical_kinds or is_open(where.calendar_of(unit), now):
        return None
    return who_is_on_call(now, excluded=excluded)


def urgent_phone(case: Case) -> str:
    """The number shown beside a critical case while nobody has reached the customer; blank where none is known."""
    waits = case.severity == Severity.CRITICAL and case.state == CaseState.WAITING
    return house().organisation.critical_phone if waits else ""

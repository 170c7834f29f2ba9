"""What a climb writes: a rung told and a miss charged, with the columns of their rows but without the cost of a model."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accounts.models import Clock


@dataclass(slots=True)
class Rung:
    """One rung of a clock, as `Escalation` keeps it."""

    clock: Clock
    level: int
    to_id: int
    deputy_id: int | None
    due_at: datetime
    reason: str = "late"
    skipped: list[list[Any]] = field(default_factory=list)
    breached_at: datetime | None = None
    detected_at: datetime | None = None
    told_at: datetime | None = None
    answered_at: datetime | None = None
    pk: int | None = None

    @property
    def clock_id(self) -> int:
        return self.clock.pk


@dataclass(slots=True)
class Missed:
    """A step that ran out, as `Miss` keeps it."""

    clock: Clock
    level: int
    person_id: int
    deputy_id: int | None
    tried_in_time: bool
    at: datetime
    pk: int | None = None

    @property
    def clock_id(self) -> int:
        return self.clock.pk

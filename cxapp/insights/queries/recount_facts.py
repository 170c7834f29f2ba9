"""What independent counting is made of: one fact a row, with its moment, its keys and what it counts as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from cxapp.lib.periods import Period


@dataclass(frozen=True, slots=True)
class Fact:
    """One row: when, under which key of each cut, and what it counts as."""

    at: datetime
    keys: Mapping[str, Any]
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    period: Period
    now: datetime
    zone: ZoneInfo
    about: Mapping[str, set[int]] = field(default_factory=dict)

    def holds(self, moment: datetime | None) -> bool:
        return moment is not None and self.period.start <= moment < self.period.end


def between_days(rows: QuerySet[Any], moment: str, asked: Asked) -> QuerySet[Any]:
    return rows.filter(**{f"{moment}__gte": asked.period.start, f"{moment}__lt": asked.period.end})


def units_of(row: Any) -> dict[str, Any]:
    return {"stage": row.stage_id, "place": row.place_id, "department": row.department_id}

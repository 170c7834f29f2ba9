"""Who does what when: one planned act, the seeded chance behind it, and moments inside working hours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from random import Random
from typing import Any

from accounts.models import User
from accounts.queries.house import house
from cxapp.demo.story.known import stand_in
from cxapp.lib.working_time import Step, Unit, due
from feedback.models import Case

SEED = "northwind"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing somebody of the story is going to do."""

    at: datetime
    verb: str
    data: Mapping[str, Any] = field(default_factory=dict)


Doing = Callable[[Case, dict[str, int], datetime, Random], list[Act]]
"""How a verb is done to a case: the case, what was planned with it, the moment, its chance."""


def chance(*words: object) -> Random:
    """The same chance for the same words, whatever was drawn before."""
    return Random(":".join([SEED, *map(str, words)]))


def unit_of(case: Case) -> int | None:
    return case.place_id or case.department_id


def working(case: Case, start: datetime, hours: float) -> datetime:
    """So many working hours later, at the case's place."""
    return at_work(unit_of(case), start, hours)


def at_work(unit: int | None, start: datetime, hours: float) -> datetime:
    return due(house().calendar_of(unit), start, Step(Decimal(f"{hours:.2f}"), Unit.WORKING_HOURS))


def hand_of(case: Case, now: datetime) -> User:
    """Who acts on the case today: its leader, or whoever stands in."""
    return stand_in(case.leader_id, now) or case.leader

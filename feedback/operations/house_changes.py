"""What a change of the house does to running promises: a unit goes live, a calendar is edited."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import Calendar, Clock, Unit
from accounts.operations import clocks as engine
from accounts.operations.timeline import By, Entry, record
from accounts.queries.house import house
from cxapp.lib.sql import update_rows
from cxapp.lib.working_time import due
from feedback.models import OPEN, Case, Enquiry
from feedback.operations.cases import unit_of
from feedback.rules.kinds import MAIN

CALLED_OUT = Q(escalations__reason="on_call")


def _at(units: Collection[int], *, nowhere: bool) -> QuerySet[Case]:
    """Open cases whose working time is that of these units; `nowhere`: those of no unit too."""
    here = Q(place__in=units) | Q(place=None, department__in=units)
    return Case.objects.filter(OPEN, here | Q(place=None, department=None) if nowhere else here)


@transaction.atomic
def arm_unit(*, unit: Unit, by: By, now: datetime) -> int:
    """Going live: every promise of this unit gets at least its full step from now, and may climb. Returns how many clocks."""
    cases = {case.pk: case for case in _at([unit.pk], nowhere=True)}
    clocks = engine.locked(engine.of_subjects("case", cases) & Q(armed_at=None))
    clocks = engine.arm(clocks=clocks, units={pk: unit_of(case) for pk, case in cases.items()}, now=now)
    questions: dict[int, int | None] = dict(
        Enquiry.objects.filter(place=unit, answered_at=None).values_list("pk", "place_id")
    )
    waiting = engine.locked(engine.of_subjects("enquiry", questions) & Q(armed_at=None))
    waiting = engine.arm(clocks=waiting, units=questions, now=now)
    _repeat_due(clocks)
    record(
        entries=[Entry("case", clock.subject_id, "armed", by, {"clock": clock.kind}) for clock in clocks],
        now=now,
    )
    return len(clocks) + len(waiting)


@transaction.atomic
def recompute(*, calendar: Calendar, by: By, now: datetime) -> int:
    """An edited calendar moves the promises still ahead, never before now. Returns how many moved.

    Where somebody on call was told, the promise runs day and night and stays.
    """
    where = house()
    units = where.units_using(calendar.pk)
    cases = {case.pk: case for case in _at(units, nowhere=where.organisation.calendar_id == calendar.pk)}
    ahead = engine.locked(
        engine.of_subjects("case", cases) & Q(due_at__gt=now) & ~Q(step_amount=0) & ~CALLED_OUT
    )
    moved = []
    for clock in ahead:
        fresh = max(
            now,
            due(where.calendar_of(unit_of(cases[clock.subject_id])), clock.started_at, engine.step_of(clock)),
        )
        if fresh != clock.due_at and clock.kind in (*MAIN, "resolution"):
            engine.move(clocks=[clock], due_at=fresh, now=now)
            moved.append(clock)
    _repeat_due(moved)
    record(
        entries=[
            Entry("case", clock.subject_id, "due_moved", by, {"clock": clock.kind, "calendar": calendar.pk})
            for clock in moved
        ],
        now=now,
    )
    return len(moved)


def _repeat_due(clocks: Collection[Clock]) -> None:
    rows = [(clock.subject_id, clock.due_at) for clock in clocks if clock.kind in MAIN]
    update_rows(Case, ["due_at"], rows)

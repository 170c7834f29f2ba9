"""Loads the whole line and the units, and asks the rules what is wrong with them. Used by the page of people."""

from __future__ import annotations

from datetime import datetime

from accounts.models import Unit, User
from accounts.queries.line import line_of
from accounts.rules.faults import (
    Fault,
    UnitEntry,
    faults_of_absence,
    faults_of_line,
    faults_of_units,
)


def faults(*, now: datetime) -> list[Fault]:
    """Everything wrong today, the worst first."""
    line = line_of(people=list(User.objects.values_list("id", flat=True)), now=now)
    units = [_entry(unit) for unit in Unit.objects.filter(is_active=True).order_by("name")]
    leading = {
        person.reports_to: True for person in line.people.values() if person.active and person.reports_to
    }
    leading |= {unit.head: True for unit in units if unit.head}
    return [*faults_of_line(line), *faults_of_units(units, line), *faults_of_absence(line, leading)]


def _entry(unit: Unit) -> UnitEntry:
    return UnitEntry(unit.pk, unit.name, unit.head_id)

"""Faults of the reporting line and of the units, in sentences. Pure; loaded by `queries.faults`.

Not here: what happens meanwhile (a broken line goes to the owner, see `line`), and whether one unit may go live (`queries.gaps`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.rules.line import Line

NO_OWNER, ORPHAN, LOOP = "no_owner", "orphan", "loop"
NO_HEAD, HEAD_LEFT, NO_DEPUTY = "no_head", "head_left", "no_deputy"


@dataclass(frozen=True, slots=True)
class UnitEntry:
    id: int
    name: str
    head: int | None


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `people` and `unit` say where to mend it."""

    code: str
    sentence: Any
    people: tuple[int, ...] = ()
    unit: int | None = None


def faults_of_line(line: Line) -> list[Fault]:
    """No owner, loops, people who report to nobody. Posts nobody holds are passed over, so they are no fault."""
    found: list[Fault] = []
    if line.owner is None:
        found.append(
            Fault(NO_OWNER, _("Nobody is the owner. Name one: unanswered cases have nowhere to end."))
        )
    found.extend(
        Fault(
            LOOP,
            _(
                "These people report to each other in a circle: %(names)s. Let one of them report to somebody else."
            )
            % {"names": circle(line, loop)},
            tuple(loop),
        )
        for loop in loops(line)
    )
    for person in line.people.values():
        if person.active and person.reports_to is None and person.id != line.owner:
            words = _(
                "%(name)s reports to nobody. Choose whom they report to; only the owner reports to nobody."
            )
            found.append(Fault(ORPHAN, words % {"name": person.name}, (person.id,)))
    return found


def faults_of_units(units: Sequence[UnitEntry], line: Line) -> Iterator[Fault]:
    """Units nobody leads, or led by somebody who has left."""
    for unit in units:
        if unit.head is None:
            words = _("%(unit)s has no head. Name one: their cases fall to the nearest head above.")
            yield Fault(NO_HEAD, words % {"unit": unit.name}, unit=unit.id)
        elif not line.is_active(unit.head):
            words = _("The head of %(unit)s, %(name)s, is no longer here. Name another one.")
            yield Fault(
                HEAD_LEFT, words % {"unit": unit.name, "name": _name(line, unit.head)}, (unit.head,), unit.id
            )


def faults_of_absence(line: Line, leading: Mapping[int, Any]) -> Iterator[Fault]:
    """Leaders away now for whom nobody present stands in. It does not stop a unit: the step goes on up the line."""
    for person in line.away:
        if person in leading and line.is_active(person) and line.stand_in(person) is None:
            words = _("%(name)s is away and nobody stands in. Name a deputy who is here.")
            yield Fault(NO_DEPUTY, words % {"name": _name(line, person)}, (person,))


def loops(line: Line) -> list[list[int]]:
    """Every circle of the line once, each beginning with its smallest id."""
    done: set[int] = set()
    found: list[list[int]] = []
    for start in line.people:
        way: list[int] = []
        here: int | None = start
        while here is not None and here in line.people and here not in done:
            done.add(here)
            way.append(here)
            here = line.people[here].reports_to
        if here in way:
            loop = way[way.index(here) :]
            first = loop.index(min(loop))
            found.append(loop[first:] + loop[:first])
    return found


def circle(line: Line, loop: Sequence[int]) -> str:
    """`Anna → Boris → Anna`."""
    return " → ".join(_name(line, person) for person in [*loop, loop[0]])


def _name(line: Line, person: int) -> str:
    found = line.people.get(person)
    return found.name if found else "?"

"""The house: organisation, units, calendars and policies as one value, kept in memory while nothing changes.

Every change of those tables gives the organisation a new mark (`receivers.house`); one query reads the mark.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from accounts.models import Calendar, Organisation, PolicyStep, PolicyVersion, Unit
from cxapp.lib.kept import Kept
from cxapp.lib.working_time import DEFAULT, Step, WorkingCalendar
from cxapp.lib.working_time import Unit as TimeUnit

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class UnitInfo:
    id: int
    kind: str
    name: str
    slug: str
    parent: int | None
    head: int | None
    calendar: int | None
    profile: int | None
    live_at: datetime | None
    is_active: bool


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of a profile: the step for each (kind, severity); a blank severity stands for any."""

    version: int
    steps: Mapping[tuple[str, str], Step]

    def step(self, kind: str, severity: str = "") -> Step:
        return self.steps.get((kind, severity)) or self.steps[(kind, "")]


@dataclass(frozen=True, slots=True)
class House:
    mark: str
    organisation: Organisation
    units: Mapping[int, UnitInfo]
    calendars: Mapping[int, WorkingCalendar]
    policies: Mapping[int, Policy]
    also: dict[str, Any] = field(default_factory=dict)

    def kept(self, name: str, load: Callable[[], _T]) -> _T:
        """What another app reads once a mark, from tables it has watched by `receivers.house`."""
        if name not in self.also:
            self.also[name] = load()
        found: _T = self.also[name]
        return found

    def up(self, unit: int | None) -> Iterator[UnitInfo]:
        """A unit and the units above it, nearest first; a loop ends the walk."""
        seen: set[int] = set()
        while unit is not None and unit not in seen and unit in self.units:
            seen.add(unit)
            yield self.units[unit]
            unit = self.units[unit].parent

    def within(self, unit: int | None, ancestor: int) -> bool:
        return any(step.id == ancestor for step in self.up(unit))

    def calendar_of(self, unit: int | None) -> WorkingCalendar:
        chosen = next(
            (step.calendar for step in self.up(unit) if step.calendar), self.organisation.calendar_id
        )
        return self.calendars.get(chosen, DEFAULT) if chosen else DEFAULT

    def units_using(self, calendar: int) -> set[int]:
        """The units whose working time this calendar is, directly or from above; the default covers those without one."""
        default = self.organisation.calendar_id
        return {
            unit
            for unit in self.units
            if next((step.calendar for step in self.up(unit) if step.calendar), default) == calendar
        }

    def policy_of(self, unit: int | None) -> Policy:
        chosen = next((step.profile for step in self.up(unit) if step.profile), self.organisation.profile_id)
        return self.policies[chosen] if chosen else next(iter(self.policies.values()))

    def live_since(self, unit: int | None, now: datetime) -> datetime | None:
        """When the unit went live; None while it rehearses. A case of no unit is live as soon as any unit is."""
        own = next(self.up(unit), None)
        moments = [own.live_at] if own else [info.live_at for info in self.units.values()]
        past = [moment for moment in moments if moment is not None and moment <= now]
        return min(past) if past else None


_kept: dict[str, House] = {}
_within: ContextVar[list[House] | None] = ContextVar("house", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Within this block (a request) the mark is read once, and again after a change of our own."""
    token = _within.set([])
    try:
        yield
    finally:
        _within.reset(token)


def forget() -> None:
    """The house was changed here: whoever asks next reads the mark."""
    if known := _within.get():
        known.clear()


def house() -> House:
    """Today's house. One query while nothing changed."""
    known = _within.get()
    if not known:
        found = _marked()
        if known is not None:
            known.append(found)
        return found
    return known[0]


def _marked() -> House:
    [(mark,)] = _MARK()
    found = _kept.get(mark)
    if found is None:
        found = _load(Organisation.objects.get(pk=1))
        _kept.clear()
        _kept[found.mark] = found
    return found


_MARK = Kept(lambda: Organisation.objects.filter(pk=1).values_list("mark"))


def _load(organisation: Organisation) -> House:
    units = {
        unit.pk: UnitInfo(
            id=unit.pk,
            kind=unit.kind,
            name=unit.name,
            slug=unit.slug,
            parent=unit.parent_id,
            head=unit.head_id,
            calendar=unit.calendar_id,
            profile=unit.profile_id,
            live_at=unit.live_at,
            is_active=unit.is_active,
        )
        for unit in Unit.objects.all()
    }
    calendars = {
        row.pk: working_calendar(row) for row in Calendar.objects.prefetch_related("intervals", "closed_days")
    }
    return House(organisation.mark, organisation, units, calendars, _policies())


def working_calendar(calendar: Calendar) -> WorkingCalendar:
    """A calendar as the arithmetic wants it."""
    week: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for interval in calendar.intervals.all():
        week[interval.weekday].append((interval.opens, interval.closes))
    return WorkingCalendar(
        zone=calendar.zone,
        week=tuple(tuple(sorted(day)) for day in week),
        closed=frozenset(day.day for day in calendar.closed_days.all()),
        country=calendar.country,
        region=calendar.region,
    )


def _policies() -> dict[int, Policy]:
    newest = {version.profile_id: version.pk for version in PolicyVersion.objects.order_by("number")}
    steps: dict[int, dict[tuple[str, str], Step]] = {version: {} for version in newest.values()}
    for row in PolicyStep.objects.filter(version__in=steps):
        steps[row.version_id][row.kind, row.severity] = Step(row.amount, TimeUnit(row.unit))
    return {profile: Policy(version, steps[version]) for profile, version in newest.items()}

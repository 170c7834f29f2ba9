"""Climbing: which misses are due, which rung comes next, who is told. Used by the sweep and by every verb that moves a clock.

Whatever the rhythm of the sweep, the same (clock, level, to) and the same misses come out: misses are settled for who held
the clock when the step ended, rungs count their step from the moment that person was told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Count

from accounts.models import Clock, Escalation, Miss
from accounts.operations.notices import NewNotice, notify
from accounts.operations.timeline import Entry, record
from accounts.queries.house import House, house
from accounts.queries.line import line_of
from accounts.rules.actor import SYSTEM
from accounts.rules.climbing import Missed, Rung
from accounts.rules.kinds import clocks as kinds
from accounts.rules.kinds import subjects
from accounts.rules.line import Above, Line
from cxapp.lib.kept import Among, Kept
from cxapp.lib.sql import insert_rows, update_rows
from cxapp.lib.working_time import Step, Unit, due

AT_ONCE = ("again", "on_call")
"""Rungs told at the start, without anything being late."""
GROUP_ABOVE = 3
"""More late cases of one leader than this reach a person as one notice a day."""


@dataclass(slots=True)
class Context:
    """All that deciding the next rungs of a batch needs, loaded once."""

    now: datetime
    line: Line
    house: House
    rungs: Mapping[int, list[Rung]]
    missed: Mapping[int, set[int]]
    excluded: Mapping[int, frozenset[int]]
    urgent: set[int]
    ends: dict[tuple[int | None, Step], datetime] = field(default_factory=dict)

    def end_of(self, unit: int | None, step: Step) -> datetime:
        """When a step given now runs out for somebody of this unit."""
        if (unit, step) not in self.ends:
            self.ends[unit, step] = due(self.house.calendar_of(unit), self.now, step)
        return self.ends[unit, step]


def load(clocks: Sequence[Clock], now: datetime) -> Context:
    """Read everything the given clocks need: four queries, the line and what the subjects' own app knows."""
    by_id = {clock.pk: clock for clock in clocks}
    rungs: dict[int, list[Rung]] = defaultdict(list)
    for clock_id, *told in _RUNGS(ids=by_id):
        rungs[clock_id].append(Rung(by_id[clock_id], *told))
    missed: dict[int, set[int]] = defaultdict(set)
    for clock_id, level in _MISSES(ids=by_id):
        missed[clock_id].add(level)
    people = {clock.holder_id for clock in clocks} | {
        rung.to_id for group in rungs.values() for rung in group
    }
    people |= {clock.charged_to_id for clock in clocks if clock.charged_to_id}
    by_kind: dict[str, list[int]] = defaultdict(list)
    for clock in clocks:
        by_kind[clock.subject_kind].append(clock.subject_id)
    excluded: dict[int, frozenset[int]] = {}
    urgent: set[int] = set()
    for clock in clocks:
        if clock.subject_kind in by_kind:
            kind = subjects[clock.subject_kind]
            of_kind = by_kind.pop(clock.subject_kind)
            shut, loud = kind.excluded(of_kind), set(kind.urgent(of_kind))
            for other in clocks:
                if other.subject_kind == kind.name:
                    excluded[other.pk] = shut.get(other.subject_id, frozenset())
                    if other.subject_id in loud:
                        urgent.add(other.pk)
    return Context(now, line_of(people=people, now=now), house(), rungs, missed, excluded, urgent)


_RUNGS = Kept(
    lambda: (
        Escalation.objects.filter(Among("clock", "ids"))
        .order_by("level")
        .values_list("clock_id", "level", "to_id", "deputy_id", "due_at")
    )
)
_MISSES = Kept(lambda: Miss.objects.filter(Among("clock", "ids")).values_list("clock_id", "level"))


def settle(*, clocks: Sequence[Clock], now: datetime) -> None:
    """Write every miss due by now, without a rung, for who held the step when it ended. Idempotent."""
    late = [clock for clock in clocks if clock.running and clock.due_at <= now]
    if not late:
        return
    misses = due_misses(late, load(late, now))
    insert_rows(misses, Miss)
    record(entries=[_missed(miss) for miss in misses], now=now)


def due_misses(clocks: Iterable[Clock], context: Context) -> list[Missed]:
    """The misses that are due and not written yet, for clocks that wait."""
    found = []
    for clock in clocks:
        if kinds[clock.kind].is_moment:
            continue
        steps: list[tuple[int, int, int | None, datetime]] = []
        steps.append((0, clock.charged_to_id or clock.holder_id, None, clock.due_at))
        steps += [
            (rung.level, rung.to_id, rung.deputy_id, rung.due_at) for rung in context.rungs.get(clock.pk, [])
        ]
        for level, person, deputy, at in steps:
            if at <= context.now and level not in context.missed.get(clock.pk, ()):
                tried = level == 0 and clock.tried_at is not None and clock.tried_at < clock.due_at
                deputy = deputy or (context.line.stand_in(person) if level == 0 else None)
                found.append(Missed(clock, level, person, deputy, tried, at))
    return found


def next_rung(clock: Clock, context: Context) -> Rung | None:
    """The next rung of a clock whose present step has run out. None: it has climbed as far as it goes."""
    if clock.level - clock.base >= kinds[clock.kind].rungs:
        return None
    above = _above(clock, context)
    if above is None:
        return None
    rungs = context.rungs.get(clock.pk, [])
    breached = rungs[-1].due_at if rungs and clock.level > clock.base else clock.due_at
    return _rung(clock, clock.level + 1, above, "late", breached, context)


def _above(clock: Clock, context: Context, *, nth: int = 1) -> Above | None:
    told = {rung.to_id for rung in context.rungs.get(clock.pk, [])}
    return context.line.who_is_above(
        clock.holder_id, told=told, excluded=context.excluded.get(clock.pk, frozenset()), nth=nth
    )


def _rung(
    clock: Clock, level: int, above: Above, reason: str, breached: datetime | None, context: Context
) -> Rung:
    person = context.line.people[above.person]
    step = Step(clock.step_amount, Unit(clock.step_unit))
    return Rung(
        clock,
        level,
        above.person,
        above.deputy,
        context.end_of(person.unit, step),
        reason,
        [list(pair) for pair in above.skipped],
        breached,
        context.now,
        context.now,
    )


def tell_bases(*, clocks: Sequence[Clock], now: datetime) -> None:
    """A cycle that starts higher: the rung at its base is told at once, without a breach; both run out together."""
    if not clocks:
        return
    context = load(clocks, now)
    rungs = []
    for clock in clocks:
        above = _above(clock, context, nth=clock.base)
        if above is not None:
            rung = _rung(clock, clock.base, above, "again", None, context)
            rung.due_at = clock.due_at
            rungs.append(rung)
        clock.level = clock.base
    update_rows(Clock, ["level"], [(clock.pk, clock.level) for clock in clocks])
    write(rungs=rungs, misses=[], context=context)


def tell_on_call(*, called: Sequence[tuple[Clock, int]], now: datetime) -> None:
    """Whoever is on call hears at once, without a breach; their time runs out with the holder's."""
    if not called:
        return
    context = load([clock for clock, _ in called], now)
    rungs = []
    for clock, person in called:
        clock.level += 1
        rungs.append(
            Rung(clock, clock.level, person, None, clock.due_at, "on_call", detected_at=now, told_at=now)
        )
    update_rows(Clock, ["level"], [(clock.pk, clock.level) for clock, _ in called])
    write(rungs=rungs, misses=[], context=context)


def write(*, rungs: Sequence[Rung], misses: Sequence[Missed], context: Context) -> None:
    """Rungs, misses, their events and the notices, one statement a table."""
    insert_rows(rungs, Escalation)
    insert_rows(misses, Miss)
    entries = [_missed(miss) for miss in misses] + [_climbed(rung) for rung in rungs]
    if entries:
        record(entries=entries, now=context.now)
    notify(notices=_tell(rungs, context), now=context.now)


def _missed(miss: Missed) -> Entry:
    clock = miss.clock
    data = {
        "clock": clock.kind,
        "ref": clock.ref,
        "level": miss.level,
        "person": miss.person_id,
        "at": miss.at.isoformat(),
    }
    return Entry(clock.subject_kind, clock.subject_id, "missed", SYSTEM, data)


def _climbed(rung: Rung) -> Entry:
    clock = rung.clock
    data = {
        "clock": clock.kind,
        "ref": clock.ref,
        "level": rung.level,
        "to": rung.to_id,
        "deputy": rung.deputy_id,
        "reason": rung.reason,
        "skipped": rung.skipped,
        "breached_at": rung.breached_at.isoformat() if rung.breached_at else None,
    }
    return Entry(clock.subject_kind, clock.subject_id, "escalated", SYSTEM, data)


def _tell(rungs: Sequence[Rung], context: Context) -> list[NewNotice]:
    """Who hears of the new rungs. Above three late ones of the same leader a day: one notice; critical ones always."""
    groups: dict[tuple[int, int], list[Rung]] = defaultdict(list)
    notices = []
    for rung in rungs:
        if rung.clock_id in context.urgent:
            notices.append(_single(rung, urgent=True))
        else:
            groups[rung.deputy_id or rung.to_id, rung.clock.holder_id].append(rung)
    told = _told_today(groups, context)
    for (recipient, leader), group in groups.items():
        if told.get((recipient, leader), 0) > GROUP_ABOVE:
            day = _local_day(recipient, context).date().isoformat()
            data = {"leader": leader, "to": group[0].to_id, "day": day}
            notices.append(NewNotice("late_group", "person", recipient, f"late:{leader}:{day}", data))
        else:
            notices.extend(_single(rung) for rung in group)
    return notices


def _single(rung: Rung, *, urgent: bool = False) -> NewNotice:
    data = {
        "rung": rung.pk,
        "clock": rung.clock_id,
        "subject": [rung.clock.subject_kind, rung.clock.subject_id],
    }
    recipient = rung.deputy_id or rung.to_id
    return NewNotice(
        f"{rung.clock.subject_kind}_rung",
        "person",
        recipient,
        f"rung:{rung.clock_id}:{rung.level}",
        data,
        urgent,
    )


def _local_day(person: int, context: Context) -> datetime:
    """When the present day began for a person: a day's notices are grouped by the day they live in."""
    found = context.line.people.get(person)
    zone = ZoneInfo(context.house.calendar_of(found.unit if found else None).zone)
    return context.now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)


def _told_today(
    groups: Mapping[tuple[int, int], Sequence[Rung]], context: Context
) -> dict[tuple[int, int], int]:
    """How many rungs of each leader reached each person on that person's day, the new ones included."""
    counts: dict[tuple[int, int], int] = defaultdict(int)
    days: dict[datetime, set[int]] = defaultdict(set)
    for (recipient, _), group in groups.items():
        days[_local_day(recipient, context)].add(group[0].to_id)
    leaders = {leader for _, leader in groups}
    for day, people in days.items():
        rows = (
            Escalation.objects.filter(Among("to", people), Among("clock__holder", leaders), told_at__gte=day)
            .exclude(reason__in=AT_ONCE)
            .values_list("to_id", "deputy_id", "clock__holder_id")
            .annotate(n=Count("id"))
            .order_by()
        )
        for to, deputy, leader, n in rows:
            if _local_day(deputy or to, context) == day:
                counts[deputy or to, leader] += n
    return counts

"""What happens to the rungs of somebody who leaves: the person above answers from now on. Used by `people`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from accounts.models import Clock, Escalation, User
from accounts.operations import climb
from accounts.operations.notices import NewNotice, notify
from accounts.queries.house import house
from accounts.rules.kinds import subjects
from accounts.rules.line import Line
from cxapp.lib.working_time import Step, Unit, due


def hand_on_rungs(*, person: User, line: Line, now: datetime) -> int:
    """Open rungs go to the first active person above whom the subject does not concern; answered ones stay.

    Misses due by now are written first, for the leaver. A step still running starts anew: it counts from the moment
    the next person is really told. Returns how many rungs moved.
    """
    Escalation.objects.filter(deputy=person, answered_at=None).update(deputy=None)
    rungs = list(
        Escalation.objects.filter(
            to=person, answered_at=None, clock__met_at=None, clock__ended_at=None
        ).order_by("clock_id", "level")
    )
    held = {rung.clock_id for rung in rungs}
    clocks = {
        clock.pk: clock
        for clock in Clock.objects.filter(pk__in=held).select_for_update(of=("self",)).order_by("pk")
    }
    climb.settle(clocks=list(clocks.values()), now=now)
    excluded = _concerned(clocks.values())
    moved = []
    for rung in rungs:
        clock = clocks[rung.clock_id]
        above = _above(line, person.pk, excluded[clock.subject_kind, clock.subject_id])
        if above is not None:
            _give(rung, clock, above, line, now)
            moved.append(rung)
    notify(notices=[_told(rung, clocks[rung.clock_id]) for rung in moved], now=now)
    return len(moved)


def _above(line: Line, person: int, excluded: Collection[int]) -> int | None:
    path, _broken = line.path(person)
    owner = [line.owner] if line.owner is not None and line.owner != person else []
    return next((above for above in [*path, *owner] if line.is_active(above) and above not in excluded), None)


def _give(rung: Escalation, clock: Clock, above: int, line: Line, now: datetime) -> None:
    rung.to_id, rung.deputy_id = above, line.stand_in(above)
    if rung.due_at > now:
        step = Step(clock.step_amount, Unit(clock.step_unit))
        rung.told_at, rung.due_at = now, due(house().calendar_of(line.people[above].unit), now, step)
        if rung.level == clock.level:
            Clock.objects.filter(pk=clock.pk).update(next_at=rung.due_at)
    rung.save(update_fields=["to", "deputy", "told_at", "due_at"])


def _concerned(clocks: Collection[Clock]) -> dict[tuple[str, int], Collection[int]]:
    found: dict[tuple[str, int], Collection[int]] = {}
    for name in {clock.subject_kind for clock in clocks}:
        ids = [clock.subject_id for clock in clocks if clock.subject_kind == name]
        shut = subjects[name].excluded(ids)
        found.update({(name, pk): shut.get(pk, frozenset()) for pk in ids})
    return found


def _told(rung: Escalation, clock: Clock) -> NewNotice:
    data = {"rung": rung.pk, "clock": clock.pk, "subject": [clock.subject_kind, clock.subject_id]}
    recipient = rung.deputy_id or rung.to_id
    return NewNotice(f"{clock.subject_kind}_rung", "person", recipient, f"rung:{clock.pk}:{rung.level}", data)

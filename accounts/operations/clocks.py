"""The clock engine's verbs: start, settle, meet, end, move, hand to another holder, arm. The climb itself is in `climb`.

Lock order everywhere: clocks by id, then subject rows by id. Each verb is part of its caller's transaction and needs no
savepoint of its own: whoever catches a refusal does so outside. `due_at` is the promise, `next_at` the alarm.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.enums import EndReason
from accounts.models import Clock, Escalation, User
from accounts.operations import climb
from accounts.queries.house import House, house
from accounts.queries.practices import switched_on
from accounts.rules.kinds import clocks as kinds
from cxapp.lib.new_rows import new_row
from cxapp.lib.sql import insert_rows, update_rows
from cxapp.lib.working_time import Step, Unit, WorkingCalendar, due, midpoint


@dataclass(frozen=True, slots=True)
class NewClock:
    """A clock to start. `base` > 0 tells the rung at that level at once; `due_at` overrides the computed time.

    `calendar` takes the place of the unit's; `on_call` is told at once, beside the holder.
    """

    subject_kind: str
    subject_id: int
    kind: str
    holder: int
    step: Step
    policy_version: int | None
    unit: int | None
    started_at: datetime
    armed: bool = True
    ref: int = 0
    cycle: int = 1
    base: int = 0
    due_at: datetime | None = None
    calendar: WorkingCalendar | None = None
    on_call: int | None = None


@transaction.atomic(savepoint=False)
def start(*, clocks: Sequence[NewClock], now: datetime, inside: House | None = None) -> list[Clock]:
    """Start clocks. The calendar is the one of the clock's unit; a rung at the base level is told at once."""
    where = inside or house()
    rows = []
    off = _switched_off({new.kind for new in clocks})
    times: dict[tuple[int | None, datetime, Step, WorkingCalendar | None], tuple[datetime, datetime]] = {}
    for new in clocks:
        key = (new.unit, new.started_at, new.step, new.calendar)
        if new.due_at is not None:
            due_at, half = new.due_at, new.started_at + (new.due_at - new.started_at) / 2
        elif key in times:
            due_at, half = times[key]
        else:
            calendar = new.calendar or where.calendar_of(new.unit)
            due_at, half = (
                due(calendar, new.started_at, new.step),
                midpoint(calendar, new.started_at, new.step),
            )
            times[key] = due_at, half
        moment = kinds[new.kind].is_moment
        rows.append(
            new_row(
                Clock,
                subject_kind=new.subject_kind,
                subject_id=new.subject_id,
                kind=new.kind,
                ref=new.ref,
                cycle=new.cycle,
                holder_id=new.holder,
                started_at=new.started_at,
                step_amount=new.step.amount,
                step_unit=new.step.unit.value,
                policy_version_id=new.policy_version,
                base=new.base,
                level=0,
                due_at=due_at,
                next_at=due_at if moment or half <= now else half,
                armed_at=now if new.armed and new.kind not in off else None,
            )
        )
    insert_rows(rows)
    climb.tell_bases(clocks=[clock for clock in rows if clock.base and clock.armed_at], now=now)
    pairs = zip(rows, clocks, strict=True)
    called = [(clock, new.on_call) for clock, new in pairs if new.on_call and clock.armed_at]
    climb.tell_on_call(called=called, now=now)
    return rows


def step_of(clock: Clock) -> Step:
    return Step(clock.step_amount, Unit(clock.step_unit))


def locked(condition: Q) -> list[Clock]:
    """The waiting clocks a verb is about, locked in order of id."""
    found = Clock.objects.filter(condition, met_at=None, ended_at=None)
    return list(found.select_for_update(of=("self",)).order_by("pk"))


def of_subjects(kind: str, ids: Collection[int], *names: str) -> Q:
    """Clocks of these subjects, of these kinds (all kinds where none is named)."""
    found = Q(subject_kind=kind, subject_id__in=ids)
    return found & Q(kind__in=names) if names else found


@transaction.atomic(savepoint=False)
def meet(*, clocks: Sequence[Clock], by: User | None, now: datetime) -> None:
    """The promise is kept. Misses due by now are written first; every rung still open counts as answered."""
    climb.settle(clocks=clocks, now=now)
    for clock in clocks:
        clock.met_at, clock.met_by, clock.next_at = now, by, None
    _save(clocks, "met_at", "met_by", "next_at")
    Escalation.objects.filter(clock__in=clocks, answered_at=None).update(answered_at=now)


@transaction.atomic(savepoint=False)
def end(*, clocks: Sequence[Clock], reason: EndReason, now: datetime) -> None:
    """Stop without keeping the promise: no later miss, no further rung."""
    climb.settle(clocks=clocks, now=now)
    for clock in clocks:
        clock.ended_at, clock.end_reason, clock.next_at = now, reason, None
    _save(clocks, "ended_at", "end_reason", "next_at")


@transaction.atomic(savepoint=False)
def reopen(*, clock: Clock, now: datetime) -> None:
    """What met the clock did not arrive (a letter bounced): it waits again for its old promise.

    Rungs told meanwhile wait again too, each until the end of the step it was given.
    """
    Escalation.objects.filter(clock=clock, answered_at=clock.met_at).update(answered_at=None)
    last = Escalation.objects.filter(clock=clock).order_by("-level").first()
    clock.met_at, clock.met_by = None, None
    clock.next_at = max(last.due_at if last else clock.due_at, now)
    _save([clock], "met_at", "met_by", "next_at")


@transaction.atomic(savepoint=False)
def postpone(*, clock: Clock, attempt_at: datetime, unit: int | None, further: bool, now: datetime) -> None:
    """An attempt that reached nobody. `further`: it also moves the next rung by one step, the promise never."""
    climb.settle(clocks=[clock], now=now)
    if clock.tried_at is None and now < clock.due_at:
        clock.tried_at = now
    if further and clock.level == clock.base:
        clock.not_before = due(house().calendar_of(unit), attempt_at, step_of(clock))
        if now >= clock.due_at:
            clock.next_at = max(clock.next_at or now, clock.not_before)
    _save([clock], "tried_at", "not_before", "next_at")


@transaction.atomic(savepoint=False)
def unpostpone(*, clock: Clock, now: datetime) -> None:
    """The attempt was withdrawn: the original times hold again."""
    clock.tried_at, clock.not_before = None, None
    if clock.level == clock.base:
        clock.next_at = max(clock.due_at, now)
    _save([clock], "tried_at", "not_before", "next_at")


@transaction.atomic(savepoint=False)
def move(*, clocks: Sequence[Clock], due_at: datetime, now: datetime) -> None:
    """A new moment for the next step. A promise that has passed while armed stays; then only the alarm moves."""
    climb.settle(clocks=clocks, now=now)
    for clock in clocks:
        if clock.armed_at and clock.due_at <= now:
            clock.not_before, clock.next_at = due_at, max(due_at, now)
        else:
            clock.due_at, clock.not_before, clock.next_at = due_at, None, due_at
    _save(clocks, "due_at", "not_before", "next_at")


@transaction.atomic(savepoint=False)
def turn(*, clock: Clock, kind: str, due_at: datetime, now: datetime, step: Step | None = None) -> None:
    """The clock asks for another act now (a changed wish, a lost way to reach). Rungs stay; a passed promise stays.

    `step` is what each further rung gets from now on.
    """
    climb.settle(clocks=[clock], now=now)
    clock.kind = kind
    if step is not None:
        clock.step_amount, clock.step_unit = step.amount, step.unit.value
    if not (clock.armed_at and clock.due_at <= now):
        clock.due_at, clock.next_at = due_at, due_at
    _save([clock], "kind", "step_amount", "step_unit", "due_at", "next_at")


@transaction.atomic(savepoint=False)
def rehold(*, clocks: Sequence[Clock], holder: User, charged_to: User | None, now: datetime) -> None:
    """Another holder. The promise stays; a miss of this step stays with `charged_to` where the rules say so."""
    climb.settle(clocks=clocks, now=now)
    for clock in clocks:
        clock.holder, clock.charged_to = holder, charged_to if clock.due_at > now else clock.charged_to
    _save(clocks, "holder", "charged_to")


@transaction.atomic(savepoint=False)
def arm(*, clocks: Sequence[Clock], units: Mapping[int, int | None], now: datetime) -> list[Clock]:
    """Going live: due = max(due, now + step). `units` maps subject ids to the unit whose calendar holds.

    Clocks of a practice that is off stay as they are; the others are the answer.
    """
    where = house()
    off = _switched_off({clock.kind for clock in clocks})
    armed = [clock for clock in clocks if clock.kind not in off]
    for clock in armed:
        fresh = due(where.calendar_of(units.get(clock.subject_id)), now, step_of(clock))
        clock.armed_at, clock.due_at = now, max(clock.due_at, fresh)
        clock.next_at = clock.due_at
    _save(armed, "armed_at", "due_at", "next_at")
    return armed


@transaction.atomic(savepoint=False)
def disarm(*, clocks: Sequence[Clock], now: datetime) -> None:
    """Back to rehearsal: due times stay visible, nothing climbs."""
    climb.settle(clocks=clocks, now=now)
    for clock in clocks:
        clock.armed_at = None
    _save(clocks, "armed_at")


def _switched_off(names: Collection[str]) -> frozenset[str]:
    """The kinds among these whose practice is off: their clocks keep a time and do not climb."""
    owned = {name: kinds[name].practice for name in names if kinds[name].practice}
    on = switched_on() if owned else {}
    return frozenset(name for name, practice in owned.items() if practice not in on)


def _save(clocks: Sequence[Clock], *columns: str) -> None:
    """Store these columns of many clocks in one statement."""
    keys = {"met_by": "met_by_id", "holder": "holder_id", "charged_to": "charged_to_id"}
    rows = [(clock.pk, *(getattr(clock, keys.get(name, name)) for name in columns)) for clock in clocks]
    update_rows(Clock, list(columns), rows)

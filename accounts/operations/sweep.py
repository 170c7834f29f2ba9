"""The one sweep: finds what is due in the database, batch by batch, each batch one short transaction.

Right with two sweepers at once, after a kill at any point, after hours of silence: a batch is claimed, climbed and written
in one transaction; the unique constraints are the last guard. A poisoned clock is isolated by halving and stops nobody else.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter

from django.db import connection, transaction

from accounts.models import RUNNING, Clock
from accounts.operations import climb
from accounts.operations.heartbeats import SWEEP, beat, raise_alarm
from accounts.operations.notices import NewNotice, notify
from accounts.rules.kinds import clocks as kinds
from cxapp.lib.kept import Among
from cxapp.lib.sql import update_rows

log = logging.getLogger("cxapp.sweep")

BATCH = 2000
DAILY = timedelta(days=1)


@dataclass(slots=True)
class Swept:
    """What one sweep did: rungs told, reminders given, moments handled, clocks that failed."""

    told: int = 0
    reminded: int = 0
    handled: int = 0
    failed: int = 0

    def add(self, other: Swept) -> None:
        self.told += other.told
        self.reminded += other.reminded
        self.handled += other.handled
        self.failed += other.failed


def sweep(*, now: datetime, limit: int | None = None, batch: int = BATCH) -> Swept:
    """Visit every running clock whose alarm has come; one rung a clock at most. `limit` bounds the clocks of one call."""
    done = Swept()
    due = Clock.objects.filter(RUNNING, next_at__lte=now).order_by("holder_id", "pk")
    for ids in _batches(list(due.values_list("pk", "holder_id")[:limit]), batch):
        done.add(_batch(ids, now))
    beat(name=SWEEP, now=now, detail={"told": done.told, "failed": done.failed})
    return done


def _batches(due: Sequence[tuple[int, int]], size: int) -> Iterator[list[int]]:
    """Batches that keep one holder's clocks together where they fit, so that their notices are grouped alike at any size."""
    ids: list[int] = []
    for _, group in groupby(due, key=itemgetter(1)):
        held = [pk for pk, _ in group]
        if ids and len(ids) + len(held) > size:
            yield ids
            ids = []
        ids += held
        while len(ids) > size:
            yield ids[:size]
            ids = ids[size:]
    if ids:
        yield ids


def _batch(ids: Sequence[int], now: datetime) -> Swept:
    """Work a batch; where it fails, halve it until the poisoned clock stands alone."""
    try:
        with transaction.atomic():
            return _visit(_claim(ids, now), now)
    except Exception as error:
        if len(ids) == 1:
            log.exception("clock %s was set aside", ids[0])
            _set_aside(ids[0], error, now)
            return Swept(failed=1)
        middle = len(ids) // 2
        done = _batch(ids[:middle], now)
        done.add(_batch(ids[middle:], now))
        return done


def _claim(ids: Sequence[int], now: datetime) -> list[Clock]:
    """Take those still due and in no other sweeper's hands; the locks live and die with this transaction."""
    due = Clock.objects.filter(RUNNING, Among("pk", ids), next_at__lte=now).order_by("pk")
    if connection.vendor == "postgresql":
        due = due.select_for_update(skip_locked=True)
    return list(due)


def _visit(clocks: Sequence[Clock], now: datetime) -> Swept:
    if not clocks:
        return Swept()
    done = Swept()
    moments: dict[str, list[Clock]] = defaultdict(list)
    climbing = []
    for clock in clocks:
        if kinds[clock.kind].is_moment:
            moments[clock.kind].append(clock)
        else:
            climbing.append(clock)
    for name, group in moments.items():
        _moment(name, group, now)
        done.handled += len(group)
    if climbing:
        _climb(climbing, now, done)
    return done


def _moment(name: str, group: Sequence[Clock], now: datetime) -> None:
    """Moments happen once: they are met, then their app acts on them."""
    for clock in group:
        clock.met_at, clock.next_at = now, None
    update_rows(Clock, ["met_at", "next_at"], [(clock.pk, now, None) for clock in group])
    act = kinds[name].on_due
    if act is not None:
        act(group, now)


def _climb(clocks: Sequence[Clock], now: datetime, done: Swept) -> None:
    context = climb.load(clocks, now)
    rungs, reminders = [], []
    misses = climb.due_misses(clocks, context)
    for clock in clocks:
        if now < clock.due_at:
            clock.reminded_at, clock.next_at = now, clock.due_at
            reminders.append(_remind(clock, context))
        elif clock.not_before is not None and now < clock.not_before:
            clock.next_at = clock.not_before
        elif (rung := climb.next_rung(clock, context)) is not None:
            rungs.append(rung)
            clock.level, clock.next_at = rung.level, rung.due_at
        else:
            clock.next_at = _at_the_top(clock, context, reminders)
    climb.write(rungs=rungs, misses=misses, context=context)
    notify(notices=reminders, now=now)
    columns = ["level", "next_at", "reminded_at", "failures"]
    update_rows(Clock, columns, [(c.pk, c.level, c.next_at, c.reminded_at, 0) for c in clocks])
    done.told += len(rungs)
    done.reminded += len(reminders)


def _remind(clock: Clock, context: climb.Context) -> NewNotice:
    """Half of the time is over: whoever acts for the holder today is reminded."""
    data = {"clock": clock.pk, "subject": [clock.subject_kind, clock.subject_id]}
    key = f"half:{clock.pk}:{clock.due_at.isoformat(timespec='minutes')}"
    return NewNotice(f"{clock.subject_kind}_half", "person", _acting(clock.holder_id, context), key, data)


def _acting(person: int, context: climb.Context) -> int:
    """The person, or the deputy who acts for them while they are away."""
    return context.line.stand_in(person) or person


def _at_the_top(clock: Clock, context: climb.Context, reminders: list[NewNotice]) -> datetime | None:
    """Nobody is left above: whoever is at the top is reminded daily until the act comes. A limited climb just stops."""
    if clock.level - clock.base >= kinds[clock.kind].rungs:
        return None
    day = context.now.date().isoformat()
    rungs = context.rungs.get(clock.pk)
    top = _acting(rungs[-1].to_id if rungs else clock.holder_id, context)
    data = {"day": day, "subject_kind": clock.subject_kind}
    reminders.append(
        NewNotice(f"{clock.subject_kind}_top", "person", top, f"top:{clock.subject_kind}:{day}", data)
    )
    return context.now + DAILY


def _set_aside(clock_id: int, error: Exception, now: datetime) -> None:
    """Shown to the administrator, tried again with growing pauses, never dropped."""
    failures = (Clock.objects.filter(pk=clock_id).values_list("failures", flat=True).first() or 0) + 1
    pause = timedelta(minutes=min(2**failures, 240))
    Clock.objects.filter(pk=clock_id).update(failures=failures, next_at=now + pause)
    raise_alarm(
        name=f"clock:{clock_id}",
        detail={"clock": clock_id, "error": f"{type(error).__name__}: {error}"[:300]},
        now=now,
    )

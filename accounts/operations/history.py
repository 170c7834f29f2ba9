"""Proving the timeline: every chain is walked, each seal computed again, each head compared. Constant memory.

Not here: writing it (`timeline`), the form of a seal (`rules.history`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from accounts.models import Event
from accounts.operations.timeline import history_key
from accounts.rules.history import seal
from accounts.rules.kinds import subjects
from cxapp.lib import triggers

CHUNK = 2000
MOST_FAULTS = 20
TRIES = 3


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends: kept on the subject's row, and outside the database where heads are exported."""

    kind: str
    subject: int
    seq: int
    mac: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One place that does not hold, with the sentence that names it."""

    kind: str
    subject: int
    seq: int
    sentence: str


@dataclass(slots=True)
class Verdict:
    """What a walk found. `guarded`: the database refuses changes to the timeline."""

    events: int = 0
    chains: int = 0
    guarded: bool = True
    faults: list[Fault] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return self.guarded and not self.faults


def verify(*, since: datetime | None = None) -> Verdict:
    """Walk every chain (`since`: only those with an event from then on) and stop collecting after twenty faults."""
    verdict = Verdict(guarded=triggers.present(connection, Event._meta.db_table))
    for kind in sorted(subjects):
        for found in _walk(kind, since, verdict):
            verdict.faults.extend(_confirmed(kind, found))
            if len(verdict.faults) >= MOST_FAULTS:
                return verdict
    verdict.faults.extend(_unknown_kinds())
    return verdict


def heads() -> Iterator[Head]:
    """Every chain's head as the subject rows have it, for keeping outside the database."""
    for kind in sorted(subjects):
        for pk, seq, mac in _heads_of(kind):
            yield Head(kind, pk, seq, mac)


def compare(kept: Iterable[Head]) -> Iterator[Fault]:
    """Heads kept earlier must still be there: a tail cut off together with its head shows only here."""
    rows = iter(kept)
    while chunk := list(islice(rows, 500)):
        for kind in {head.kind for head in chunk}:
            mine = [head for head in chunk if head.kind == kind]
            yield from _missing(kind, mine)


def _missing(kind: str, kept: list[Head]) -> Iterator[Fault]:
    events = Event.objects.filter(subject_kind=kind, subject_id__in={head.subject for head in kept})
    there = set(events.filter(seq__in={head.seq for head in kept}).values_list("subject_id", "seq", "mac"))
    for head in kept:
        if (head.subject, head.seq, head.mac) not in there:
            yield Fault(
                kind,
                head.subject,
                head.seq,
                "the kept head is not in the timeline: its tail was cut or replaced",
            )


def _heads_of(kind: str, only: QuerySet[Event, Any] | None = None) -> Iterator[tuple[int, int, str]]:
    rows = subjects[kind].model.objects.filter(seq__gt=0)
    if only is not None:
        rows = rows.filter(pk__in=only)
    yield from rows.order_by("pk").values_list("pk", "seq", "mac").iterator(chunk_size=CHUNK)


def _walk(kind: str, since: datetime | None, verdict: Verdict) -> Iterator[int]:
    """Subjects whose chain or head does not hold. Heads and events come in the same order and are read side by side."""
    touched = None
    if since is not None:
        touched = Event.objects.filter(subject_kind=kind, at__gte=since).values("subject_id")
    chains = _chains(kind, touched, verdict)
    chain = next(chains, None)
    for pk, seq, mac in _heads_of(kind, touched):
        while chain is not None and chain[0] < pk:
            yield chain[0]
            chain = next(chains, None)
        if chain is None or chain[0] > pk:
            yield pk
            continue
        if chain[3] or (chain[1], chain[2]) != (seq, mac):
            yield pk
        chain = next(chains, None)
    while chain is not None:
        yield chain[0]
        chain = next(chains, None)


def _chains(kind: str, touched: Any, verdict: Verdict) -> Iterator[tuple[int, int, str, bool]]:
    """Each chain as (subject, last seq, last mac, whether something in it does not hold)."""
    events = Event.objects.filter(subject_kind=kind)
    if touched is not None:
        events = events.filter(subject_id__in=touched)
    subject, seq, mac, broken = 0, 0, "", False
    for event in events.order_by("subject_id", "seq").iterator(chunk_size=CHUNK):
        if event.subject_id != subject:
            if seq:
                yield subject, seq, mac, broken
            subject, seq, mac, broken = event.subject_id, 0, "", False
            verdict.chains += 1
        broken = broken or bool(_fault(event, seq, mac))
        seq, mac = event.seq, event.mac
        verdict.events += 1
    if seq:
        yield subject, seq, mac, broken


def _fault(event: Event, seq: int, mac: str) -> str:
    """What is wrong with an event that follows (seq, mac); empty when nothing is."""
    if event.seq != seq + 1:
        return f"event {seq + 1} is missing"
    if event.key_id != settings.HISTORY_KEY_ID:
        return f"sealed with key {event.key_id}, and this installation has key {settings.HISTORY_KEY_ID}"
    right = seal(
        key=history_key(),
        previous=mac,
        subject=(event.subject_kind, event.subject_id),
        seq=event.seq,
        at=event.at,
        actor=(event.actor_key, event.actor_name),
        code=event.code,
        data=event.data,
        format=event.format,
    )
    return "" if right == event.mac else "was changed after it was written, moved, or follows one that was"


def _confirmed(kind: str, subject: int) -> list[Fault]:
    """Look again at one subject by itself: somebody may have written to it during the walk."""
    for _try in range(TRIES):
        before = _head(kind, subject)
        faults = _faults_of(kind, subject, before)
        if not faults or _head(kind, subject) == before:
            return faults
    return faults


def _head(kind: str, subject: int) -> tuple[int, str] | None:
    row: tuple[int, str] | None = (
        subjects[kind].model.objects.filter(pk=subject).values_list("seq", "mac").first()
    )
    return row


def _faults_of(kind: str, subject: int, head: tuple[int, str] | None) -> list[Fault]:
    seq, mac = 0, ""
    events = Event.objects.filter(subject_kind=kind, subject_id=subject).order_by("seq")
    for event in events.iterator(chunk_size=CHUNK):
        if words := _fault(event, seq, mac):
            return [Fault(kind, subject, event.seq, words)]
        seq, mac = event.seq, event.mac
    if head is None:
        return [Fault(kind, subject, seq, "the timeline is there, what it is about is gone")]
    if head != (seq, mac):
        return [Fault(kind, subject, seq + 1, f"the timeline ends at {seq} and its head says {head[0]}")]
    return []


def _unknown_kinds() -> list[Fault]:
    strange = Event.objects.exclude(subject_kind__in=subjects).values_list(
        "subject_kind", "subject_id", "seq"
    )
    return [Fault(*row, "nothing of this kind is known") for row in strange.order_by("pk")[:1]]

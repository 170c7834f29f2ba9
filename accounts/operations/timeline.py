"""Writing the timeline: events of many subjects at once, each chain sealed. Not here: what the codes mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Event, Subject, User
from accounts.rules.actor import Actor
from accounts.rules.history import FORMAT, seal
from accounts.rules.kinds import subjects
from cxapp.lib.errors import Conflict
from cxapp.lib.kept import Among, Kept
from cxapp.lib.sql import insert_rows, update_rows

By = User | Actor


def actor_of(by: By) -> Actor:
    """A person becomes `person:<id>` with the name they have today."""
    return by if isinstance(by, Actor) else Actor(f"person:{by.pk}", by.name)


@dataclass(frozen=True, slots=True)
class Entry:
    """One event to write: on which subject, what happened, by whom, with ids and codes only."""

    subject_kind: str
    subject_id: int
    code: str
    by: By
    data: Mapping[str, Any] = field(default_factory=dict)


class HistoryMoved(Conflict):
    """Somebody wrote to the same history at the same instant."""

    code = "history_moved"


def history_key() -> bytes:
    return settings.HISTORY_KEY.encode()


@transaction.atomic(savepoint=False)
def begin_history(*, subjects: Sequence[Subject], entries: Sequence[Entry], now: datetime) -> None:
    """The first events of subjects about to be stored: they have their numbers, and the head of each chain goes onto the row."""
    first = {(subject.subject_kind, subject.pk): subject for subject in subjects}
    events: list[Sealed] = []
    for (kind, pk), own in _by_subject(entries).items():
        chain = sealed(kind=kind, subject_id=pk, seq=0, mac="", entries=own, now=now)
        subject = first[kind, pk]
        subject.seq, subject.mac = chain[-1].seq, chain[-1].mac
        events.extend(chain)
    insert_rows(events, Event)


@transaction.atomic(savepoint=False)
def record(*, entries: Sequence[Entry], now: datetime, fresh: bool = False) -> None:
    """Append events. Locks the subjects in order of id, so that two writers queue up instead of crossing.

    `fresh`: the subjects were made in this transaction and have no history yet, so nothing is read.
    """
    by_kind: dict[str, dict[int, list[Entry]]] = defaultdict(dict)
    for (kind, pk), own in _by_subject(entries).items():
        by_kind[kind][pk] = own
    for kind, per_subject in sorted(by_kind.items()):
        _append(kind, per_subject, now, fresh)


def _by_subject(entries: Sequence[Entry]) -> dict[tuple[str, int], list[Entry]]:
    found: dict[tuple[str, int], list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.subject_kind, entry.subject_id].append(entry)
    return found


def _append(kind: str, per_subject: Mapping[int, Sequence[Entry]], now: datetime, fresh: bool) -> None:
    model = subjects[kind].model
    heads = [(pk, 0, "") for pk in sorted(per_subject)] if fresh else _heads(model)(ids=per_subject)
    events: list[Sealed] = []
    moved: list[tuple[int, int, int, str]] = []
    for pk, seq, mac in heads:
        chain = sealed(kind=kind, subject_id=pk, seq=seq, mac=mac, entries=per_subject[pk], now=now)
        events.extend(chain)
        moved.append((pk, seq, chain[-1].seq, chain[-1].mac))
    insert_rows(events, Event)
    if update_rows(model, ["seq", "mac"], moved, guards=["seq"]) != len(per_subject):
        raise HistoryMoved(
            _("Somebody changed this at the same moment. Look again and repeat what is still missing.")
        )


@cache
def _heads(model: Any) -> Kept:
    """Where the chain of each subject ends, locked until the transaction ends."""
    return Kept(
        lambda: (
            model.objects.filter(Among("pk", "ids"))
            .select_for_update(of=("self",))
            .order_by("pk")
            .values_list("pk", "seq", "mac")
        )
    )


@dataclass(slots=True)
class Sealed:
    """One event ready to insert: the columns of its row, without the cost of a model."""

    subject_kind: str
    subject_id: int
    seq: int
    at: datetime
    actor_key: str
    actor_name: str
    code: str
    data: dict[str, Any]
    format: int
    key_id: str
    mac: str
    pk: int | None = None


def sealed(
    *, kind: str, subject_id: int, seq: int, mac: str, entries: Sequence[Entry], now: datetime
) -> list[Sealed]:
    """The next events of one chain."""
    events = []
    key, key_id = history_key(), settings.HISTORY_KEY_ID
    for entry in entries:
        seq += 1
        actor, data = actor_of(entry.by), dict(entry.data)
        mac = seal(
            key=key,
            previous=mac,
            subject=(kind, subject_id),
            seq=seq,
            at=now,
            actor=(actor.key, actor.name),
            code=entry.code,
            data=data,
        )
        events.append(
            Sealed(kind, subject_id, seq, now, actor.key, actor.name, entry.code, data, FORMAT, key_id, mac)
        )
    return events

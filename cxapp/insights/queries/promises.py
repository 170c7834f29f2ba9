"""Counts promises to contact, by whoever was responsible when they fell due. One query for all leaders, one for what is late.

Every count is made of the cases the reader may see, so that no number tells what its rows would hide.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from accounts.models import RUNNING, Clock, Escalation, User
from cxapp.lib.periods import Period
from feedback.access.cases import visible_to
from feedback.enums import ActingAs, CaseMode, Word
from feedback.models import Case, ContactAttempt, CustomerWord
from feedback.rules.kinds import CONTACT

Counts = Mapping[str, int]

CONDITIONS: Mapping[str, Q] = {
    "due": Q(),
    "tried": Q(tried=True),
    "reached": Q(met_at__lt=F("due_at")),
    "delegated": Q(delegated=True),
    "confirmed": Q(confirmed=True),
    "escalated": Q(rung__isnull=False),
}
"""Which promises each figure counts, over the columns `promises` adds."""


@dataclass(frozen=True, slots=True)
class LeaderRow:
    """One leader's counts by figure name."""

    person: User
    counts: Counts = field(default_factory=dict)

    def __getitem__(self, name: str) -> int:
        return self.counts.get(name, 0)


def promises(*, reader: User, period: Period, now: datetime) -> QuerySet[Any, Any]:
    """The promises of a period as rows: who answers for each (`person`), and what came of it."""
    return promises_of(cases=visible_to(reader, now), period=period, now=now)


def promises_of(*, cases: QuerySet[Case], period: Period, now: datetime) -> QuerySet[Any, Any]:
    """The same of the cases given."""
    live = cases.filter(mode=CaseMode.LIVE)
    attempts = ContactAttempt.objects.filter(
        case=OuterRef("subject_id"), cycle=OuterRef("cycle"), withdrawn_at=None
    )
    in_time = attempts.filter(
        logged_at__lt=OuterRef("due_at"), by=OuterRef("person"), acting_as=ActingAs.LEADER
    )
    by_another = attempts.filter(met_clock=True).exclude(by=OuterRef("person"))
    said_yes = CustomerWord.objects.filter(
        case=OuterRef("subject_id"), cycle=OuterRef("cycle"), reached=Word.YES
    )
    # The rung itself, not whether there is one: for that PostgreSQL would read the late rungs of everybody.
    late_rungs = Escalation.objects.filter(clock=OuterRef("pk"), reason="late").values("pk")
    return (
        Clock.objects.filter(
            subject_kind="case",
            kind=CONTACT,
            armed_at__isnull=False,
            due_at__gte=period.start,
            due_at__lt=period.end,
            subject_id__in=live.values("pk"),
        )
        .filter(Q(due_at__lte=now) | Q(met_at__isnull=False))
        .exclude(ended_at__lte=F("due_at"))
        # Who was charged is joined, for it is asked of every promise several times: there is one at most.
        .annotate(charge=FilteredRelation("misses", condition=Q(misses__level=0)))
        .annotate(person=Coalesce(F("charge__person_id"), F("holder_id"), output_field=BigIntegerField()))
        .annotate(
            tried=Exists(in_time),
            delegated=Exists(by_another),
            confirmed=Exists(said_yes),
            rung=Subquery(late_rungs[:1]),
        )
    )


def late(*, reader: User, now: datetime) -> QuerySet[Clock]:
    """Promises that run although their time has passed."""
    cases = visible_to(reader, now).filter(mode=CaseMode.LIVE)
    running = Clock.objects.filter(RUNNING, subject_kind="case", kind=CONTACT, due_at__lte=now)
    return running.filter(subject_id__in=cases.values("pk"))


def leader_rows(*, reader: User, people: Collection[int], period: Period, now: datetime) -> list[LeaderRow]:
    """A row for each of these people with any promise, the ones with most late now first, then by name."""
    counts: dict[int, dict[str, int]] = {}
    sums = {name: Count("pk", filter=condition) for name, condition in CONDITIONS.items()}
    rows = promises(reader=reader, period=period, now=now).filter(person__in=people)
    for found in rows.order_by().values("person").annotate(**{f"n_{name}": n for name, n in sums.items()}):
        counts[found["person"]] = {name: found[f"n_{name}"] for name in CONDITIONS}
    waiting = late(reader=reader, now=now).filter(holder__in=people)
    for person, n in waiting.order_by().values_list("holder").annotate(n=Count("pk")):
        counts.setdefault(person, {})["late_now"] = n
    names = User.objects.only("name").in_bulk(list(counts))
    found_rows = [LeaderRow(names[pk], numbers) for pk, numbers in counts.items()]
    return sorted(found_rows, key=lambda row: (-row["late_now"], row.person.name))

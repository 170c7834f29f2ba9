"""Misses in words: what had been promised to whom, by when, and what the leader answered. Not here: writing answers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Miss, User
from cxapp.insights.access.replies import decidable_by, misses_of
from cxapp.insights.models import Reply
from cxapp.lib.batches import Batches
from feedback.access.cases import visible_to
from feedback.models import Case, Responsibility
from feedback.queries.naming import customer_name
from feedback.rules.kinds import ACTION, APPROVAL, CONTACT, DECISION, PROMISE, REPLY, RESOLUTION

OWED = {
    CONTACT: gettext_lazy("A contact promised to %(name)s"),
    DECISION: gettext_lazy("A written decision for %(name)s"),
    ACTION: gettext_lazy("An action for %(name)s"),
    RESOLUTION: gettext_lazy("To put it right for %(name)s"),
    PROMISE: gettext_lazy("What was promised to %(name)s"),
    APPROVAL: gettext_lazy("An answer to a leader's question about %(name)s"),
}
"""What a clock on a case asked for."""
OTHER = {
    REPLY: gettext_lazy("An answer to a visitor's question"),
    "set_aside": gettext_lazy("A decision about a leader's miss"),
}


@dataclass(frozen=True, slots=True)
class MissRow:
    """One miss: what was owed, where it can be read (empty: not by the reader), and the answer to it."""

    miss: Miss
    words: str
    url: str
    reply: Reply | None

    @property
    def came_up(self) -> bool:
        """Whether it had climbed to this person, rather than being theirs from the start."""
        return self.miss.level > 0


def own_misses(user: User, now: datetime) -> Batches[MissRow]:
    """A person's own misses, the newest first."""
    rows = misses_of(user).select_related("clock", "reply__words", "reply__decided_by", "reply__reason")
    return Batches(rows.order_by("-at", "-pk"), lambda found: miss_rows(found, reader=user, now=now))


def miss_rows(misses: Sequence[Miss], *, reader: User, now: datetime) -> list[MissRow]:
    """These misses with what they were about, in three questions for all of them."""
    ids = {miss.clock.subject_id for miss in misses if miss.clock.subject_kind == "case"}
    cases = Case.objects.select_related("customer", "place").in_bulk(list(ids))
    seen = readable(ids, reader, now)
    return [_row(miss, cases, seen) for miss in misses]


def readable(cases: Collection[int], reader: User, now: datetime) -> set[int]:
    """Of these cases those the reader may open: now, or as somebody who held them before."""
    shown = set(visible_to(reader, now).filter(pk__in=cases).values_list("pk", flat=True))
    held = Responsibility.objects.filter(leader=reader, case__in=cases).values_list("case", flat=True)
    return shown | set(held)


def _row(miss: Miss, cases: dict[int, Case], seen: Collection[int]) -> MissRow:
    clock, reply = miss.clock, getattr(miss, "reply", None)
    if clock.subject_kind == "case" and clock.subject_id in cases:
        case = cases[clock.subject_id]
        words = OWED.get(clock.kind, OWED[CONTACT]) % {"name": customer_name(case)}
        url = reverse("case", args=[case.pk]) if case.pk in seen else ""
        return MissRow(miss, words, url, reply)
    place: dict[str, str] = {"enquiry": "enquiry", "reply": "reply"}
    url = reverse(place[clock.subject_kind], args=[clock.subject_id]) if clock.subject_kind in place else ""
    return MissRow(miss, str(OTHER.get(clock.kind, _("Something that was due"))), url, reply)


def to_decide(user: User, now: datetime) -> QuerySet[Reply]:
    """Answers that wait for this person's decision, the longest waiting first."""
    rows: QuerySet[Any] = decidable_by(user, now).select_related("person", "words")
    return rows.order_by("at", "pk")

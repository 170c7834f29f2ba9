"""Which days the newest events make stale: what happened to a case today changes what was counted of the days it lies on.

The timeline says what changed, so nothing extra is written when it happens. Not here: what is done about it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import chain
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    DateTimeField,
    F,
    Max,
    Min,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import TruncDate

from accounts.models import Clock, Event
from cxapp.lib.at_once import Question, ask, question
from cxapp.lib.kept import Given
from cxapp.lib.periods import Zone
from cxapp.lib.sql import AnyOf
from feedback.models import COUNTED, Case, Invitation, Response, Signal

ON_SIGNALS, ON_CLOCKS, ON_CASES, ON_ANSWERS, ON_INVITATIONS = (
    "signals",
    "clocks",
    "cases",
    "answers",
    "invitations",
)
"""What the days are days of: received, due, opened and closed, given, sent."""

ENDS = ("closed", "merged", "merge_undone", "reopened", "split")
LATELY = 20_000
"""So many events back one may still be on its way."""
Days = Mapping[str, set[date]]


OLDEST: Mapping[str, tuple[QuerySet[Any, Any], str]] = {
    ON_SIGNALS: (Signal.objects.all(), "received_at"),
    ON_CLOCKS: (Clock.objects.filter(subject_kind="case"), "due_at"),
    ON_CASES: (Case.objects.all(), "received_at"),
    ON_ANSWERS: (Response.objects.all(), "at"),
    ON_INVITATIONS: (Invitation.objects.all(), "sent_at"),
}


def oldest(what: str) -> datetime | None:
    """The moment of the oldest row whose day is a day of this."""
    rows, moment = OLDEST[what]
    found: datetime | None = rows.aggregate(oldest=Min(moment))["oldest"]
    return found


def newest_event() -> int:
    return Event.objects.aggregate(newest=Max("pk"))["newest"] or 0


def newest_answer() -> int:
    return Response.objects.aggregate(newest=Max("pk"))["newest"] or 0


@dataclass(frozen=True, slots=True)
class Changed:
    """By what they are days of the days that changed, and those for which answers came in."""

    days: Days
    answered: Set[date]


def changed(*, event: int, answer: int, zone: Zone, since: datetime | None = None) -> Changed:
    """What events and answers after these did. One statement.

    `since`: with the events before them that are as young as this, whose transaction may have ended later than they were
    numbered.
    """
    values = {"event": event, "lately": event - LATELY, "since": since, "answer": answer}
    *parts, answered = ask(*[one.filled(values) for one in _questions(zone, since is not None)])
    found: dict[str, set[date]] = defaultdict(set)
    for what, day in chain.from_iterable(parts):
        found[what].add(day)
    return Changed(found, {day for _what, day in answered})


@lru_cache
def _questions(zone: Zone, lately: bool) -> Sequence[Question]:
    """The days of each kind, and last those of answers: the SQL is kept."""
    newer = Q(pk__gt=_given("event"))
    young = Q(pk__gt=_given("lately"), at__gte=Given("since", DateTimeField()))
    events = Event.objects.filter(newer | young if lately else newer)
    cases = events.filter(subject_kind="case").values("subject_id")
    people = events.filter(subject_kind="customer", code="merged").values("subject_id")
    theirs = Case.objects.filter(Q(pk__in=cases)).exclude(customer=None).values("customer")
    of_theirs = Case.objects.filter(
        AnyOf("pk", Subquery(cases))
        | AnyOf("customer", Subquery(theirs))
        | AnyOf("customer", Subquery(people))
    )
    ends = Event.objects.filter(subject_kind="case", subject_id__in=cases, code__in=ENDS)
    signals = Signal.objects.filter(case__in=cases)
    answers = Response.objects.filter(COUNTED, pk__gt=_given("answer"))
    return [
        question(rows)
        for rows in (
            _days(signals, ON_SIGNALS, "received_at", zone),
            _days(signals.filter(response__isnull=False), ON_ANSWERS, "response__at", zone),
            _days(Clock.objects.filter(subject_kind="case", subject_id__in=cases), ON_CLOCKS, "due_at", zone),
            _days(of_theirs, ON_CASES, "received_at", zone),
            _days(of_theirs.filter(closed_at__isnull=False), ON_CASES, "closed_at", zone),
            _days(ends, ON_CASES, "at", zone),
            _days(answers, ON_ANSWERS, "at", zone),
        )
    ]


def _given(name: str) -> Given:
    return Given(name, BigIntegerField())


def _days(rows: QuerySet[Any, Any], what: str, moment: str, zone: Zone) -> QuerySet[Any, Any]:
    """One row for each day, with what it is a day of."""
    named = rows.order_by().annotate(what=Value(what, CharField()), day=TruncDate(F(moment), tzinfo=zone))
    days: QuerySet[Any, Any] = named.values_list("what", "day").distinct()
    return days

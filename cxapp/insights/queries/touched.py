"""Which days the newest events make stale: what happened to a case today changes what was counted of the days it lies on.

The timeline says what changed, so nothing extra is written when it happens. Not here: what is done about it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, F, Max, Min, Q, QuerySet, Value
from django.db.models.functions import TruncDate

from accounts.models import Clock, Event
from cxapp.lib.periods import Zone
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


def touched(*, after: int, zone: Zone, since: datetime | None = None) -> Days:
    """By what they are days of: the days that events after this one changed. Two queries, one where nothing happened.

    `since`: and those before it that are as young as this, whose transaction may have ended later than it was numbered.
    """
    newer = Q(pk__gt=after)
    events = Event.objects.filter(newer | Q(pk__gt=after - LATELY, at__gte=since) if since else newer)
    kinds = set(events.filter(subject_kind__in=("case", "customer")).values_list("subject_kind").distinct())
    found: dict[str, set[date]] = defaultdict(set)
    if not kinds:
        return found
    cases = events.filter(subject_kind="case").values("subject_id")
    people = events.filter(subject_kind="customer", code="merged").values("subject_id")
    theirs = Case.objects.filter(Q(pk__in=cases)).exclude(customer=None).values("customer")
    of_theirs = Case.objects.filter(Q(pk__in=cases) | Q(customer__in=theirs) | Q(customer__in=people))
    ends = Event.objects.filter(subject_kind="case", subject_id__in=cases, code__in=ENDS)
    signals = Signal.objects.filter(case__in=cases)
    parts = [
        _days(signals, ON_SIGNALS, "received_at", zone),
        _days(signals.filter(response__isnull=False), ON_ANSWERS, "response__at", zone),
        _days(Clock.objects.filter(subject_kind="case", subject_id__in=cases), ON_CLOCKS, "due_at", zone),
        _days(of_theirs, ON_CASES, "received_at", zone),
        _days(of_theirs.filter(closed_at__isnull=False), ON_CASES, "closed_at", zone),
        _days(ends, ON_CASES, "at", zone),
    ]
    for what, day in parts[0].union(*parts[1:]):
        found[what].add(day)
    return found


def _days(rows: QuerySet[Any, Any], what: str, moment: str, zone: Zone) -> QuerySet[Any, Any]:
    """One row for each day, with what it is a day of."""
    named = rows.order_by().annotate(what=Value(what, CharField()), day=TruncDate(F(moment), tzinfo=zone))
    days: QuerySet[Any, Any] = named.values_list("what", "day").distinct()
    return days


def answered(*, after: int, zone: Zone) -> set[date]:
    """The days for which answers came in after this one."""
    rows = Response.objects.filter(COUNTED, pk__gt=after).order_by()
    return set(rows.annotate(day=TruncDate("at", tzinfo=zone)).values_list("day", flat=True).distinct())

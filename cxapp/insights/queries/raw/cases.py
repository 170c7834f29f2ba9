"""Cases: opened by the day they were received, closed by end and by outcome on the day they were closed, reopened.

Cases from before stand by themselves, in no share. What was no case, and what was merged, leave every denominator.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, Subquery

from accounts.models import Event
from cxapp.insights.queries.raw.grouping import Rows, grouped, of_case, of_seen_cases, within
from cxapp.insights.rules.families import Part, Wanted
from feedback.enums import CaseMode, CustomerOutcome, End, Word
from feedback.models import Case, CustomerWord

AGAIN = timedelta(days=90)
NOT_COUNTED = (End.NO_CASE, End.MERGED)
_LIVE = Q(mode=CaseMode.LIVE)
_CLOSED = _LIVE & ~Q(end__in=NOT_COUNTED)
OPENED = {"opened": _LIVE & ~Q(end__in=NOT_COUNTED), "history": Q(mode=CaseMode.HISTORY)}
CLOSED = {
    "closed": _CLOSED,
    **{f"closed:{end}": _LIVE & Q(end=end) for end in End.values},
    **{f"outcome:{outcome}": _CLOSED & Q(outcome=outcome) for outcome in CustomerOutcome.values},
    "repeat": _CLOSED & Q(again=True),
    "asked_right": _CLOSED & Q(resolved_at__isnull=False),
    "said_right": _CLOSED & Q(resolved_at__isnull=False, right__isnull=False),
    "right": _CLOSED & Q(resolved_at__isnull=False, right=Word.YES),
}
REOPENED = {"reopened": Q()}
KEYS = {
    "leader": F("leader_id"),
    "stage": F("stage_id"),
    "place": F("place_id"),
    "department": F("department_id"),
    "severity": F("severity"),
}
EVENT_KEYS = {name: of_case(name) for name in KEYS}


def cases(wanted: Wanted) -> list[Part]:
    return [
        grouped(opened(wanted), wanted, moment="received_at", keys=KEYS, measures=OPENED),
        grouped(closed(wanted), wanted, moment="closed_at", keys=KEYS, measures=CLOSED),
        grouped(reopened(wanted), wanted, moment="at", keys=EVENT_KEYS, measures=REOPENED),
    ]


def _seen(wanted: Wanted) -> Rows:
    seen = of_seen_cases(Case.objects.all(), "pk", wanted)
    return seen.filter(_LIVE) if "leader" in (wanted.by, *wanted.where) else seen


def opened(wanted: Wanted) -> Rows:
    """The cases received in these days."""
    # A case is never opened before it was received: the index of the one narrows the search for the other.
    since = wanted.spans[0].start
    found: Rows = _seen(wanted).filter(within("received_at", wanted.spans), opened_at__gte=since)
    return found


def closed(wanted: Wanted) -> Rows:
    """The cases that ended in these days, with the customer's newest word and whether they came back."""
    later = Case.objects.filter(
        customer=OuterRef("customer"),
        matter=0,
        mode=CaseMode.LIVE,
        opened_at__gt=OuterRef("closed_at"),
        opened_at__lte=OuterRef("closed_at") + AGAIN,
    ).exclude(end__in=NOT_COUNTED)
    word = CustomerWord.objects.filter(case=OuterRef("pk"), cycle=OuterRef("cycle")).exclude(right="")
    newest = Subquery(word.order_by("-pk").values("right")[:1])
    rows = _seen(wanted).filter(within("closed_at", wanted.spans), state="closed")
    found: Rows = rows.annotate(again=Exists(later), right=newest)
    return found


def reopened(wanted: Wanted) -> Rows:
    """Each time a case was set back to waiting in these days."""
    events = Event.objects.filter(within("at", wanted.spans), subject_kind="case", code="reopened")
    rows = of_seen_cases(events, "subject_id", wanted)
    if "leader" in (wanted.by, *wanted.where):
        rows = rows.filter(subject_id__in=Case.objects.filter(_LIVE).values("pk"))
    return rows

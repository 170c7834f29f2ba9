"""What is confirmed and what is watched, and the facts both rest on: complaints, channels and answers around a change.

Counted without cases about anybody: what is celebrated, everybody reads. Complaints are never narrowed to a cause, which is
known only once a case is put right: the newest would be missing and every chart would fall. Not here: the rules
(`rules.celebrating`), writing it down (`operations.celebrations`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.queries.house import house
from cxapp.insights.models import Celebration, Watch
from cxapp.insights.queries.raw.counting import counted
from cxapp.insights.queries.scores import place_condition
from cxapp.insights.rules.celebrating import (
    Finding,
    Outcome,
    Spans,
    answer_less,
    judge,
    rhythm_before,
    silent_channels,
    spans_around,
)
from cxapp.insights.rules.families import Sight, Wanted, families
from cxapp.lib.control_charts import Rhythm
from cxapp.lib.periods import Period, between, today
from feedback.enums import CaseMode, CaseState, ConcernState, End, ResponseState
from feedback.models import Case, Concern, Improvement, Invitation

LOOKED_BACK = timedelta(days=2 * 365)
"""Twenty months and the year the rate is taken from lie within it."""
WATCHED_DAYS = timedelta(days=13 * 31)
"""Twelve whole months are over by then."""
TIME_TO_ANSWER = timedelta(days=14)
Rows = TypeVar("Rows", bound=QuerySet[Any, Any])


@dataclass(frozen=True, slots=True)
class Facts:
    """What was counted around one change, and what it says."""

    rhythm: Rhythm
    finding: Finding
    spans: Spans | None = None
    counts: tuple[int, ...] = ()
    silent: tuple[str, ...] = ()
    answered_before: tuple[int, int] = (0, 0)
    answered_after: tuple[int, int] = (0, 0)


def to_watch(now: datetime) -> QuerySet[Improvement]:
    """Changes in use that are neither celebrated nor too long ago."""
    day = today(now, _zone())
    rows = Improvement.objects.filter(withdrawn_at=None, in_use_on__lte=day, celebration=None)
    return rows.filter(in_use_on__gt=day - WATCHED_DAYS).select_related("place").order_by("pk")


def confirmed(*, now: datetime) -> QuerySet[Celebration]:
    """What is celebrated, the newest first. Everybody reads it."""
    rows = Celebration.objects.filter(confirmed_at__lte=now, improvement__withdrawn_at=None)
    related = rows.select_related("improvement__keeper", "improvement__place", "improvement__stage")
    return related.order_by("-confirmed_at", "-pk")


def watched(*, reader: User, now: datetime) -> list[Watch]:
    """Where each change stood when it was last looked at, the furthest first. Points only, no count: everybody reads it."""
    standing = [Outcome.WATCHED, Outcome.LESS_HEARD, Outcome.NO_BASE, Outcome.RARE]
    rows = Watch.objects.filter(outcome__in=standing, improvement__in=to_watch(now))
    return list(
        rows.select_related("improvement__keeper", "improvement__place", "improvement__stage").order_by(
            "-points", "improvement__in_use_on", "pk"
        )
    )


def facts_of(improvement: Improvement, now: datetime) -> Facts:
    """What the complaints at this change's place and stage say since it came into use. At most four queries."""
    zone, changed = _zone(), improvement.in_use_on
    day = today(now, zone) - timedelta(days=1)
    since = changed - LOOKED_BACK
    by_day = _complaints(improvement, between(since, max(day, since), zone), now)
    if not by_day:
        return Facts(Rhythm.GAPS, Finding(Outcome.RARE, 0))
    known_from = min(by_day)
    year = max(known_from, changed - timedelta(days=365))
    before = sum(n for when, row in by_day.items() if year <= when < changed for n in row.values())
    rhythm = rhythm_before(before, (changed - year).days)
    if rhythm is Rhythm.GAPS:
        return Facts(rhythm, Finding(Outcome.RARE, 0))
    spans = spans_around(changed=changed, known_from=known_from, last_day=day, rhythm=rhythm, zone=zone)
    return _judged(improvement, rhythm, spans, by_day, now)


def _judged(
    improvement: Improvement, rhythm: Rhythm, spans: Spans, by_day: dict[date, Counter[str]], now: datetime
) -> Facts:
    parts = [[_within(by_day, span) for span in part] for part in (spans.before, spans.between, spans.after)]
    channels = [sum(part, Counter()) for part in (parts[0], parts[2])]
    silent = silent_channels(
        *channels,
        days_before=sum(span.days for span in spans.before),
        days_after=sum(span.days for span in spans.after),
    )
    asked = [_answered(improvement, part, now) for part in (spans.before, spans.after)]
    counts = [[row.total() for row in part] for part in parts]
    less = bool(silent) or answer_less(before=asked[0], after=asked[1])
    finding = judge(counts[0], counts[1], counts[2], less_heard=less)
    flat = tuple(n for part in counts for n in part)
    return Facts(rhythm, finding, spans, flat, tuple(silent), asked[0], asked[1])


def put_right_since(improvement: Improvement) -> Case | None:
    """Where complaints are rare: the first customer there who, since the change, said that it is right."""
    if not (improvement.place_id or improvement.stage_id or improvement.cause_id):
        return None
    about = Concern.objects.filter(signal__case=OuterRef("pk"), state=ConcernState.CONFIRMED)
    rows = _at(improvement, Case.objects.filter(~Exists(about)))
    if improvement.cause_id:
        rows = rows.filter(cause=improvement.cause_id)
    start = between(improvement.in_use_on, improvement.in_use_on, _zone()).start
    closed = rows.filter(mode=CaseMode.LIVE, state=CaseState.CLOSED, end=End.PUT_RIGHT, closed_at__gte=start)
    return closed.order_by("closed_at", "pk").first()


def _complaints(improvement: Improvement, period: Period, now: datetime) -> dict[date, Counter[str]]:
    """Complaints in words by day and channel, as every page counts them."""
    where = {}
    if improvement.place is not None:
        where[improvement.place.kind] = str(improvement.place_id)
    if improvement.stage_id:
        where["stage"] = str(improvement.stage_id)
    wanted = Wanted([period], now, _zone(), by="channel", where=where, sight=Sight.SHARED)
    found: dict[date, Counter[str]] = {}
    for (day, channel), counter in counted(families["complaints"], wanted).items():
        if counter["complaints"]:
            found.setdefault(day, Counter())[channel] += counter["complaints"]
    return found


def _answered(improvement: Improvement, spans: tuple[Period, ...], now: datetime) -> tuple[int, int]:
    """Of those asked in these weeks or months, who answered; the last fortnight may still do so and is left out."""
    if not spans:
        return (0, 0)
    rows = _at(improvement, Invitation.objects.filter(is_test=False))
    rows = rows.filter(sent_at__gte=spans[0].start, sent_at__lt=min(spans[-1].end, now - TIME_TO_ANSWER))
    answered = Q(response__state=ResponseState.COMPLETE, response__is_test=False)
    delivered = answered | Q(opened_at__isnull=False) | Q(delivered_at__isnull=False, bounced_at=None)
    found = rows.aggregate(answered=Count("pk", filter=answered), delivered=Count("pk", filter=delivered))
    return (found["answered"], found["delivered"])


def _at(improvement: Improvement, rows: Rows) -> Rows:
    """Narrowed to the change's place (and all that belong to it) and stage."""
    if improvement.place_id:
        unit = improvement.place_id
        rows = rows.filter(place_condition("place", unit) | place_condition("department", unit))
    if improvement.stage_id:
        rows = rows.filter(stage=improvement.stage_id)
    return rows


def _within(by_day: dict[date, Counter[str]], span: Period) -> Counter[str]:
    return sum((row for day, row in by_day.items() if span.first_day <= day <= span.last_day), Counter())


def _zone() -> ZoneInfo:
    return ZoneInfo(str(house().organisation.zone))

"""Looks for the patterns worth a question, in one grouped query each, and brings the rows behind a finding.

Made only of cases, contacts and thanks the reader may see; whom a complaint is about stands nowhere. Not here: what raises
a question (`rules.questions`), who may read this page (`views.questions`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Length, Lower, Trim

from accounts.models import User
from accounts.queries.house import house
from cxapp.insights.queries.tallies import counts
from cxapp.insights.rules.questions import (
    FEWEST,
    LOOKED_AT,
    MISTAKEN,
    QUICK,
    SHORTEST_NOTE,
    WEEKS_AFTER,
    WEEKS_BEFORE,
    Drop,
    Part,
    drops,
    rings,
    stand_out,
)
from cxapp.lib.periods import Period, today, weeks
from feedback.access.cases import visible_to
from feedback.enums import CaseMode, CaseState, End, Outcome, Word
from feedback.models import Case, ContactAttempt, CustomerWord
from recognition.access.kudos import on_the_wall
from recognition.models import KudosReceiver

MOST_ROWS = 100
NOT_CLOSED = (End.NO_CASE, End.MERGED, End.WITHDRAWN, End.AS_IMPORTED)
"""Ends of which nobody asks what was done."""


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a place around a bad one."""

    start: date
    unhappy: int
    asked: int
    eligible: int


@dataclass(frozen=True, slots=True)
class Found:
    """One finding: k of n, of these people or at this place. `words` is what was written alike."""

    k: int
    n: int = 0
    people: tuple[int, ...] = ()
    place: int | None = None
    words: str = ""
    weeks: tuple[Week, ...] = ()
    drop: Drop | None = None


def _cases(reader: User, now: datetime) -> QuerySet[Case]:
    return visible_to(reader, now).filter(mode=CaseMode.LIVE)


def asking(reader: User, now: datetime) -> list[Found]:
    """Places where clearly fewer were asked after a bad week, the newest week of each."""
    zone = ZoneInfo(str(house().organisation.zone))
    day = today(now, zone)
    spans = [
        span
        for span in weeks(day - LOOKED_AT - timedelta(weeks=WEEKS_BEFORE), day, zone)
        if span.last_day < day
    ]
    unhappy = counts(reader=reader, family="complaints", periods=spans, by="place", now=now)
    asked = counts(reader=reader, family="asked", periods=spans, by="place", now=now)
    places = {key for key in asked if key}
    looked_at = len(places) * max(len(spans) - WEEKS_BEFORE - WEEKS_AFTER, 1)
    found = []
    for place in sorted(places, key=int):
        heard: Sequence[Counter[str]] = unhappy.get(place) or [Counter()] * len(spans)
        bad = [row["complaints"] + row["low_answers"] for row in heard]
        dropped = drops(bad, [row["invited"] for row in asked[place]], looked_at=looked_at)
        if dropped:
            found.append(_drop(int(place), dropped[-1], spans, bad, asked[place]))
    return found


def _drop(place: int, drop: Drop, spans: Sequence[Period], bad: Sequence[int], asked: Any) -> Found:
    around = range(drop.week - WEEKS_BEFORE, drop.week + WEEKS_AFTER + 1)
    rows = tuple(
        Week(spans[at].first_day, bad[at], asked[at]["invited"], asked[at]["eligible"]) for at in around
    )
    return Found(drop.asked, round(drop.usual), place=place, weeks=rows, drop=drop)


def _quick(reader: User, now: datetime) -> QuerySet[Case]:
    closed = _cases(reader, now).filter(state=CaseState.CLOSED, closed_at__gt=now - LOOKED_AT, week=None)
    return closed.exclude(end__in=NOT_CLOSED)


_AT_ONCE = Q(closed_at__lte=F("opened_at") + QUICK)


def closed(reader: User, now: datetime) -> list[Found]:
    """Leaders whose cases were closed minutes after they were opened, beyond what happens everywhere."""
    rows = _quick(reader, now).order_by().values_list("leader")
    parts = {
        leader: Part(k, n) for leader, n, k in rows.annotate(n=Count("pk"), k=Count("pk", filter=_AT_ONCE))
    }
    return _of_people(parts, stand_out(parts))


def _contacts(reader: User, now: datetime) -> QuerySet[ContactAttempt]:
    rows = ContactAttempt.objects.filter(logged_at__gt=now - LOOKED_AT, withdrawn_at=None)
    return rows.filter(case__in=_cases(reader, now).values("pk"))


def _with_notes(reader: User, now: datetime) -> QuerySet[Any, Any]:
    noted = _contacts(reader, now).filter(note__isnull=False).annotate(said=Lower(Trim("note__body")))
    found: QuerySet[Any, Any] = noted.alias(length=Length("said")).filter(length__gte=SHORTEST_NOTE)
    return found


def notes(reader: User, now: datetime) -> list[Found]:
    """The same words of one person on the contacts of several cases, the most frequent first."""
    rows = _with_notes(reader, now).order_by().values_list("by", "said")
    counted = rows.annotate(n=Count("case", distinct=True)).filter(n__gte=FEWEST)
    found = [Found(n, people=(by,), words=said) for by, said, n in counted]
    return sorted(found, key=lambda one: (-one.k, one.people, one.words))


def _words(reader: User, now: datetime) -> QuerySet[Any, Any]:
    """What customers answered to "Did … reach you?", each with the last person who had logged that they did."""
    logged = ContactAttempt.objects.filter(
        case=OuterRef("case"), cycle=OuterRef("cycle"), outcome=Outcome.REACHED, withdrawn_at=None
    ).filter(logged_at__lte=OuterRef("at"))
    last = logged.order_by("-logged_at", "-pk")
    rows = CustomerWord.objects.filter(at__gt=now - LOOKED_AT).exclude(reached="")
    seen = rows.filter(case__in=_cases(reader, now).values("pk"))
    found: QuerySet[Any, Any] = seen.annotate(
        by=Subquery(last.values("by")[:1]), logged_at=Subquery(last.values("logged_at")[:1])
    ).filter(by__isnull=False)
    return found


def denied(reader: User, now: datetime) -> list[Found]:
    """People whose logged contacts customers do not remember, beyond the few who may misremember."""
    rows = _words(reader, now).order_by().values_list("by")
    no = Count("case", filter=Q(reached=Word.NO), distinct=True)
    parts = {by: Part(k, n) for by, n, k in rows.annotate(n=Count("case", distinct=True), k=no)}
    return _of_people(parts, stand_out(parts, share=MISTAKEN))


def _of_people(parts: Mapping[int, Part], people: Sequence[int]) -> list[Found]:
    return [Found(parts[one].k, parts[one].n, (one,)) for one in people]


def _thanks(reader: User, now: datetime) -> QuerySet[KudosReceiver]:
    """Between colleagues; what was taken down counts for nothing."""
    shown = on_the_wall(reader).filter(giver__isnull=False, hidden_at=None)
    return KudosReceiver.objects.filter(
        kudos__in=shown.filter(at__gt=now - LOOKED_AT, at__lte=now).values("pk")
    )


def ringed(reader: User, now: datetime) -> list[Found]:
    """Two or three who thank each other in turn."""
    rows = _thanks(reader, now).order_by().values_list("giver", "person").annotate(n=Count("pk"))
    thanks = {(giver, person): n for giver, person, n in rows if giver is not None}
    people = User.objects.filter(is_active=True).count() if thanks else 0
    return [
        Found(sum(n for (a, b), n in thanks.items() if a in ring and b in ring), people=ring)
        for ring in rings(thanks, people=people)
    ]


LOOKING: Mapping[str, Callable[[User, datetime], list[Found]]] = {
    "asking": asking,
    "closed": closed,
    "notes": notes,
    "denied": denied,
    "rings": ringed,
}


def findings(*, reader: User, now: datetime) -> dict[str, list[Found]]:
    """Everything that raises a question now, by pattern."""
    return {name: look(reader, now) for name, look in LOOKING.items()}


def rows_behind(*, name: str, found: Sequence[Found], reader: User, now: datetime) -> dict[int, list[Any]]:
    """The rows each finding is made of, the newest first, for all of them in one query; by the place of the finding."""
    people = {person for one in found for person in one.people}
    if not people:
        return {}
    rows: QuerySet[Any, Any]
    if name == "closed":
        rows = _quick(reader, now).filter(_AT_ONCE, leader__in=people).order_by("-closed_at", "-pk")
        return _by_finding(found, rows, lambda row, one: row.leader_id in one.people)
    if name == "notes":
        alike = {one.words for one in found}
        rows = _with_notes(reader, now).filter(by__in=people, said__in=alike).select_related("note")
        return _by_finding(
            found,
            rows.order_by("-logged_at", "-pk"),
            lambda row, one: row.by_id in one.people and row.said == one.words,
        )
    if name == "denied":
        rows = _words(reader, now).filter(by__in=people, reached=Word.NO).order_by("-at", "-pk")
        return _by_finding(found, rows, lambda row, one: row.by in one.people)
    rows = _thanks(reader, now).filter(giver__in=people, person__in=people)
    return _by_finding(
        found,
        rows.select_related("kudos", "giver", "person").order_by("-kudos__at", "-pk"),
        lambda row, one: row.giver_id in one.people and row.person_id in one.people,
    )


def _by_finding(
    found: Sequence[Found], rows: QuerySet[Any, Any], belongs: Callable[[Any, Found], bool]
) -> dict[int, list[Any]]:
    by_place: dict[int, list[Any]] = defaultdict(list)
    for row in rows[: MOST_ROWS * max(len(found), 1)]:
        for place, one in enumerate(found):
            if belongs(row, one):
                by_place[place].append(row)
    return by_place

"""What waits now, as the boardroom shows it: late promises by leader, what reached the owner, what the owner keeps waiting.

As of this moment, whatever the period. Every row comes through `access.board`. Not here: counts of a period (`boardroom`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case as Choose
from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import RUNNING, Clock, Escalation, User, Witness
from accounts.models import Unit as UnitRow
from cxapp.insights.access.board import BoardSight, board_cases, board_sight
from cxapp.lib.at_once import Asked, together, totals
from cxapp.lib.sql import AnyOf, Below
from cxapp.lib.wording import initials
from feedback.enums import CaseMode, CaseState
from feedback.models import OPEN, Case
from feedback.queries.naming import customer_name
from feedback.rules.kinds import CONTACT, OPENING

SHOWN = 5
DAY = timedelta(days=1)
CAME_UP, OWN, OLDEST = "came_up", "own", "oldest"


@dataclass(frozen=True, slots=True)
class Waits:
    """One waiting customer. `days` since the complaint; `late` how many of them past the promised time."""

    case: int
    customer: str
    leader: str
    since: datetime
    days: int
    late: int
    why: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class LateCount:
    """What one leader keeps waiting past the promised time, and how many of them for more than a day."""

    name: str
    is_owner: bool
    n: int
    over_a_day: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Live:
    """`late` by leader; the rows are the longest waiting of each group, the counts are of all."""

    late: Mapping[int, LateCount]
    came_up: Sequence[Waits] = ()
    came_up_count: int = 0
    own: Sequence[Waits] = ()
    own_count: int = 0
    oldest: Waits | None = None


def shown_cases(*, reader: User, place: int | None, now: datetime) -> QuerySet[Case]:
    """The cases the board's rows are made of: those that run in earnest, at this place and below it."""
    cases = board_cases(reader, now).filter(mode=CaseMode.LIVE)
    if place is not None:
        cases = cases.filter(AnyOf("place", Below(UnitRow, "parent", [place], itself=True)))
    return cases


def live(*, reader: User, place: int | None, now: datetime) -> Live:
    """Everything that waits, in two questions."""
    cases = shown_cases(reader=reader, place=place, now=now)
    [late] = together([late_by_leader(cases, now)])
    return waiting(late, reader=reader, place=place, now=now)


def waiting(late: Mapping[int, LateCount], *, reader: User, place: int | None, now: datetime) -> Live:
    """The same where it is known who is late. One question."""
    cases = shown_cases(reader=reader, place=place, now=now)
    own = next((count for count in late.values() if count.is_owner), None)
    rows: dict[str, list[Waits]] = {CAME_UP: [], OWN: [], OLDEST: []}
    total = 0
    sight = board_sight(reader)
    for case in _rows(cases, now):
        total = case.all_came_up or 0
        for group, belongs in ((CAME_UP, case.is_came_up), (OWN, case.is_own), (OLDEST, case.is_oldest)):
            if belongs:
                rows[group].append(_waits(case, group, sight, now))
    return Live(
        late,
        rows[CAME_UP],
        total,
        rows[OWN],
        own.n if own else 0,
        rows[OLDEST][0] if rows[OLDEST] else None,
    )


def late_by_leader(cases: QuerySet[Case], now: datetime) -> Asked[Mapping[int, LateCount]]:
    """Running promises to contact whose time has passed, by who holds them."""
    running = Clock.objects.filter(RUNNING, subject_kind="case", kind=CONTACT, due_at__lte=now)
    counted = (
        running.filter(subject_id__in=cases.values("pk"))
        .order_by()
        .values_list("holder", "holder__name", "holder__is_owner")
        .annotate(n=Count("pk"), over=Count("pk", filter=Q(due_at__lte=now - DAY)), oldest=Min("due_at"))
    )
    return Asked([counted], lambda rows: {pk: LateCount(*numbers) for pk, *numbers in rows[0]})


def _came_up(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases that climbed to the owner and wait there; the owner's own stand by themselves."""
    climbed = cases.filter(OPEN, AnyOf("pk", Subquery(_rungs().values("clock__subject_id"))))
    return climbed.exclude(leader__is_owner=True)


def _rungs() -> QuerySet[Escalation]:
    return Escalation.objects.filter(
        to__is_owner=True,
        to__is_active=True,
        answered_at=None,
        clock__subject_kind="case",
        clock__kind__in=OPENING,
        clock__met_at=None,
        clock__ended_at=None,
    )


def _rows(cases: QuerySet[Case], now: datetime) -> list[Any]:
    """The longest waiting of each group with what they show, as one question."""
    waiting = cases.filter(state=CaseState.WAITING, due_at__lte=now)
    told = _rungs().filter(clock__subject_id=OuterRef("pk")).order_by("told_at").values("told_at")[:1]
    came_up = _came_up(cases)
    longest = {
        CAME_UP: came_up.order_by("received_at", "pk"),
        OWN: waiting.filter(leader__is_owner=True).order_by("due_at", "pk"),
        OLDEST: waiting.order_by("due_at", "pk"),
    }
    most = {CAME_UP: SHOWN, OWN: SHOWN, OLDEST: 1}
    among = {
        group: Q(AnyOf("pk", Subquery(found.values("pk")[: most[group]]))) for group, found in longest.items()
    }
    counted = came_up.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
    found = Case.objects.filter(among[CAME_UP] | among[OWN] | among[OLDEST]).annotate(
        all_came_up=Subquery(counted),
        told_at=Subquery(told),
        **{
            f"is_{group}": Choose(When(condition, then=Value(True)), default=Value(False))
            for group, condition in among.items()
        },
    )
    shown = found.select_related("customer", "leader", "place").defer("words", "end_words")
    return list(shown.order_by("received_at", "pk"))


def _waits(case: Any, group: str, sight: BoardSight | None, now: datetime) -> Waits:
    named = sight is BoardSight.FULL
    person = case.customer is not None and bool(case.customer.name)
    name = customer_name(case)
    late = (now - case.due_at).days if case.due_at and case.due_at < now else 0
    why = _("waits for the owner") if group == CAME_UP and case.told_at else ""
    return Waits(
        case.pk,
        initials(name) if person and not named else name,
        case.leader.name,
        case.told_at or case.due_at if group == CAME_UP else case.due_at,
        (now - case.received_at).days,
        late,
        why,
        reverse("case", args=[case.pk]) if named else "",
    )


def witness_names() -> Asked[list[str]]:
    """Those who see what the owner keeps waiting."""
    rows = Witness.objects.filter(until=None, user__is_active=True)
    named = rows.values_list("since", "pk", "user__name")
    return Asked([named], lambda rows: [name for _since, _pk, name in sorted(rows[0])])


def promised_and_kept(
    cases: QuerySet[Case], start: datetime, end: datetime, now: datetime
) -> Asked[tuple[int, int]]:
    """Promises leaders made to customers with a date in this time that has come: (kept in time, due)."""
    due = Clock.objects.filter(
        subject_kind="case",
        kind="promise",
        armed_at__isnull=False,
        due_at__gte=start,
        due_at__lt=end,
        subject_id__in=cases.values("pk"),
    ).filter(Q(due_at__lte=now) | Q(met_at__isnull=False))
    counted = totals(
        due.exclude(ended_at__lte=F("due_at")),
        kept=Count("pk", filter=Q(met_at__lte=F("due_at"))),
        due=Count("pk"),
    )
    return Asked([counted], lambda rows: rows[0][0] if rows[0] else (0, 0))

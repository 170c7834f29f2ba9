"""Finding cases: the views of the list, its filters and its order. The same for the page, its export and bulk acts.

Narrow views start from the leader or the logger, so that the indexes serve them; the gate's hiding holds for all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Max, Q, QuerySet

from accounts.models import Escalation, User
from accounts.queries.house import house
from cxapp.lib.kept import Among, Kept
from cxapp.lib.sql import AnyOf, Below
from feedback.access.cases import acting_for, visible_to, without_hidden
from feedback.enums import CaseState
from feedback.models import OPEN, Case, ContactAttempt, ContactPoint, Signal
from feedback.queries.customers import marks_of
from feedback.queries.status import Status, circumstances, status_of
from feedback.rules.kinds import OPENING

A_PAGE = 25
COUNTED = 1000
"""More cases than this are "1,000+": counting further would cost more than it tells."""
LOGGED = "logged"
FIRST = ("mine", "came_up", "late", "all")
"""In this order the list looks for something to open on."""


def _mine(user: User, now: datetime) -> QuerySet[Case]:
    return without_hidden(Case.objects.filter(OPEN, leader__in=[user.pk, *acting_for(user, now)]), user)


def _late(user: User, now: datetime) -> QuerySet[Case]:
    return visible_to(user, now).filter(OPEN, due_at__lte=now)


def _reports(user: User, now: datetime) -> QuerySet[Case]:
    below = Case.objects.filter(OPEN, AnyOf("leader", Below(User, "reports_to", [user.pk])))
    return without_hidden(below, user)


def _came_up(user: User, now: datetime) -> QuerySet[Case]:
    rungs = Escalation.objects.filter(
        Q(to=user) | Q(deputy=user), answered_at=None, clock__subject_kind="case", clock__kind__in=OPENING
    )
    open_rungs = rungs.filter(clock__met_at=None, clock__ended_at=None)
    return (
        visible_to(user, now).filter(OPEN, pk__in=open_rungs.values("clock__subject_id")).exclude(leader=user)
    )


def _all(user: User, now: datetime) -> QuerySet[Case]:
    return visible_to(user, now).filter(OPEN)


def _closed(user: User, now: datetime) -> QuerySet[Case]:
    return visible_to(user, now).filter(state=CaseState.CLOSED)


def _logged(user: User, now: datetime) -> QuerySet[Case]:
    """What this person logged, to hear what became of it; of each only the card."""
    mine = Signal.objects.filter(logged_by=user).values("case")
    return without_hidden(Case.objects.filter(pk__in=mine), user)


VIEWS: Mapping[str, Callable[[User, datetime], QuerySet[Case]]] = {
    "mine": _mine,
    "late": _late,
    "came_up": _came_up,
    "reports": _reports,
    "all": _all,
    "closed": _closed,
    LOGGED: _logged,
}


def views_for(user: User) -> list[str]:
    """Which views make sense for somebody: people who lead nothing follow what they logged."""
    if user.leads:
        return list(VIEWS)
    return ["late", "all", "closed", LOGGED] if user.is_cx_manager else [LOGGED]


def first_view(user: User, now: datetime) -> str:
    """Where the list opens: what waits for this person themselves, else what they can see waiting."""
    offered = views_for(user)
    worth = (name for name in FIRST if name in offered and VIEWS[name](user, now).exists())
    return next(worth, offered[0])


def find_cases(*, user: User, view: str, filters: Mapping[str, Any], now: datetime) -> QuerySet[Case]:
    """The cases of one view that pass the filters, the next promise first; closed ones by when they ended."""
    cases = VIEWS[view](user, now).filter(_condition(filters))
    if filters.get("q"):
        cases = cases.filter(about(filters["q"]))
    if view == "closed":
        return cases.order_by("-closed_at", "pk")
    if view == LOGGED:
        return cases.order_by("-opened_at", "pk")
    return cases.order_by(F("due_at").asc(nulls_last=True), "pk")


def _condition(filters: Mapping[str, Any]) -> Q:
    condition = Q()
    for name in ("leader", "stage", "severity", "state"):
        if filters.get(name):
            condition &= Q(**{name: filters[name]})
    if filters.get("place"):
        condition &= Q(place__in=_with_below(filters["place"]))
    return condition


def _with_below(place: int) -> Collection[int]:
    """A place and everything in it."""
    where = house()
    return [unit for unit in where.units if where.within(unit, place)]


def about(text: str) -> Q:
    """Whom or what a search means: a whole telephone number or address in any spelling, a case number, else a name."""
    found = Q(customer__name__icontains=text)
    if marks := marks_of(text):
        points = ContactPoint.objects.filter(digest__in=marks).values("customer")
        found |= Q(customer__in=points)
    number = text.removeprefix("#")
    if number.isdecimal() and len(number) < 12:
        found |= Q(pk=int(number))
    return found


@dataclass(frozen=True, slots=True)
class Row:
    case: Case
    status: Status
    last_act: datetime | None


def rows_of(cases: Sequence[Case], now: datetime) -> list[Row]:
    """What a list shows of these cases: three queries for any number."""
    around = circumstances(cases, now)
    acts: dict[int, datetime] = dict(_ACTS(cases=[case.pk for case in cases]))
    return [Row(case, status_of(case, around, now), acts.get(case.pk)) for case in cases]


_ACTS = Kept(
    lambda: (
        ContactAttempt.objects.filter(Among("case", "cases"), withdrawn_at=None)
        .values_list("case_id")
        .annotate(at=Max("logged_at"))
    )
)


def with_names(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.select_related("customer", "leader", "place", "stage", "words")


def first_ids(cases: QuerySet[Case]) -> list[int]:
    """Which cases, in their order, no further than anybody turns pages."""
    return list(cases.values_list("pk", flat=True)[: COUNTED + 1])


def listed(ids: Sequence[int]) -> list[Case]:
    """These cases in this order, with no more than lists and cards show of them."""
    found = {case.pk: case for case in _LISTED.objects(cases=ids)} if ids else {}
    return [found[pk] for pk in ids if pk in found]


_LISTED = Kept(
    lambda: (
        Case.objects.filter(Among("pk", "cases"))
        .select_related("customer", "leader", "place", "words")
        .only(
            *("state", "severity", "wish", "wish_when", "reachable", "week", "attempts", "end"),
            *("opened_at", "due_at", "closed_at", "customer__name", "customer__yearly_value"),
            *("leader__name", "place__name", "words__body"),
        )
    )
)


def export_rows(cases: QuerySet[Case], now: datetime) -> Iterator[list[Any]]:
    """The list as rows of a file, read piece by piece."""
    batch: list[Case] = []
    for case in with_names(cases).iterator(chunk_size=500):
        batch.append(case)
        if len(batch) == 500:
            yield from (_file_row(row) for row in rows_of(batch, now))
            batch = []
    yield from (_file_row(row) for row in rows_of(batch, now))


HEADERS = (
    "case",
    "customer",
    "state",
    "status",
    "severity",
    "leader",
    "place",
    "stage",
    "received_at",
    "due_at",
    "last_act_at",
    "closed_at",
    "end",
    "yearly_value",
)


def _file_row(row: Row) -> list[Any]:
    case = row.case
    return [
        case.pk,
        case.customer.name if case.customer else "",
        case.state,
        row.status.state,
        case.severity,
        case.leader.name,
        case.place.name if case.place else "",
        case.stage.name,
        case.received_at,
        case.due_at,
        row.last_act,
        case.closed_at,
        case.end,
        case.customer.yearly_value if case.customer else None,
    ]

"""The people below somebody as a team: what each and their line did, who is late now, who stands in, who offered help.

Asked in the same number of questions for one leader and for five hundred. Listed by what is late, then by name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, Min, OuterRef, Q, Window
from django.db.models.functions import RowNumber

from accounts.enums import Role
from accounts.models import Event, RoleGrant, User
from accounts.queries.line import line_of
from accounts.rules.behaviours import DoneDue
from accounts.rules.line import Line
from cxapp.insights.queries.ledger import Ledger, ledger, rolled_up
from cxapp.insights.queries.promises import late
from cxapp.insights.rules.help import OFFERED
from cxapp.lib.kept import Among
from cxapp.lib.periods import Period
from cxapp.lib.sql import AnyOf, Below
from feedback.models import Case

CASES = 3
"""So many late customers of each leader are named; the others are one click away."""


class Post(NamedTuple):
    """Somebody below, or a post nobody holds."""

    pk: int
    name: str
    title: str
    above: int | None
    active: bool
    leads: bool


class Late(NamedTuple):
    """A customer who waits past the promised time."""

    case: Case
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Offered:
    """Who offered help, and when."""

    who: str
    at: datetime


@dataclass(slots=True)
class Member:
    """One report with their own numbers and those of everybody below them."""

    post: Post
    own: Mapping[str, DoneDue]
    line: Mapping[str, DoneDue]
    below: int
    late: int = 0
    late_below: int = 0
    oldest: datetime | None = None
    cases: list[Late] = field(default_factory=list)
    deputy: str = ""
    away: bool = False
    offered: Offered | None = None
    under: bool = False
    """Whether the reader stands above them, and may take a case over."""
    children: list[tuple[Post, int]] = field(default_factory=list)

    @property
    def all_late(self) -> int:
        return self.late + self.late_below


@dataclass(slots=True)
class Team:
    """Everybody below `top`: the reports that lead, and what is late among all of them."""

    members: list[Member]
    posts: dict[int, Post]
    ledger: Ledger
    late: dict[int, int]

    @property
    def all_late(self) -> int:
        return sum(self.late.values())


def team(*, reader: User, top: User, month: Period, now: datetime) -> Team:
    """The reports of `top` that lead or have leaders below, those with most late among them first."""
    posts = {post.pk: post for post in _posts(top)}
    below = _below(posts)
    leading = [pk for pk, post in posts.items() if post.leads]
    numbers = ledger(reader=reader, people=leading, periods=[month], now=now)
    waiting = _late(reader, leading, now)
    counts = {pk: n for pk, (n, _oldest) in waiting.items()}
    members = [
        _member(post, posts, below, numbers, waiting)
        for post in posts.values()
        if post.above == top.pk and (post.leads or any(posts[pk].leads for pk in _all(post.pk, below)))
    ]
    members.sort(key=lambda one: (-one.all_late, one.post.name, one.post.pk))
    return Team(members, posts, numbers, counts)


def fill(members: Sequence[Member], *, reader: User, now: datetime) -> None:
    """What only those shown need: their late customers by name, who stands in, who offered help today."""
    ids = [one.post.pk for one in members]
    if not ids:
        return
    cases = _late_cases(reader, ids, now)
    line = line_of(people=[*ids, reader.pk], now=now)
    offers = _offers(ids, now)
    for one in members:
        pk = one.post.pk
        one.cases = cases.get(pk, [])
        one.away = pk in line.away
        one.deputy = _deputy(line, pk)
        one.offered = offers.get(pk)
        one.under = reader.pk in line.path(pk)[0]


def _posts(top: User) -> Iterator[Post]:
    leads = RoleGrant.objects.filter(user=OuterRef("pk"), role=Role.LEADER)
    rows = User.objects.filter(AnyOf("pk", Below(User, "reports_to", [top.pk]))).exclude(pk=top.pk)
    found: Any = rows.annotate(may_lead=Exists(leads)).order_by("name", "pk")
    for pk, name, title, above, active, role, owner in found.values_list(
        "pk", "name", "title", "reports_to_id", "is_active", "may_lead", "is_owner"
    ):
        yield Post(pk, name, title, above, active, active and (role or owner))


def _below(posts: Mapping[int, Post]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for post in posts.values():
        found.setdefault(post.above or 0, []).append(post.pk)
    return found


def _all(top: int, below: Mapping[int, Sequence[int]]) -> list[int]:
    """Everybody below, each once, also where the line is a loop."""
    found: dict[int, None] = {}
    waiting = list(below.get(top, ()))
    while waiting:
        pk = waiting.pop()
        if pk not in found and pk != top:
            found[pk] = None
            waiting.extend(below.get(pk, ()))
    return list(found)


def _member(
    post: Post,
    posts: Mapping[int, Post],
    below: Mapping[int, Sequence[int]],
    numbers: Ledger,
    waiting: Mapping[int, tuple[int, datetime]],
) -> Member:
    leaders = [pk for pk in _all(post.pk, below) if posts[pk].leads]
    count, oldest = waiting.get(post.pk, (0, None))
    children = [(posts[pk], _late_in(pk, below, waiting)) for pk in below.get(post.pk, ()) if posts[pk].leads]
    return Member(
        post,
        rolled_up(numbers, [post.pk]),
        rolled_up(numbers, [post.pk, *leaders]),
        len(leaders),
        count,
        sum(waiting[pk][0] for pk in leaders if pk in waiting),
        oldest,
        children=sorted(children, key=lambda child: (-child[1], child[0].name, child[0].pk)),
    )


def _late_in(pk: int, below: Mapping[int, Sequence[int]], waiting: Mapping[int, tuple[int, datetime]]) -> int:
    return sum(waiting[one][0] for one in [pk, *_all(pk, below)] if one in waiting)


def _late(reader: User, people: Collection[int], now: datetime) -> dict[int, tuple[int, datetime]]:
    rows = late(reader=reader, now=now).filter(Among("holder", people)).order_by().values_list("holder")
    return {pk: (n, oldest) for pk, n, oldest in rows.annotate(n=Count("pk"), oldest=Min("due_at"))}


def _late_cases(reader: User, people: Collection[int], now: datetime) -> dict[int, list[Late]]:
    rows: Any = late(reader=reader, now=now).filter(Among("holder", people))
    rows = rows.annotate(
        place_in_line=Window(RowNumber(), partition_by=F("holder"), order_by=["due_at", "pk"])
    ).filter(place_in_line__lte=CASES)
    found = list(rows.order_by("due_at", "pk").values_list("holder", "subject_id", "due_at"))
    cases = Case.objects.select_related("customer", "place").in_bulk([case for _, case, _ in found])
    by_leader: dict[int, list[Late]] = {}
    for holder, case, due_at in found:
        by_leader.setdefault(holder, []).append(Late(cases[case], due_at))
    return by_leader


def _deputy(line: Line, person: int) -> str:
    stands_in = line.stand_in(person)
    return line.people[stands_in].name if stands_in in line.people and stands_in is not None else ""


def _offers(people: Collection[int], now: datetime) -> dict[int, Offered]:
    """The newest offer to each within a day."""
    since = now - timedelta(days=1)
    rows = Event.objects.filter(
        Q(Among("subject_id", people)), subject_kind="person", code=OFFERED, at__gt=since, at__lte=now
    )
    return {
        pk: Offered(who, at)
        for pk, who, at in rows.order_by("at").values_list("subject_id", "actor_name", "at")
    }

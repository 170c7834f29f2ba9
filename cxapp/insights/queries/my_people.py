"""The people below somebody as a team: what each and their line did, who is late now, who stands in, who offered help.

Asked in the same number of questions for one leader and for five hundred. Listed by what is late, then by name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Window
from django.db.models.functions import RowNumber

from accounts.enums import Role
from accounts.models import Event, RoleGrant, User
from accounts.queries.line import line_of
from accounts.rules.behaviours import DoneDue
from accounts.rules.line import Line
from cxapp.insights.queries.ledger import Ledger, ledger, rolled_up
from cxapp.insights.queries.promises import late
from cxapp.insights.rules.help import OFFERED
from cxapp.lib.at_once import Asked, Row, together
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


class Waiting(NamedTuple):
    """How many wait for one leader past the promised time, since when the first, and the first few: case and moment."""

    n: int
    oldest: datetime
    longest: list[tuple[int, datetime]]


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
    longest: Sequence[tuple[int, datetime]] = ()
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
    found, waiting, offers = together([_posts(top), _late(reader, top, now), _offers(top, now)])
    posts = {post.pk: post for post in found}
    below = _below(posts)
    leading = [pk for pk, post in posts.items() if post.leads]
    numbers = ledger(reader=reader, people=leading, periods=[month], now=now)
    waiting = {pk: one for pk, one in waiting.items() if pk in numbers}
    members = [
        _member(post, posts, below, numbers, waiting)
        for post in posts.values()
        if post.above == top.pk and (post.leads or any(posts[pk].leads for pk in _all(post.pk, below)))
    ]
    for one in members:
        one.offered = offers.get(one.post.pk)
    members.sort(key=lambda one: (-one.all_late, one.post.name, one.post.pk))
    return Team(members, posts, numbers, {pk: one.n for pk, one in waiting.items()})


def fill(members: Sequence[Member], *, reader: User, now: datetime) -> None:
    """What only those shown need: who waits by name, and who stands in."""
    ids = [one.post.pk for one in members]
    if not ids:
        return
    named = [case for one in members for case, _due_at in one.longest]
    cases = Case.objects.select_related("customer", "place").in_bulk(named)
    line = line_of(people=[*ids, reader.pk], now=now)
    for one in members:
        pk = one.post.pk
        one.cases = [Late(cases[case], due_at) for case, due_at in one.longest]
        one.away = pk in line.away
        one.deputy = _deputy(line, pk)
        one.under = reader.pk in line.path(pk)[0]


def _posts(top: User) -> Asked[list[Post]]:
    leads = RoleGrant.objects.filter(user=OuterRef("pk"), role=Role.LEADER)
    rows: Any = _everyone_below(User.objects, "pk", top).exclude(pk=top.pk).annotate(may_lead=Exists(leads))
    columns = ("name", "pk", "title", "reports_to_id", "is_active", "may_lead", "is_owner")

    def come_to(found: list[list[Row]]) -> list[Post]:
        return [
            Post(pk, name, title, above, active, active and (role or owner))
            for name, pk, title, above, active, role, owner in sorted(found[0], key=lambda row: row[:2])
        ]

    return Asked([rows.values_list(*columns)], come_to)


def _everyone_below(rows: Any, column: str, top: User) -> Any:
    return rows.filter(AnyOf(column, Below(User, "reports_to", [top.pk])))


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
    waiting: Mapping[int, Waiting],
) -> Member:
    leaders = [pk for pk in _all(post.pk, below) if posts[pk].leads]
    own = waiting.get(post.pk)
    children = [(posts[pk], _late_in(pk, below, waiting)) for pk in below.get(post.pk, ()) if posts[pk].leads]
    return Member(
        post,
        rolled_up(numbers, [post.pk]),
        rolled_up(numbers, [post.pk, *leaders]),
        len(leaders),
        own.n if own else 0,
        sum(waiting[pk].n for pk in leaders if pk in waiting),
        own.oldest if own else None,
        own.longest if own else (),
        children=sorted(children, key=lambda child: (-child[1], child[0].name, child[0].pk)),
    )


def _late_in(pk: int, below: Mapping[int, Sequence[int]], waiting: Mapping[int, Waiting]) -> int:
    return sum(waiting[one].n for one in [pk, *_all(pk, below)] if one in waiting)


def _late(reader: User, top: User, now: datetime) -> Asked[dict[int, Waiting]]:
    """Of everybody below: how many wait past the promised time, and the first few of them."""
    rows: Any = _everyone_below(late(reader=reader, now=now), "holder", top).order_by()
    numbered = rows.annotate(
        place_in_line=Window(RowNumber(), partition_by=F("holder"), order_by=["due_at", "pk"]),
        n=Window(Count("pk"), partition_by=F("holder")),
    ).filter(place_in_line__lte=CASES)

    def come_to(found: list[list[Row]]) -> dict[int, Waiting]:
        waiting: dict[int, Waiting] = {}
        for holder, _place, n, case, due_at in sorted(found[0], key=lambda row: row[:2]):
            waiting.setdefault(holder, Waiting(n, due_at, [])).longest.append((case, due_at))
        return waiting

    return Asked([numbered.values_list("holder", "place_in_line", "n", "subject_id", "due_at")], come_to)


def _deputy(line: Line, person: int) -> str:
    stands_in = line.stand_in(person)
    return line.people[stands_in].name if stands_in in line.people and stands_in is not None else ""


def _offers(top: User, now: datetime) -> Asked[dict[int, Offered]]:
    """The newest offer to each within a day."""
    rows = Event.objects.filter(
        subject_kind="person", code=OFFERED, at__gt=now - timedelta(days=1), at__lte=now
    )
    rows = _everyone_below(rows, "subject_id", top)

    def come_to(found: list[list[Row]]) -> dict[int, Offered]:
        return {pk: Offered(who, at) for at, _event, pk, who in sorted(found[0])}

    return Asked([rows.values_list("at", "pk", "subject_id", "actor_name")], come_to)

"""Laying answers on desks: one run for everybody, a handful of queries for any number of leaders. Safe to repeat.

Not here: the rule of the lot (`rules.drawing`), and what readers do with an answer (`reading`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.db.models import Q

from accounts.enums import Role
from accounts.models import Practice, User
from accounts.queries.house import House, house
from cxapp.lib.periods import today, week_of
from cxapp.lib.sql import insert_rows
from feedback.enums import ConcernState, ResponseState, WhyDrawn
from feedback.models import COUNTED, Answer, Concern, Reading, Response
from feedback.queries.felt import how_they_felt
from feedback.rules.drawing import OWN, Drawn, Felt, Pile, draw_line, draw_own
from feedback.rules.questions import MAIN

PRACTICE = "reading"
BACK = timedelta(weeks=5)
"""So far back a run looks for weeks that nobody drew."""
IDLE = timedelta(minutes=10)
"""A half-finished answer is read once nobody has touched it for so long."""
WEEK = timedelta(days=7)

Key = tuple[int, date]
"""A reader and the Monday of a week."""


@dataclass(frozen=True, slots=True)
class _Person:
    pk: int
    above: int | None
    zone: ZoneInfo
    reads: bool


@dataclass(slots=True)
class _Desks:
    """Per reader and week: what came to their own place, what came to their line, what lies there already."""

    own: dict[Key, list[tuple[int, Felt]]] = field(default_factory=lambda: defaultdict(list))
    line: dict[Key, list[tuple[int, Felt]]] = field(default_factory=lambda: defaultdict(list))
    before: dict[Key, list[Drawn]] = field(default_factory=lambda: defaultdict(list))


def draw_readings(*, now: datetime) -> int:
    """Draw what is missing of the last weeks. Returns how many answers were laid on desks."""
    with transaction.atomic():
        # Two runs at once would lay the same: the later one waits here and finds it done.
        practice = Practice.objects.select_for_update(of=("self",)).filter(name=PRACTICE, on=True).first()
        if practice is None:
            return 0
        start = max(practice.since or now - BACK, now - BACK)
        where = house()
        people = _people(where)
        desks = _fill(people, where, start, now)
        rows = list(_rows(desks, people, now))
        insert_rows(rows)
        return len(rows)


def _people(where: House) -> dict[int, _Person]:
    leaders = User.objects.filter(Q(grants__role=Role.LEADER) | Q(is_owner=True), is_active=True)
    reading = set(leaders.values_list("pk", flat=True))
    zones: dict[str, ZoneInfo] = {}
    found = {}
    for pk, above, zone, unit in User.objects.values_list("pk", "reports_to", "zone", "unit"):
        name = zone or where.calendar_of(unit).zone
        if name not in zones:
            zones[name] = _zone(name)
        found[pk] = _Person(pk, above, zones[name], pk in reading)
    return found


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _fill(people: Mapping[int, _Person], where: House, start: datetime, now: datetime) -> _Desks:
    desks = _Desks()
    # A concern hides an answer from whoever it is about and from everybody below them.
    hidden = _hidden(start)
    # A bare face is no reading: it comes to a desk by the lot only.
    scores = how_they_felt(Answer.objects.filter(response__at__gte=start), MAIN)
    mondays: dict[tuple[ZoneInfo, datetime], date] = {}
    for pk, leader, at, place, department in _responses(start, now):
        if not _is_live(where, place or department, now):
            continue
        above = list(_line(people, leader))
        about = hidden.get(pk, set())
        for depth, person in enumerate(above):
            if not person.reads or any(one.pk in about for one in above[depth:]):
                continue
            # Clocks differ by full quarters of an hour, so that a week is looked up once for each.
            key = (person.zone, at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0))
            if key not in mondays:
                mondays[key] = monday(at, person.zone)
            pile = desks.line if depth else desks.own
            pile[person.pk, mondays[key]].append((pk, scores.get(pk, Felt.NOT_SAID)))
    rows = Reading.objects.filter(week__gte=(start - WEEK).date() - WEEK)
    for reader, week, response, why in rows.values_list("person", "week", "response", "why"):
        desks.before[reader, week].append(Drawn(response, WhyDrawn(why)))
    return desks


def monday(moment: datetime, zone: ZoneInfo) -> date:
    """The first day of the week an instant lies in, on the wall of this zone."""
    day = today(moment, zone)
    return day - timedelta(days=day.weekday())


def _responses(start: datetime, now: datetime) -> Iterable[tuple[int, int, datetime, int | None, int | None]]:
    finished = Q(state=ResponseState.COMPLETE) | Q(touched_at__lte=now - IDLE)
    rows = Response.objects.filter(COUNTED, finished, at__gte=start, at__lte=now, leader__isnull=False)
    return rows.order_by("pk").values_list("pk", "leader_id", "at", "place_id", "department_id")


def _hidden(start: datetime) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = Concern.objects.filter(state=ConcernState.CONFIRMED, signal__response__at__gte=start)
    for response, person in rows.values_list("signal__response", "person"):
        found[response].add(person)
    return found


def _is_live(where: House, unit: int | None, now: datetime) -> bool:
    return where.live_since(unit, now) is not None


def _line(people: Mapping[int, _Person], leader: int | None) -> Iterator[_Person]:
    """Whoever led it, then everybody above; a loop ends the walk."""
    seen: set[int] = set()
    while leader is not None and leader not in seen and leader in people:
        seen.add(leader)
        yield people[leader]
        leader = people[leader].above


def _rows(desks: _Desks, people: Mapping[int, _Person], now: datetime) -> Iterator[Reading]:
    for (pk, week), felt_so in desks.own.items():
        before = [drawn for drawn in desks.before[pk, week] if drawn.why == WhyDrawn.OWN]
        quiet = len(desks.own.get((pk, week - WEEK), ())) <= OWN
        all_now = quiet or _is_over(week, people[pk].zone, now)
        yield from _made(pk, week, draw_own(Pile(pk, week, felt_so, before), all_now=all_now), now)
    for (pk, week), felt_so in desks.line.items():
        if _is_over(week, people[pk].zone, now):
            before = [drawn for drawn in desks.before[pk, week] if drawn.why != WhyDrawn.OWN]
            yield from _made(pk, week, draw_line(Pile(pk, week, felt_so, before)), now)


def _is_over(week: date, zone: ZoneInfo, now: datetime) -> bool:
    return week_of(week, zone).end <= now


def _made(person: int, week: date, drawn: Iterable[Drawn], now: datetime) -> Iterator[Reading]:
    for one in drawn:
        yield Reading(person_id=person, week=week, response_id=one.response, why=one.why, drawn_at=now)

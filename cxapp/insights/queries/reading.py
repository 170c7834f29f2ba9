"""Answers read / drawn, by leader and week, and the answers behind each number. Made only of answers the reader may see."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet

from accounts.models import User
from feedback.access.responses import visible_to
from feedback.models import Reading, Response

WEEKS = 6


@dataclass(frozen=True, slots=True)
class ReadDrawn:
    read: int = 0
    drawn: int = 0


@dataclass(frozen=True, slots=True)
class ReaderRow:
    """One leader: read and drawn by the Monday of each week."""

    person: User
    weeks: Mapping[date, ReadDrawn] = field(default_factory=dict)

    @property
    def unread(self) -> int:
        return sum(week.drawn - week.read for week in self.weeks.values())


def weeks_before(monday: date, n: int = WEEKS) -> list[date]:
    """This week and those before it, the oldest first."""
    return [monday - timedelta(weeks=back) for back in range(n)][::-1]


def readings(*, reader: User, people: Collection[int], now: datetime) -> QuerySet[Reading]:
    return Reading.objects.filter(person__in=people, response__in=visible_to(reader, now).values("pk"))


def reader_rows(
    *, reader: User, people: Collection[int], weeks: Collection[date], now: datetime
) -> list[ReaderRow]:
    """A row for each of these people with anything drawn in these weeks: who has most unread first, then by name."""
    found: dict[int, dict[date, ReadDrawn]] = {}
    rows = readings(reader=reader, people=people, now=now).filter(week__in=weeks).order_by()
    counted = rows.values_list("person", "week").annotate(read=Count("read_at"), drawn=Count("pk"))
    for person, week, read, drawn in counted:
        found.setdefault(person, {})[week] = ReadDrawn(read, drawn)
    names = User.objects.in_bulk(list(found))
    made = [ReaderRow(names[pk], by_week) for pk, by_week in found.items()]
    return sorted(made, key=lambda row: (-row.unread, row.person.name))


def answers_behind(*, reader: User, person: int, week: date, now: datetime) -> QuerySet[Response]:
    """The answers one number is made of."""
    rows = readings(reader=reader, people=[person], now=now).filter(week=week)
    shown = Response.objects.filter(pk__in=rows.values("response"))
    return shown.select_related("version__survey", "customer", "place", "stage").order_by("-at", "-pk")

"""Loads the reporting line: the people asked for and everyone above them, in one walk and one question."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, FilteredRelation, Q, QuerySet

from accounts.models import User
from accounts.rules.line import Line, Person
from cxapp.lib.kept import Among, Given, Kept
from cxapp.lib.readonly import asked_once
from cxapp.lib.sql import Above


def line_of(*, people: Collection[int], now: datetime) -> Line:
    """The line above `people`, with the deputies of everyone on it who is away at `now`."""
    return _line_of(frozenset(people), now)


@asked_once
def _line_of(people: frozenset[int], now: datetime) -> Line:
    found: dict[int, Person] = {}
    away: dict[int, int | None] = {}
    owners: list[int] = []
    rows = _LINE(people=people, now=now)
    while rows:
        _take(rows, found, away, owners)
        missing = {deputy for deputy in away.values() if deputy is not None} - set(found)
        rows = _PEOPLE(people=missing, now=now) if missing else []
    return Line(found, away, owners[0] if owners else None)


def _take(
    rows: Sequence[tuple[Any, ...]],
    found: dict[int, Person],
    away: dict[int, int | None],
    owners: list[int],
) -> None:
    """One row a person, or one for each absence now, the longest last.

    Of two absences at once the one that names a deputy counts, then the longer one.
    """
    for pk, name, above, active, unit, email, is_owner, absence, deputy in rows:
        if pk not in found:
            found[pk] = Person(pk, name, above, active, unit, bool(email))
            if is_owner and active:
                owners.append(pk)
        if absence is not None:
            away[pk] = deputy or away.get(pk)


def _with_absences(condition: Q) -> QuerySet[User, tuple[Any, ...]]:
    now = Given("now", DateTimeField())
    of_now = FilteredRelation("absences", condition=Q(absences__starts__lte=now, absences__ends__gt=now))
    rows = User.objects.annotate(of_now=of_now).filter(condition).order_by("of_now__ends", "of_now__id")
    return rows.values_list(
        *("id", "name", "reports_to_id", "is_active", "unit_id", "email", "is_owner"),
        *("of_now__id", "of_now__deputy_id"),
    )


_LINE = Kept(
    lambda: _with_absences(Q(Above(User, "reports_to", "people")) | Q(is_owner=True, is_active=True))
)
_PEOPLE = Kept(lambda: _with_absences(Q(Among("id", "people"))))

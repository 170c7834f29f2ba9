"""Colleagues as the thank page offers them: those near the reader first, everybody to be found by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from accounts.models import Unit, User
from accounts.queries.house import house
from recognition.rules.names import Known

OFFERED = 200
"""So many names are sent with the page; others are found when it is posted."""


@dataclass(frozen=True, slots=True)
class Near:
    """Whose thanks are *near* somebody: their unit with those inside it, and the people around them in the line."""

    units: list[int]
    people: Q


def near(user: User) -> Near:
    known = house()
    units = [unit for unit in known.units if user.unit_id and known.within(unit, user.unit_id)]
    people = Q(unit__in=units) | Q(reports_to=user.pk) | Q(pk=user.pk)
    if user.reports_to_id:
        people |= Q(reports_to=user.reports_to_id) | Q(pk=user.reports_to_id)
    return Near(units, people)


def colleagues_near(user: User) -> list[Known]:
    """Active colleagues near somebody, by name, without themselves."""
    rows = User.objects.filter(near(user).people, is_active=True).exclude(pk=user.pk).order_by("name", "pk")
    return list(_known(rows[:OFFERED]))


def everybody(user: User) -> list[Known]:
    """All active people, those near `user` marked. Read once when a name was typed."""
    close = set(User.objects.filter(near(user).people, is_active=True).values_list("pk", flat=True))
    rows = User.objects.filter(is_active=True).order_by("name", "pk")
    return [replace(one, near=one.id in close) for one in _known(rows)]


def people_at(place: Unit | None) -> list[Known]:
    """Active people of a place and of the units inside it."""
    if place is None:
        return []
    known = house()
    units = [unit for unit in known.units if known.within(unit, place.pk)]
    return list(_known(User.objects.filter(unit__in=units, is_active=True).order_by("name", "pk")))


def _known(rows: Any) -> Iterable[Known]:
    columns = rows.values_list("pk", "name", "sign_in_name", "title", "unit__name")
    return (
        Known(pk, name, sign_in_name, ", ".join(part for part in (title, unit) if part))
        for pk, name, sign_in_name, title, unit in columns
    )

"""The people pages read from here: the tree of the line, the table with its search, one person with what is around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Absence, Unit, User
from accounts.queries.line import line_of

DEEP = 3
WHOLE_UP_TO = 150
"""A house of up to so many posts is drawn whole; a larger one to three levels, each post a way further down."""


def found(query: str) -> QuerySet[User]:
    """People by name, sign-in name, job or unit; those who are here first."""
    rows = User.objects.select_related("unit", "reports_to").order_by("-is_active", "name", "pk")
    words = query.split()
    for word in words:
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(sign_in_name__icontains=word)
            | Q(title__icontains=word)
            | Q(unit__name__icontains=word)
        )
    return rows


@dataclass(frozen=True, slots=True)
class Part:
    """One step of drawing the tree as nested lists without calling itself: opens a list, closes one, or is a person."""

    what: str
    person: User | None = None
    below: int = 0
    url: str = ""
    notes: tuple[str, ...] = ()


def tree(*, top: User | None, now: datetime) -> list[Part]:
    """The line as lists, from the owner and whoever hangs loose, or from one person downwards. Any depth, loops left out."""
    people = list(User.objects.select_related("unit").order_by("-is_active", "name", "pk"))
    below: dict[int | None, list[User]] = {}
    for person in people:
        below.setdefault(person.reports_to_id, []).append(person)
    first = [top] if top else sorted(below.get(None, []), key=lambda person: not person.is_owner)
    first = [person for person in first if person.is_active or below.get(person.pk)]
    return list(_parts(first, below, len(people), _notes(now)))


def _notes(now: datetime) -> dict[int, tuple[str, ...]]:
    """What stands beside a name: which units they answer for, and who stands in while they are away."""
    notes: dict[int, tuple[str, ...]] = {}
    heads = Unit.objects.filter(is_active=True, head__isnull=False).order_by("name")
    for unit in heads:
        notes[unit.head_id or 0] = (
            *notes.get(unit.head_id or 0, ()),
            _("Heads %(unit)s") % {"unit": unit.name},
        )
    away = Absence.objects.filter(starts__lte=now, ends__gt=now).order_by("pk")
    for person, deputy in away.values_list("person", "deputy__name"):
        words = (
            _("Away, %(deputy)s stands in") % {"deputy": deputy} if deputy else _("Away, nobody stands in")
        )
        notes[person] = (*notes.get(person, ()), words)
    return notes


def _parts(
    first: list[User], below: dict[int | None, list[User]], count: int, notes: dict[int, tuple[str, ...]]
) -> Iterator[Part]:
    deepest = DEEP if count > WHOLE_UP_TO else count
    waiting: list[tuple[str, Any]] = [("list", first)]
    seen = {person.pk for person in first}
    depth = 0
    while waiting:
        what, value = waiting.pop()
        if what == "list":
            depth += 1
            yield Part("open")
            waiting.append(("close", None))
            waiting.extend(("person", person) for person in reversed(value))
        elif what == "close":
            depth -= 1
            yield Part("close")
        elif what == "end":
            yield Part("end")
        else:
            under = [person for person in below.get(value.pk, []) if person.pk not in seen]
            seen.update(person.pk for person in under)
            more = len(under) if depth >= deepest else 0
            yield Part(
                "person",
                value,
                more,
                f"{reverse('people')}?top={value.pk}" if more else "",
                notes.get(value.pk, ()),
            )
            waiting.append(("end", None))
            if under and not more:
                waiting.append(("list", under))


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around one person: those above (nearest first), those below, absences, units they head."""

    above: list[User]
    broken: bool
    below: list[User]
    absences: list[Absence]
    heads: list[Any]


def around(*, person: User, now: datetime) -> Around:
    line = line_of(people=[person.pk], now=now)
    path, broken = line.path(person.pk)
    by_id = User.objects.in_bulk(path)
    return Around(
        above=[by_id[pk] for pk in path if pk in by_id],
        broken=broken,
        below=list(person.reports.order_by("-is_active", "name")),
        absences=list(person.absences.filter(ends__gt=now).select_related("deputy").order_by("starts")),
        heads=list(person.heads.filter(is_active=True).order_by("name")),
    )


def as_rows() -> Iterator[tuple[str, ...]]:
    """Everybody under the headers of an import, so that what is downloaded can be corrected and brought back."""
    people = User.objects.select_related("unit", "reports_to").order_by("pk")
    for person in people.iterator(chunk_size=1000):
        yield (
            person.sign_in_name,
            person.name if person.held else "N/D",
            person.reports_to.sign_in_name if person.reports_to else "XX",
            person.unit.name if person.unit else "",
            person.title,
            person.email or "",
            person.phone,
        )

"""Who gets which digest, and when: what their role offers, what they chose, their hours. Not here: what stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.enums import Role
from accounts.models import Absence, RoleGrant, User
from accounts.queries.house import House, house
from cxapp.insights.rules.digests import DEFAULT_MINUTE, Digest, Due, Hours

READS_THE_WHOLE = (Role.CX_MANAGER, Role.BOARD)


@dataclass(frozen=True, slots=True)
class Choice:
    """What one person gets: what their role offers, what of it they want, and when."""

    person: int
    offered: frozenset[Digest]
    wanted: frozenset[Digest]
    hours: Hours
    changed_at: datetime | None

    def is_due(self, due: Due | None) -> bool:
        """Whether they were to be told then: not of hours that were over when they chose them."""
        return due is not None and (self.changed_at is None or self.changed_at < due.at)


def choices(now: datetime) -> Iterator[Choice]:
    """Of everybody who is here, not away, can be reached by mail and is offered anything. One question for all people."""
    rows = (
        _people(now)
        .filter(email__isnull=False)
        .filter(Q(is_leader=True) | Q(above=True) | Q(whole=True) | Q(stands_in=True), is_away=False)
    )
    where = house()
    for row in rows.order_by("pk").values_list(*_COLUMNS).iterator(chunk_size=2000):
        yield _choice(where, *row)


def choice_of(person: User, now: datetime) -> Choice:
    """One person's, whether they are away or not."""
    return _choice(house(), *_people(now).values_list(*_COLUMNS).get(pk=person.pk))


def is_away(person: User, now: datetime) -> bool:
    return Absence.objects.filter(person=person, starts__lte=now, ends__gt=now).exists()


def _people(now: datetime) -> QuerySet[Any, Any]:
    granted = RoleGrant.objects.filter(user=OuterRef("pk"))
    away = Absence.objects.filter(starts__lte=now, ends__gt=now)
    return User.objects.filter(is_active=True).annotate(
        is_leader=Exists(granted.filter(role=Role.LEADER)) | Q(is_owner=True),
        above=Exists(User.objects.filter(reports_to=OuterRef("pk"), is_active=True)),
        whole=Exists(granted.filter(role__in=READS_THE_WHOLE)) | Q(is_owner=True),
        stands_in=Exists(away.filter(deputy=OuterRef("pk"))),
        is_away=Exists(away.filter(person=OuterRef("pk"))),
    )


_COLUMNS = (
    *("pk", "unit_id", "zone", "is_leader", "above", "whole", "stands_in"),
    *(f"digest_choice__{name}" for name in ("daily", "weekly", "monthly", "minute", "changed_at")),
)


def _choice(
    where: House,
    pk: int,
    unit: int | None,
    zone: str,
    leads: bool,
    above: bool,
    whole: bool,
    stands_in: bool,
    daily: bool | None,
    weekly: bool | None,
    monthly: bool | None,
    minute: int | None,
    changed_at: datetime | None,
) -> Choice:
    calendar = where.calendar_of(unit)
    offers = {
        Digest.DAILY: leads or stands_in,
        Digest.WEEKLY: leads or above,
        Digest.MONTHLY: whole,
    }
    wants = {Digest.DAILY: daily, Digest.WEEKLY: weekly, Digest.MONTHLY: monthly}
    offered = frozenset(digest for digest, offer in offers.items() if offer)
    return Choice(
        person=pk,
        offered=offered,
        wanted=frozenset(digest for digest in offered if wants[digest] is not False),
        hours=Hours(zone or calendar.zone, calendar, DEFAULT_MINUTE if minute is None else minute),
        changed_at=changed_at,
    )

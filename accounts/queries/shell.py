"""What the frame of every page says about the reader and the machine, in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, Count, DateTimeField, Exists, QuerySet, Subquery

from accounts.models import Absence, Heartbeat, Notice, Organisation, Unit, User, Witness
from cxapp.lib.kept import Given, Kept

SWEEP = "sweep"


@dataclass(frozen=True, slots=True)
class Frame:
    """`swept_at`: the last sign of the sweep. `away_until` to `witness`: of the reader. `untold`: notices not yet done."""

    organisation: str = ""
    swept_at: datetime | None = None
    rehearsing: bool = False
    away_until: datetime | None = None
    deputy: str = ""
    untold: int = 0
    witness: bool = False


def frame(*, user: User, now: datetime) -> Frame:
    """One row: the organisation, with everything the banners need beside it."""
    for name, swept_at, away_until, deputy, units, live, untold, witness in _FRAME(user=user.pk, now=now):
        return Frame(name, swept_at, units and not live, away_until, deputy or "", untold or 0, witness)
    return Frame()


def _frame() -> QuerySet[Organisation, tuple[Any, ...]]:
    user, now = Given("user", BigIntegerField()), Given("now", DateTimeField())
    away = Absence.objects.filter(person=user, starts__lte=now, ends__gt=now).order_by("-ends")
    units = Unit.objects.filter(is_active=True)
    untold = Notice.objects.filter(recipient_kind="person", recipient_id=user, seen_at=None)
    found = Organisation.objects.filter(pk=1).annotate(
        swept_at=Subquery(Heartbeat.objects.filter(name=SWEEP).values("at")[:1]),
        away_until=Subquery(away.values("ends")[:1]),
        deputy=Subquery(away.values("deputy__name")[:1]),
        has_units=Exists(units),
        has_live=Exists(units.filter(live_at__lte=now)),
        untold=Subquery(untold.order_by().values("recipient_kind").annotate(n=Count("pk")).values("n")),
        witness=Exists(Witness.objects.filter(user=user, until=None)),
    )
    return found.values_list(
        "name", "swept_at", "away_until", "deputy", "has_units", "has_live", "untold", "witness"
    )


_FRAME = Kept(_frame)


def organisation_name() -> str:
    """For pages of people who are not signed in."""
    return Organisation.objects.filter(pk=1).values_list("name", flat=True).first() or ""

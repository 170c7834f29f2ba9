"""Who answers critical matters now, outside working hours, and who will."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import OnCall


def coming(now: datetime) -> QuerySet[OnCall]:
    """Duties that have not ended, the next first."""
    rows = OnCall.objects.filter(ends__gt=now, person__is_active=True).select_related("person")
    return rows.order_by("starts", "pk")


def who_is_on_call(now: datetime, *, excluded: Collection[int] = ()) -> int | None:
    """The person on call at this moment; of several the one whose duty began last."""
    rows = OnCall.objects.filter(starts__lte=now, ends__gt=now, person__is_active=True)
    found = rows.exclude(person__in=excluded).order_by("-starts", "-pk")
    return found.values_list("person_id", flat=True).first()

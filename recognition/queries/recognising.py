"""The behaviour *people recognised*: whom somebody thanked, counted without anything being owed. Everybody may read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse

from accounts.rules.behaviours import Asked, Counted, DoneDue, Evidence
from cxapp.lib.batches import Batches
from cxapp.lib.buckets import hull, number_of
from cxapp.lib.kept import Among
from recognition.models import KudosReceiver


def recognised(asked: Asked) -> Counted:
    """How many people each of them thanked; the same person thanked twice counts twice."""
    found: dict[int, list[DoneDue]] = {}
    counted = _rows(asked).order_by().values_list("giver", "number").annotate(n=Count("pk"))
    for person, number, n in counted:
        found.setdefault(person, [DoneDue()] * len(asked.periods))[number] = DoneDue(n)
    return found


def recognition_rows(asked: Asked) -> Sequence[Evidence]:
    rows = _rows(asked).select_related("kudos", "person").order_by("-kudos__at", "-pk")
    return Batches(rows, lambda found: [_shown(one) for one in found])


def _rows(asked: Asked) -> QuerySet[Any, Any]:
    period = hull(asked.periods)
    rows = KudosReceiver.objects.filter(
        Among("giver", asked.people),
        kudos__hidden_at=None,
        kudos__at__gte=period.start,
        kudos__at__lt=period.end,
    )
    return rows.annotate(number=number_of("kudos__at", asked.periods)).filter(number__isnull=False)


def _shown(one: KudosReceiver) -> Evidence:
    kudos = one.kudos
    return Evidence(kudos.at, one.person.name, reverse("kudos", args=[kudos.uuid]), True, notes=(str(kudos),))

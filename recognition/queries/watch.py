"""Reciprocity: pairs who thank each other unusually often. Rows for the CX manager to look at, nothing more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from accounts.models import User
from recognition.models import KudosReceiver
from recognition.rules.limits import WATCHED_FOR, WATCHED_FROM


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people, and how often each thanked the other."""

    one: User
    other: User
    given: int
    returned: int


def reciprocity(*, reader: User, now: datetime) -> list[Pair]:
    """Pairs where both thanked the other at least the watched number of times lately; nobody else sees any."""
    if not reader.is_cx_manager:
        return []
    lately = KudosReceiver.objects.filter(
        giver__isnull=False, kudos__at__gt=now - WATCHED_FOR, kudos__at__lte=now, kudos__hidden_at=None
    )
    counts = {
        (giver, person): count
        for giver, person, count in lately.values_list("giver_id", "person_id")
        .annotate(n=Count("id"))
        .filter(n__gte=WATCHED_FROM)
    }
    mutual = [(a, b) for a, b in counts if a < b and (b, a) in counts]
    people = User.objects.in_bulk({pk for pair in mutual for pk in pair})
    pairs = [Pair(people[a], people[b], counts[a, b], counts[b, a]) for a, b in mutual]
    return sorted(pairs, key=lambda pair: (-(pair.given + pair.returned), pair.one.name))

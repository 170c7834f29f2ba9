"""What alerts are made of: the moments of unhappy customers at each place, and the signals behind one alert."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from accounts.models import User
from feedback.access.cases import visible_to as visible_cases
from feedback.enums import AlertKind, ConcernState, SignalChannel
from feedback.models import Alert, Concern, Signal
from feedback.rules.bursts import LEAST, LOOKS_BACK, WINDOW

WHOLE_PLACE = None
Spot = tuple[int, int | None]
"""A place and a stage; no stage: the whole place."""


def _counted() -> QuerySet[Signal]:
    """What arrived by itself. A file of old complaints is no burst; what is about a person is nobody's business here."""
    about = Concern.objects.filter(signal=OuterRef("pk"), state=ConcernState.CONFIRMED)
    rows = Signal.objects.filter(~Exists(about), place__isnull=False)
    return rows.exclude(channel=SignalChannel.IMPORT)


def counts_now(now: datetime) -> dict[Spot, int]:
    """How many came in the last window, by place and stage. One query."""
    rows = _counted().filter(received_at__gt=now - WINDOW, received_at__lte=now)
    grouped = rows.order_by().values_list("place", "stage").annotate(n=Count("pk"))
    return {(place, stage): n for place, stage, n in grouped}


def busy_places(counts: Mapping[Spot, int]) -> set[int]:
    """Places where enough came that one has to look closer."""
    found: Counter[int] = Counter()
    for (place, _stage), n in counts.items():
        found[place] += n
    return {place for place, n in found.items() if n >= LEAST}


def busy_stages(counts: Mapping[Spot, int], places: Collection[int]) -> dict[int, list[int]]:
    """Stages where enough came at these places together, and at more than one of them: with the places."""
    found: Counter[int] = Counter()
    at: dict[int, list[int]] = defaultdict(list)
    for (place, stage), n in sorted(counts.items(), key=lambda row: row[0][0]):
        if stage is not None and place in places:
            found[stage] += n
            at[stage].append(place)
    return {stage: at[stage] for stage, n in found.items() if n >= LEAST and len(at[stage]) > 1}


def moments_of_stages(
    stages: Collection[int], places: Collection[int], now: datetime
) -> dict[int, list[datetime]]:
    """When unhappy customers came to these stages, all these places together, oldest first."""
    since = now - LOOKS_BACK - WINDOW
    rows = _counted().filter(stage__in=stages, place__in=places, received_at__gt=since, received_at__lte=now)
    found: dict[int, list[datetime]] = defaultdict(list)
    for stage, at in rows.order_by("received_at").values_list("stage", "received_at"):
        found[stage].append(at)
    return found


def moments(places: Collection[int], now: datetime) -> dict[Spot, list[datetime]]:
    """When unhappy customers came, by place and by each of its stages, oldest first."""
    rows = _counted().filter(
        place__in=places, received_at__gt=now - LOOKS_BACK - WINDOW, received_at__lte=now
    )
    found: dict[Spot, list[datetime]] = defaultdict(list)
    for place, stage, at in rows.order_by("received_at").values_list("place", "stage", "received_at"):
        found[place, WHOLE_PLACE].append(at)
        if stage is not None:
            found[place, stage].append(at)
    return found


def signals_of(alert: Alert, user: User, now: datetime, most: int = 20) -> list[Signal]:
    """The signals behind a burst, as far as this person may read their cases."""
    if alert.kind != AlertKind.BURST:
        return []
    since = datetime.fromisoformat(alert.evidence["since"])
    places = [alert.place_id] if alert.place_id is not None else alert.evidence["places"]
    rows = _counted().filter(place__in=places, received_at__gt=since, received_at__lte=alert.opened_at)
    if alert.evidence.get("stage"):
        rows = rows.filter(stage=alert.stage_id)
    rows = rows.filter(case__in=visible_cases(user, now))
    return list(rows.select_related("text", "case__customer").order_by("-received_at")[:most])


@dataclass(frozen=True, slots=True)
class Tally:
    """Alerts of one leader: how many there were, and how many the leader or their deputy answered."""

    leader: str
    alerts: int
    answered: int


def tallies(alerts: QuerySet[Alert]) -> Sequence[Tally]:
    """Answered / alerts, one row a leader, by name."""
    rows = (
        alerts.values(name=F("leader__name"))
        .annotate(n=Count("pk"), done=Count("pk", filter=Q(answered_at__isnull=False)))
        .order_by("name")
    )
    return [Tally(row["name"], row["n"], row["done"]) for row in rows]

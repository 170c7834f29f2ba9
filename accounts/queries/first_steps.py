"""How far a new installation has come: proof from its own rows, not ticks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Event, Unit, User
from accounts.queries.gaps import gaps_of
from accounts.queries.line import line_of

CASE = "case"


@dataclass(frozen=True, slots=True)
class Progress:
    """`loose`: people whose line does not reach the owner. `gaps`: per unit not yet live, why it cannot go."""

    people: int
    loose: int
    live: list[Unit]
    rehearsing: list[Unit]
    gaps: dict[int, str]
    first_case: Event | None


def progress(*, now: datetime) -> Progress:
    people = set(User.objects.filter(is_active=True).values_list("pk", flat=True))
    line = line_of(people=people, now=now)
    loose = sum(1 for person in people if person != line.owner and line.path(person)[1])
    units = list(Unit.objects.filter(is_active=True).order_by("kind", "name"))
    rehearsing = [unit for unit in units if unit.live_at is None or unit.live_at > now]
    return Progress(
        people=len(people),
        loose=loose,
        live=[unit for unit in units if unit not in rehearsing],
        rehearsing=rehearsing,
        gaps=gaps_of(units=rehearsing, now=now),
        first_case=Event.objects.filter(subject_kind=CASE, seq=1).order_by("at").first(),
    )

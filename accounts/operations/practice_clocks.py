"""What switching a practice means for its clocks: off, they wait without climbing; on, each gets its full step from now.

Which kinds belong to a practice is said where they are registered. Not here: the switch itself (`practices`).
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import Clock
from accounts.operations import clocks as engine
from accounts.queries.house import house
from accounts.rules import kinds


@transaction.atomic
def follow(*, practice: str, on: bool, now: datetime) -> int:
    """Arm or disarm every waiting clock of this practice. Units in rehearsal stay in rehearsal. Returns how many clocks."""
    names = [kind.name for kind in kinds.clocks.values() if kind.practice == practice]
    if not names:
        return 0
    found = engine.locked(Q(kind__in=names, armed_at__isnull=on))
    if on:
        return _arm(found, now)
    engine.disarm(clocks=found, now=now)
    return len(found)


def _arm(found: list[Clock], now: datetime) -> int:
    where, armed = house(), 0
    by_subject: dict[str, list[Clock]] = defaultdict(list)
    for clock in found:
        by_subject[clock.subject_kind].append(clock)
    for subject, clocks in by_subject.items():
        units = kinds.subjects[subject].units({clock.subject_id for clock in clocks})
        live = [clock for clock in clocks if where.live_since(units.get(clock.subject_id), now) is not None]
        armed += len(engine.arm(clocks=live, units=units, now=now))
    return armed

"""What the tallies know: how far each family is counted, what changed since, and reading them. Not here: making them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from functools import reduce
from operator import or_

from django.db.models import Q

from accounts.queries.house import house
from cxapp.insights.enums import Grain
from cxapp.insights.models import Counting, StaleDay, Tally
from cxapp.insights.queries.touched import answered, touched
from cxapp.insights.rules.coverage import Cover
from cxapp.insights.rules.families import Counted, Family
from cxapp.lib.periods import today
from cxapp.lib.readonly import asked_once

SETTLED_FOR = timedelta(hours=2)
"""How long the count of days that still change without a trace holds, where counting again is late."""


@dataclass(frozen=True, slots=True)
class State:
    """How far one family is counted, and the days within that have changed since."""

    counting: Counting | None
    stale: Collection[date] = field(default=frozenset())
    young: date | None = None
    """From this day on the count no longer holds."""

    def holds(self, day: date) -> bool:
        """Whether the tallies of this day are what its rows would come to."""
        found = self.counting
        if found is None or found.first is None or found.through is None:
            return False
        return (
            found.first <= day < found.through
            and day not in self.stale
            and not (self.young and day >= self.young)
        )


@asked_once
def states(now: datetime, zone: tzinfo) -> Mapping[str, Counting]:
    """Every family that is counted in the days of this zone; a zone of before counts for nothing."""
    return {row.family: row for row in Counting.objects.filter(basis=str(zone))}


@asked_once
def _stale(now: datetime) -> Mapping[str, set[date]]:
    found: dict[str, set[date]] = defaultdict(set)
    for family, day in StaleDay.objects.values_list("family", "day"):
        found[family].add(day)
    return found


_touched, _answered = asked_once(touched), asked_once(answered)


def state_of(family: Family, *, now: datetime, zone: tzinfo) -> State:
    """What may be read of this family, as of now: with what happened since it was last counted."""
    counting = states(now, zone).get(family.name) if family.follows else None
    if counting is None or counting.through is None:
        return State(None)
    stale = set(_stale(now)[family.name]) if family.name in _stale(now) else set()
    stale |= _touched(after=counting.event, zone=zone).get(family.follows, set())
    if family.answers:
        stale |= _answered(after=counting.answer, zone=zone)
    overdue = counting.counted_at is None or now - counting.counted_at > SETTLED_FOR
    young = today(now, zone) - timedelta(days=family.settles) if family.settles and overdue else None
    return State(counting, stale, young)


def read(family: Family, by: str, found: Cover, keys: Collection[str] | None = None) -> Counted:
    """The tallies of these months and days; only of these keys where some are named. One query."""
    parts = [
        Q(grain=grain, start__in=days)
        for grain, days in ((Grain.MONTH, found.months), (Grain.DAY, found.days))
        if days
    ]
    if not parts:
        return {}
    rows = Tally.objects.filter(reduce(or_, parts), family=family.name, by=by)
    if keys is not None:
        rows = rows.filter(key__in=keys)
    read: Counted = defaultdict(Counter)
    for start, key, counted in rows.values_list("start", "key", "counts"):
        read[start, key].update(counted)
    return read


def whole(part: Counted) -> Counted:
    """All keys together."""
    found: Counted = defaultdict(Counter)
    for (start, _key), counter in part.items():
        found[start, ""].update(counter)
    return found


def units_below(ids: Sequence[str]) -> set[str]:
    """These units and all that belong to them."""
    where = house()
    known = [int(one) for one in ids if one]
    inside = {str(unit) for unit in where.units if any(where.within(unit, one) for one in known)}
    return inside | {one for one in ids if not one}

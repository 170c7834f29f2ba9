"""What the tallies know: how far each family is counted, what changed since, and reading them. Not here: making them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from functools import cache

from django.db.models import CharField

from accounts.queries.house import house
from cxapp.insights.enums import Grain
from cxapp.insights.models import Counting, StaleDay, Tally
from cxapp.insights.queries.touched import Changed, changed
from cxapp.insights.rules.coverage import Cover
from cxapp.insights.rules.families import Counted, Family
from cxapp.lib.at_once import Asked, Question, Row, ask, question, together
from cxapp.lib.kept import Among, Given
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

    def counted(self, day: date) -> bool:
        """Whether this day has tallies."""
        found = self.counting
        if found is None or found.first is None or found.through is None:
            return False
        return found.first <= day < found.through

    def holds(self, day: date) -> bool:
        """Whether the tallies of this day are what its rows would come to."""
        return self.counted(day) and day not in self.stale and not (self.young and day >= self.young)


@asked_once
def _noted(zone: tzinfo) -> tuple[Mapping[str, Counting], Mapping[str, set[date]]]:
    """Every family that is counted in the days of this zone, and the days of each that are to be counted again.

    A zone of before counts for nothing.
    """
    columns = ("family", "first", "through", "event", "answer", "counted_at")
    counting, stale = ask(
        Counting.objects.filter(basis=str(zone), through__isnull=False).values_list(*columns),
        StaleDay.objects.values_list("family", "day"),
    )
    days: dict[str, set[date]] = defaultdict(set)
    for family, day in stale:
        days[family].add(day)
    return {row[0]: Counting(**dict(zip(columns, row, strict=True))) for row in counting}, days


@asked_once
def _changed(zone: tzinfo) -> Changed:
    """What changed since any of them was counted: a day too many is counted live, one too few would be wrong."""
    counted = list(_noted(zone)[0].values())
    return changed(
        event=min(one.event for one in counted), answer=min(one.answer for one in counted), zone=zone
    )


def state_of(family: Family, *, now: datetime, zone: tzinfo) -> State:
    """What may be read of this family, as of now: with what happened since it was last counted."""
    known, days = _noted(zone)
    counting = known.get(family.name) if family.follows else None
    if counting is None:
        return State(None)
    found = _changed(zone)
    stale = days.get(family.name, set()) | found.days.get(family.follows, set())
    if family.answers:
        stale |= found.answered
    overdue = counting.counted_at is None or now - counting.counted_at > SETTLED_FOR
    young = today(now, zone) - timedelta(days=family.settles) if family.settles and overdue else None
    return State(counting, stale, young)


def read(family: Family, by: str, found: Cover, keys: Collection[str] | None = None) -> Counted:
    """The tallies of these months and days; only of these keys where some are named. One statement."""
    [tallies] = together([reading(family, by, found, keys)])
    counted: Counted = tallies
    return counted


def reading(
    family: Family, by: str, found: Cover, keys: Collection[str] | None = None, *, whole: bool = False
) -> Asked[Counted]:
    """The same, to be asked with others. `whole`: all keys together.

    A month with days that no longer hold is read without what was counted of them then.
    """
    signs = ((Grain.MONTH, found.months, 1), (Grain.DAY, found.days, 1), (Grain.DAY, found.without, -1))
    asked = [(_of_days(family, by, grain, days, keys), sign) for grain, days, sign in signs if days]

    def come_to(rows: list[list[Row]]) -> Counted:
        read: Counted = defaultdict(Counter)
        for (_question, sign), part in zip(asked, rows, strict=True):
            for start, key, counted in part:
                counter = read[start, "" if whole else key]
                for measure, n in counted.items():
                    counter[measure] += sign * n
        return read

    return Asked([one for one, _sign in asked], come_to)


def _of_days(
    family: Family, by: str, grain: Grain, days: Sequence[date], keys: Collection[str] | None
) -> Question:
    values = {
        "family": family.name,
        "by": by,
        "grain": grain,
        "days": [day.isoformat() for day in days],
        "keys": keys,
    }
    return _tallies(keys is not None).filled(values)


@cache
def _tallies(of_keys: bool) -> Question:
    """The tallies of some days, and of some keys: the SQL is kept."""
    given = {name: Given(name, CharField()) for name in ("family", "by", "grain")}
    rows = Tally.objects.filter(Among("start", "days", of="date"), **given)
    if of_keys:
        rows = rows.filter(Among("key", "keys", of="text"))
    return question(rows.values_list("start", "key", "counts"))


def units_below(ids: Sequence[str]) -> set[str]:
    """These units and all that belong to them."""
    where = house()
    known = [int(one) for one in ids if one]
    inside = {str(unit) for unit in where.units if any(where.within(unit, one) for one in known)}
    return inside | {one for one in ids if not one}

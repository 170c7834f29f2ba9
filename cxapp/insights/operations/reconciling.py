"""Compares the tallies with their rows, counted another way (`queries.recount`). A difference is an alarm, and is repaired.

Not here: making tallies (`tallies`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.models import Heartbeat
from accounts.operations.heartbeats import beat, clear_alarm, raise_alarm
from cxapp.insights.models import Counting
from cxapp.insights.operations.tallies import (
    Progress,
    kept,
    mark_stale,
    oldest_month,
    rebuild,
)
from cxapp.insights.queries.kept_tallies import read, state_of
from cxapp.insights.queries.recount import RECOUNT, recounted
from cxapp.insights.queries.tallies import house_zone
from cxapp.insights.rules.coverage import DAY, Cover, month_after, month_before, month_start
from cxapp.insights.rules.families import Counted, Family
from cxapp.lib.periods import between, today

ALARM, BEAT = "figures_differ", "reconcile"
NEWEST = 2
"""Each night so many months, counted back from this one, and one older month in turn."""
MORNING, NIGHT, LONGEST = 6, timedelta(hours=12), timedelta(hours=30)
"""By night once in twelve hours; by day only where a night was missed."""
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Difference:
    """A day whose tally is not what its rows come to."""

    family: str
    cut: str
    day: date
    key: str
    kept: dict[str, int]
    rows: dict[str, int]


def reconcile(
    *,
    now: datetime,
    months: Collection[date] | None = None,
    families_named: Collection[str] | None = None,
    progress: Progress | None = None,
) -> list[Difference]:
    """Compare these months, or tonight's. What differs is counted again; an alarm stays until a night without."""
    zone = house_zone()
    found: list[Difference] = []
    for family in kept():
        if family.name not in (families_named or RECOUNT):
            continue
        chosen = sorted(months if months is not None else _tonight(family, now, zone))
        for number, month in enumerate(chosen, 1):
            found += _differences(family, month, now, zone)
            if progress is not None:
                progress(family.name, number, len(chosen))
        Counting.objects.filter(family=family.name).update(reconciled_at=now)
    _tell(found, now)
    return found


def _tonight(family: Family, now: datetime, zone: ZoneInfo) -> set[date]:
    """This month, the one before, and one of the older ones in turn."""
    month = month_start(today(now, zone))
    newest = [month]
    while len(newest) < NEWEST:
        newest.append(month_before(newest[-1]))
    older: list[date] = []
    oldest = oldest_month(family, now, zone)
    while newest[-1] > oldest and (not older or older[-1] > oldest):
        older.append(month_before(older[-1] if older else newest[-1]))
    turn = [older[today(now, zone).toordinal() % len(older)]] if older else []
    return {*newest, *turn}


def _differences(family: Family, month: date, now: datetime, zone: ZoneInfo) -> Iterator[Difference]:
    """Day by day without a cut, and for what is kept by month only the month by its first such cut."""
    last = min(month_after(month), today(now, zone)) - DAY
    if last < month:
        return
    period = between(month, last, zone)
    state = state_of(family, now=now, zone=zone)
    held = [day for n in range(period.days) if state.holds(day := month + n * DAY)]
    sparse = sorted(family.sparse.intersection(family.cuts))[:1]
    rows = recounted(family.name, period, now, zone, ["", *sparse])
    by_day = {at: counter for at, counter in rows[""].items() if at[0] in held}
    wrong = list(_compared(family, "", by_day, read(family, "", Cover(days=held))))
    for cut in sparse if len(held) == (month_after(month) - month).days else ():
        by_key: Counted = {}
        for (_day, key), counter in rows[cut].items():
            by_key.setdefault((month, key), Counter()).update(counter)
        wrong += _compared(family, cut, by_key, read(family, cut, Cover(months=[month])))
    if wrong:
        mark_stale(
            family=family, days=held if any(one.cut for one in wrong) else {one.day for one in wrong}, now=now
        )
        yield from wrong


def _compared(family: Family, cut: str, rows: Counted, tallies: Counted) -> Iterator[Difference]:
    for day, key in sorted({*rows, *tallies}):
        counted, stored = +rows.get((day, key), Counter()), +tallies.get((day, key), Counter())
        if counted != stored:
            yield Difference(family.name, cut, day, key, dict(stored), dict(counted))


def reconcile_tonight(*, now: datetime) -> bool:
    """Once a night of the house, whenever the hour is missed as soon as possible. True where it ran."""
    last = Heartbeat.objects.filter(name=BEAT).values_list("at", flat=True).first()
    night = now.astimezone(house_zone()).hour < MORNING
    if last is not None and now - last < (NIGHT if night else LONGEST):
        return False
    reconcile(now=now)
    return True


def _tell(found: Collection[Difference], now: datetime) -> None:
    beat(name=BEAT, now=now, detail={"differences": len(found)})
    if not found:
        clear_alarm(name=ALARM, now=now)
        return
    shown = [
        {
            "family": one.family,
            "by": one.cut,
            "day": f"{one.day}",
            "key": one.key,
            "kept": one.kept,
            "rows": one.rows,
        }
        for one in list(found)[:SHOWN]
    ]
    raise_alarm(name=ALARM, now=now, detail={"differences": len(found), "first": shown})
    rebuild(families_named=sorted({one.family for one in found}), now=now)

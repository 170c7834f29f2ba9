"""Counts of a family by period and cut, exact at any moment, made only of what the reader may see.

Not here: what a family counts (`raw`), what the counts come to (`rules.figures`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from accounts.models import User
from accounts.queries.house import house
from cxapp.insights.access.whole import reads_hidden, reads_whole
from cxapp.insights.queries.kept_tallies import State, read, state_of, units_below, whole
from cxapp.insights.queries.raw.grouping import UNITS, anybody_concerned
from cxapp.insights.rules.coverage import cover, spans
from cxapp.insights.rules.families import Counted, Family, Sight, Wanted, families
from cxapp.lib.periods import Period

Found = dict[str, list[Counter[str]]]


def counts(
    *,
    reader: User,
    family: str,
    periods: Sequence[Period],
    now: datetime,
    by: str = "",
    where: Mapping[str, str] | None = None,
) -> Found:
    """For each key of the cut one counter a period: measure to number. Without a cut the one key is blank.

    Periods are days of the house, in order, not overlapping. Whoever reads the whole gets what is about nobody, and what is
    about somebody where they may see it; everybody else what they may see.
    """
    return _by_period(_parts(reader, family, periods, now, by, where or {}), periods, by)


def by_day(
    *, reader: User, family: str, period: Period, now: datetime, where: Mapping[str, str] | None = None
) -> dict[date, Counter[str]]:
    """One period by its days, without a cut; days with nothing are left out."""
    found: dict[date, Counter[str]] = {}
    for part in _parts(reader, family, [period], now, "", where or {}, by_month=False):
        for (day, _key), counter in part.items():
            if period.first_day <= day <= period.last_day:
                found.setdefault(day, Counter()).update(counter)
    return found


def _parts(
    reader: User,
    family: str,
    periods: Sequence[Period],
    now: datetime,
    by: str,
    where: Mapping[str, str],
    *,
    by_month: bool = True,
) -> list[Counted]:
    kind = families[family]
    unknown = {by, *where} - {"", *kind.cuts}
    if unknown:
        raise ValueError(f"{family} is not cut by {', '.join(sorted(unknown))}")
    if not periods:
        return []
    asked = Wanted(periods, now, house_zone(), by, where)
    return [
        part
        for sight in _sights(reader)
        for part in (
            _shared(kind, asked, by_month)
            if sight is Sight.SHARED
            else [kind.raw(replace(asked, sight=sight, reader=reader))]
        )
    ]


def _shared(kind: Family, asked: Wanted, by_month: bool) -> list[Counted]:
    """What everybody with the whole picture may read: closed days from tallies, the others from their rows."""
    cut = _kept_cut(asked)
    state = state_of(kind, now=asked.now, zone=asked.zone) if cut is not None else State(None)
    if cut is None or state.counting is None:
        return [kind.raw(asked)]
    found = cover(asked.spans, state.holds, by_day=cut not in kind.sparse, by_month=by_month)
    keys = _keys(cut, asked.where[cut].split(",")) if asked.where else None
    kept = read(kind, cut, found, keys)
    parts = [kept if asked.by == cut else whole(kept)]
    if found.live:
        parts.append(kind.raw(replace(asked, spans=spans(found.live, asked.zone))))
    return parts


def _kept_cut(asked: Wanted) -> str | None:
    """The cut whose tallies answer the question; None where two cuts cross."""
    cuts = {asked.by, *asked.where} - {""}
    return None if len(cuts) > 1 else next(iter(cuts), "")


def _keys(cut: str, asked: Sequence[str]) -> set[str]:
    return units_below(asked) if cut in UNITS else set(asked)


def as_of(now: datetime) -> datetime:
    """The moment the counts are true for: today and what changed since it was counted is counted live."""
    return now


def house_zone() -> ZoneInfo:
    """The zone whose days are counted."""
    return ZoneInfo(str(house().organisation.zone))


def _sights(reader: User) -> list[Sight]:
    if not reads_whole(reader):
        return [Sight.OWN]
    return [Sight.SHARED, Sight.ABOUT] if reads_hidden(reader) and anybody_concerned() else [Sight.SHARED]


def _by_period(parts: Iterable[Counted], periods: Sequence[Period], by: str) -> Found:
    starts: list[date] = [period.first_day for period in periods]
    found: Found = {} if by else {"": [Counter() for _ in periods]}
    for part in parts:
        for (day, key), counter in part.items():
            place = bisect_right(starts, day) - 1
            if place >= 0 and day <= periods[place].last_day:
                found.setdefault(key, [Counter() for _ in periods])[place].update(counter)
    return found

"""Counts of families by period and cut, exact at any moment, made only of what the reader may see.

Any number of questions is asked in one statement, beside what must be known before: how far is counted, what changed since.
Not here: what a family counts (`raw`), what the counts come to (`rules.figures`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from accounts.models import User
from accounts.queries.house import house
from cxapp.insights.access.whole import reads_hidden, reads_whole
from cxapp.insights.queries.kept_tallies import State, reading, state_of, units_below
from cxapp.insights.queries.raw.counting import counting
from cxapp.insights.queries.raw.grouping import UNITS
from cxapp.insights.rules.coverage import cover, spans
from cxapp.insights.rules.families import Counted, Family, Sight, Wanted, families
from cxapp.lib.at_once import Asked, joined, together
from cxapp.lib.periods import Period
from feedback.access.cases import anybody_concerned

Found = dict[str, list[Counter[str]]]
Days = dict[date, Counter[str]]


@dataclass(frozen=True, slots=True)
class Asking:
    """One family in these periods: days of the house, in order, not overlapping. `where` maps a cut to its keys, with commas."""

    family: str
    periods: Sequence[Period]
    by: str = ""
    where: Mapping[str, str] = field(default_factory=dict)


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

    Whoever reads the whole gets what is about nobody, and what is about somebody where they may see it; everybody else what
    they may see.
    """
    [found] = together([of_periods(reader=reader, asking=Asking(family, periods, by, where or {}), now=now)])
    counted: Found = found
    return counted


def by_day(
    *, reader: User, family: str, period: Period, now: datetime, where: Mapping[str, str] | None = None
) -> Days:
    """One period by its days, without a cut; days with nothing are left out."""
    [found] = together([of_days(reader=reader, asking=Asking(family, [period], "", where or {}), now=now)])
    counted: Days = found
    return counted


def of_periods(*, reader: User, asking: Asking, now: datetime) -> Asked[Found]:
    """The question `counts` asks, to be asked with others."""
    return joined(_parts(reader, asking, now), lambda parts: _by_period(parts, asking.periods, asking.by))


def of_days(*, reader: User, asking: Asking, now: datetime) -> Asked[Days]:
    """The question `by_day` asks, to be asked with others."""
    [period] = asking.periods
    return joined(_parts(reader, asking, now, by_month=False), lambda parts: _by_day(parts, period))


def _parts(reader: User, asking: Asking, now: datetime, *, by_month: bool = True) -> list[Asked[Counted]]:
    kind = families[asking.family]
    unknown = {asking.by, *asking.where} - {"", *kind.cuts}
    if unknown:
        raise ValueError(f"{kind.name} is not cut by {', '.join(sorted(unknown))}")
    if not asking.periods:
        return []
    wanted = Wanted(asking.periods, now, house_zone(), asking.by, asking.where)
    return [
        part
        for sight in _sights(reader)
        for part in (
            _shared(kind, wanted, by_month)
            if sight is Sight.SHARED
            else [counting(kind, replace(wanted, sight=sight, reader=reader))]
        )
    ]


def _shared(kind: Family, asked: Wanted, by_month: bool) -> Iterator[Asked[Counted]]:
    """What everybody with the whole picture may read: closed days from tallies, the others from their rows."""
    cut = _kept_cut(asked)
    state = state_of(kind, now=asked.now, zone=asked.zone) if cut is not None else State(None)
    if cut is None or state.counting is None:
        yield counting(kind, asked)
        return
    found = cover(asked.spans, state.holds, state.counted, by_day=cut not in kind.sparse, by_month=by_month)
    keys = _keys(cut, asked.where[cut].split(",")) if asked.where else None
    yield reading(kind, cut, found, keys, whole=asked.by != cut)
    if found.live:
        yield counting(kind, replace(asked, spans=spans(found.live, asked.zone)))


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
    counted = {key: [+counter for counter in row] for key, row in found.items()}
    return {key: row for key, row in counted.items() if any(row)} if by else counted


def _by_day(parts: Iterable[Counted], period: Period) -> Days:
    found: Days = {}
    for part in parts:
        for (day, _key), counter in part.items():
            if period.first_day <= day <= period.last_day:
                found.setdefault(day, Counter()).update(counter)
    return {day: +counter for day, counter in found.items() if any(counter.values())}

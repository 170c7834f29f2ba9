"""Keeping tallies: noting which days changed, counting them again a month at a time, and building what is not counted yet.

Every step is a transaction that holds the family's `Counting`, so two at once share the work and a stop loses one month at
most. Not here: what is counted (`queries.raw`) and comparing it with the rows (`reconciling`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from django.db import transaction

from cxapp.insights.enums import Grain
from cxapp.insights.models import Counting, StaleDay, Tally
from cxapp.insights.queries.kept_tallies import SETTLED_FOR
from cxapp.insights.queries.raw.counting import counting as counting_of
from cxapp.insights.queries.tallies import house_zone
from cxapp.insights.queries.touched import changed, newest_answer, newest_event, oldest
from cxapp.insights.rules.coverage import DAY, month_after, month_before, month_start, spans
from cxapp.insights.rules.families import Counted, Family, Wanted, families
from cxapp.lib.at_once import together
from cxapp.lib.periods import today

EVER = date(1, 1, 1)
"""The first day of a family that is counted from its oldest row on: before it there is nothing."""
MONTHS_AT_ONCE = 6
"""How many months one refresh counts for a family; the others are counted live until the next."""
UNDER_WAY = timedelta(minutes=5)
"""How long a transaction that writes events may take to be noticed without fail."""
SETTLING_EVERY = SETTLED_FOR / 2

Progress = Callable[[str, int, int], None]
"""Family, months counted, months in all."""


@dataclass(frozen=True, slots=True)
class _Moment:
    now: datetime
    zone: tzinfo

    @property
    def today(self) -> date:
        return today(self.now, self.zone)


def refresh(*, now: datetime, months: int = MONTHS_AT_ONCE) -> int:
    """Count what changed and what is new since the last time; then a part of what was never counted. Returns how many days."""
    moment = _Moment(now, house_zone())
    done = 0
    for family in kept():
        _begin(family, moment)
        _note(family, moment)
        done += sum(_count_month(family, month, moment) for month in _due_months(family, moment)[:months])
        done += _build(family, moment, months=months)
    return done


def kept() -> list[Family]:
    """The families there are tallies of."""
    return [family for family in families.values() if family.follows]


def rebuild(
    *,
    families_named: Collection[str],
    now: datetime,
    first: date | None = None,
    last: date | None = None,
    progress: Progress | None = None,
) -> int:
    """Count again: days in a range, or everything from the newest month back. Stopped and started again, it goes on."""
    moment = _Moment(now, house_zone())
    done = 0
    for name in families_named:
        family = families[name]
        _begin(family, moment)
        _note(family, moment)
        if first is not None or last is not None:
            mark_stale(family=family, days=_range(family, first, last, moment), now=now)
        due = _due_months(family, moment)
        for number, month in enumerate(due, 1):
            done += _count_month(family, month, moment)
            if progress is not None:
                progress(name, number, len(due))
        done += _build(family, moment, progress=progress)
    return done


def forget(*, families_named: Collection[str], now: datetime) -> None:
    """Throw the tallies of these families away; until they are built again everything is counted live."""
    moment = _Moment(now, house_zone())
    for name in families_named:
        with transaction.atomic():
            Counting.objects.filter(family=name).delete()
            StaleDay.objects.filter(family=name).delete()
            Tally.objects.filter(family=name).delete()
        _begin(families[name], moment)


def answer_changed(*, at: datetime, now: datetime) -> None:
    """An answer was finished, changed or let through. Only where its day is over is there anything to note."""
    zone = house_zone()
    day = today(at, zone)
    if day == today(now, zone):
        return
    for family in families.values():
        if family.answers:
            mark_stale(family=family, days=[day], now=now)


# -- What is due -----------------------------------------------------------------------------------
def _begin(family: Family, moment: _Moment) -> None:
    """A family never counted, or counted in the days of another zone, begins with this month."""
    if Counting.objects.filter(family=family.name, basis=str(moment.zone)).exists():
        return
    with transaction.atomic():
        Counting.objects.filter(family=family.name).delete()
        StaleDay.objects.filter(family=family.name).delete()
        Tally.objects.filter(family=family.name).delete()
        month = month_start(moment.today)
        Counting.objects.get_or_create(
            family=family.name,
            defaults={
                "first": month,
                "through": month,
                "event": newest_event(),
                "answer": newest_answer(),
                "basis": str(moment.zone),
            },
        )


@transaction.atomic
def _note(family: Family, moment: _Moment) -> None:
    """Mark the days that changed since the last time as stale, and remember how far we looked."""
    counting = _held(family)
    if counting is None:
        return
    event, answer = newest_event(), newest_answer()
    since = moment.now - UNDER_WAY
    found = changed(event=counting.event, answer=counting.answer, zone=moment.zone, since=since)
    days = set(found.days.get(family.follows, set()))
    if family.answers:
        days |= set(found.answered)
    if family.settles and (counting.counted_at is None or moment.now - counting.counted_at > SETTLING_EVERY):
        days |= {moment.today - back * DAY for back in range(1, family.settles + 1)}
        counting.counted_at = moment.now
    gone = [day for day in days if counting.through is None or day < counting.through]
    mark_stale(family=family, days=gone, now=moment.now)
    counting.event, counting.answer = event, answer
    if not family.settles:
        counting.counted_at = moment.now
    counting.save(update_fields=["event", "answer", "counted_at"])


def _held(family: Family) -> Counting | None:
    """The family's row, locked; None while another process works on it."""
    return Counting.objects.select_for_update(skip_locked=True).filter(family=family.name).first()


def mark_stale(*, family: Family, days: Collection[date], now: datetime) -> None:
    """From now on these days are counted live, until they are counted again."""
    rows = [StaleDay(family=family.name, day=day, since=now) for day in sorted(days)]
    StaleDay.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["family", "day"], update_fields=["since"]
    )


def _range(family: Family, first: date | None, last: date | None, moment: _Moment) -> list[date]:
    """The counted days from the first to the last, both included."""
    counting = Counting.objects.get(family=family.name)
    since = max(first or EVER, oldest_month(family, moment.now, moment.zone), counting.first or EVER)
    until = min(last or moment.today, (counting.through or moment.today) - DAY)
    return [since + n * DAY for n in range((until - since).days + 1)]


def _due_months(family: Family, moment: _Moment) -> list[date]:
    """The months with a day to count, the newest first."""
    counting = Counting.objects.get(family=family.name)
    days = set(StaleDay.objects.filter(family=family.name).values_list("day", flat=True))
    through = counting.through or moment.today
    days |= {through + n * DAY for n in range((moment.today - through).days)}
    return sorted({month_start(day) for day in days if day < moment.today}, reverse=True)


def oldest_month(family: Family, now: datetime, zone: tzinfo) -> date:
    """The first day of the month of the oldest row."""
    found = oldest(family.follows)
    return month_start(today(found if found is not None and found < now else now, zone))


def _build(
    family: Family, moment: _Moment, *, months: int | None = None, progress: Progress | None = None
) -> int:
    """Months never counted, from the newest back to the oldest row."""
    done = number = 0
    counting = Counting.objects.get(family=family.name)
    if counting.first is None or counting.first == EVER:
        return 0
    back_to = oldest_month(family, moment.now, moment.zone)
    missing = []
    month = month_before(counting.first)
    while month >= back_to:
        missing.append(month)
        month = month_before(month)
    for number, month in enumerate(missing[:months], 1):
        done += _count_month(family, month, moment, whole=True)
        if progress is not None:
            progress(family.name, number, len(missing))
    if number == len(missing):
        Counting.objects.filter(family=family.name, first=missing[-1] if missing else counting.first).update(
            first=EVER
        )
    return done


# -- Counting --------------------------------------------------------------------------------------
@transaction.atomic
def _count_month(family: Family, month: date, moment: _Moment, *, whole: bool = False) -> int:
    """Count the days of a month that are due, or all of them, and the month itself where it is over."""
    counting = _held(family)
    if counting is None or counting.first is None or counting.through is None:
        return 0
    end = min(month_after(month), moment.today)
    stale = StaleDay.objects.filter(family=family.name, day__gte=month, day__lt=end)
    days = {day for day in stale.values_list("day", flat=True) if day < counting.through}
    new = [counting.through + n * DAY for n in range((end - counting.through).days)]
    if whole:
        days |= {month + n * DAY for n in range((end - month).days)}
        counting.first = min(counting.first, month)
    elif new and new[0] >= month:
        days |= set(new)
        counting.through = end
    elif not days:
        return 0
    _store_days(family, sorted(days), moment)
    if counting.first <= month:
        _store_month(family, month, moment, over=month_after(month) <= counting.through)
    stale.filter(day__in=days, since__lte=moment.now).delete()
    counting.save(update_fields=["first", "through"])
    return len(days)


def _store_days(family: Family, days: Sequence[date], moment: _Moment) -> None:
    dense = ["", *(cut for cut in family.cuts if cut not in family.sparse)]
    rows = [
        Tally(family=family.name, grain=Grain.DAY, by=cut, key=key, start=day, counts=_shown(counter))
        for cut, found in _by_cut(family, days, dense, moment)
        for (day, key), counter in found.items()
    ]
    Tally.objects.filter(family=family.name, grain=Grain.DAY, start__in=days).delete()
    Tally.objects.bulk_create([row for row in rows if row.counts], batch_size=1000)


def _store_month(family: Family, month: date, moment: _Moment, *, over: bool) -> None:
    """Cuts with days: the sum of those there are. Sparse ones: counted at once when the month is over."""
    sums: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    days = [month + n * DAY for n in range((month_after(month) - month).days)]
    stored = Tally.objects.filter(family=family.name, grain=Grain.DAY, start__in=days)
    for cut, key, counted in stored.values_list("by", "key", "counts"):
        sums[cut, key].update(counted)
    sparse = sorted(family.sparse.intersection(family.cuts)) if over else []
    for cut, found in _by_cut(family, days, sparse, moment):
        for (_day, key), counter in found.items():
            sums[cut, key].update(counter)
    Tally.objects.filter(family=family.name, grain=Grain.MONTH, start=month).delete()
    rows = [
        Tally(family=family.name, grain=Grain.MONTH, by=cut, key=key, start=month, counts=_shown(counter))
        for (cut, key), counter in sums.items()
    ]
    Tally.objects.bulk_create([row for row in rows if row.counts], batch_size=1000)


def _by_cut(
    family: Family, days: Sequence[date], cuts: Sequence[str], moment: _Moment
) -> list[tuple[str, Counted]]:
    """These days by each of these cuts, in one statement."""
    return list(
        zip(cuts, together([counting_of(family, _wanted(days, cut, moment)) for cut in cuts]), strict=True)
    )


def _wanted(days: Sequence[date], cut: str, moment: _Moment) -> Wanted:
    return Wanted(spans(days, moment.zone), moment.now, moment.zone, cut)


def _shown(counter: Counter[str]) -> dict[str, int]:
    return {name: n for name, n in sorted(counter.items()) if n}

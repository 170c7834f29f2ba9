"""The engagement ledger: for each leader and period the behaviours that are switched on, as done / due.

Everybody who shows engagement reads from here: pages, digests, exports, the API, the pack. Whose numbers a reader may ask
for is the caller's gate (`access.figures`); which rows a number is made of is each behaviour's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from accounts.models import User
from accounts.queries.practices import switched_on as practices_on
from accounts.rules.behaviours import Asked, Behaviour, DoneDue, switched_on, total
from cxapp.lib.periods import Period

Ledger = dict[int, dict[str, list[DoneDue]]]


def behaviours_now() -> list[Behaviour]:
    """The behaviours whose practice is on today, in their order."""
    return switched_on(practices_on())


def ledger(*, reader: User, people: Collection[int], periods: Sequence[Period], now: datetime) -> Ledger:
    """For each of these people, by name of the behaviour, one number a period; nothing done is a number too.

    One question a behaviour, however many people and periods. Periods are half-open, in order, and do not overlap.
    """
    found: Ledger = {person: {} for person in people}
    if not found or not periods:
        return found
    asked = Asked(reader, people, periods, now)
    for behaviour in behaviours_now():
        nothing = [DoneDue(due=0 if behaviour.owed else None)] * len(periods)
        counted = behaviour.counted(asked)
        for person, numbers in found.items():
            numbers[behaviour.name] = list(counted.get(person, nothing))
    return found


def rolled_up(found: Ledger, people: Iterable[int]) -> dict[str, DoneDue]:
    """What several people did together over all periods, by behaviour."""
    numbers: dict[str, list[DoneDue]] = {}
    for person in people:
        for name, row in found.get(person, {}).items():
            numbers.setdefault(name, []).extend(row)
    return {name: total(row) for name, row in numbers.items()}


def segments(*kinds: Sequence[Period]) -> list[Period]:
    """Periods cut at every border of the others, so that one question answers all of them; put together by `within`."""
    given = [one for kind in kinds for one in kind]
    borders: dict[datetime, date] = {}
    for one in given:
        borders[one.start] = one.first_day
        borders[one.end] = one.last_day + timedelta(days=1)
    return [
        Period(borders[start], borders[end] - timedelta(days=1), start, end)
        for start, end in pairwise(sorted(borders))
        if any(one.start <= start and end <= one.end for one in given)
    ]


def within(numbers: Sequence[DoneDue], cut: Sequence[Period], period: Period) -> DoneDue:
    """The number of one period, from those of the segments it was cut into."""
    parts = zip(numbers, cut, strict=True)
    return total(number for number, part in parts if period.start <= part.start and part.end <= period.end)

"""What one row of an explored figure says: its counts, and the share or score where so many may carry one. Pure.

Not here: which rows there are (`exploring`), how they are worded (`views.explore_charts`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf, isfinite
from typing import Any

from cxapp.insights.rules.exploring import Source
from cxapp.insights.rules.scores import Score, score_of
from cxapp.lib.periods import Period
from cxapp.lib.statistics import Estimate, Grade, grade, median, p90, share

_TAKEN: Mapping[str, Callable[[Iterable[float]], float | None]] = {"median": median, "p90": p90}
_HOURS, _WAITING = "h:", "open"
"""The measures of the family `contact_times`: reached within so many whole hours, and not reached yet."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a time, or a key of the cut. `n` None: a plain count. `held_back`: too few, or next to too few.

    `timed`: `k` of `n` were reached in time, and `hours` is how long it took; None for too few, or while too many still wait.
    """

    key: str
    name: str
    span: Period
    k: int
    n: int | None = None
    score: Score | None = None
    held_back: bool = False
    open_end: bool = False
    timed: bool = False
    hours: float | None = None

    @property
    def grade(self) -> Grade:
        return Grade.HEADLINE if self.n is None else grade(self.n)

    @property
    def estimate(self) -> Estimate | None:
        """The share in percent, or the score, where it may be said."""
        if self.held_back or self.n is None or self.grade not in (Grade.INTERVAL, Grade.HEADLINE):
            return None
        if self.score is not None:
            return self.score.estimate
        part = share(min(self.k, self.n), self.n)
        return part and Estimate(100 * part.value, 100 * part.low, 100 * part.high, part.n)


def line_of(source: Source, counter: Counter[str], **facts: Any) -> Line:
    """What one counter comes to for this figure."""
    if source.scale:
        prefix = f"{source.scale}:"
        spread = {int(m.removeprefix(prefix)): n for m, n in counter.items() if m.startswith(prefix) and n}
        score = score_of(source.scale, spread)
        return Line(k=0, n=score.n, score=score, **facts)
    if source.time:
        hours = hours_taken(counter, source.time)
        return Line(k=counter[source.k], n=counter[source.n], timed=True, hours=hours, **facts)
    return Line(k=counter[source.k], n=counter[source.n] if source.n else None, **facts)


def hours_taken(counter: Counter[str], how: str) -> float | None:
    """Within so many hours the middle one, or nine of ten, of the customers were reached; who still waits counts as longer.

    None for fewer than five, and where so many are not reached yet.
    """
    values = [inf] * counter[_WAITING]
    for name, n in counter.items():
        if name.startswith(_HOURS):
            values += [float(name.removeprefix(_HOURS))] * n
    found = _TAKEN[how](values)
    many = grade(len(values)) is not Grade.COUNTS_ONLY
    return found if many and found is not None and isfinite(found) else None


def with_held_back(lines: Sequence[Line], small: set[str]) -> list[Line]:
    return [replace(line, held_back=line.key in small) for line in lines]

"""When unhappy customers come faster than a place's own history explains. Pure.

The rule: what came in the last two hours is compared with the same two hours of the last 28 days and of the same weekday in
the last eight weeks. It is a burst when there are at least four, and chance would bring as many less than once in 2,000 such
looks by either comparison. How rare: the predictive distribution of a Poisson count whose rate is known only from that history
(negative binomial, prior of Jeffreys), so that a short history alarms later, not earlier.

False alarms: about one a year for each place and stage with up to 20 unhappy customers a day, two with 100
(`tests/feedback/test_bursts.py` plays it).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(hours=2)
LEAST = 4
RARE = 0.0005
DAYS = tuple(range(1, 29))
WEEKS = tuple(range(7, 57, 7))
LOOKS_BACK = timedelta(days=57)


@dataclass(frozen=True, slots=True)
class Burst:
    """What was counted: `count` since `since`; `usual` in a stretch as long, on the last 28 days."""

    count: int
    since: datetime
    usual: float


def burst(*, times: Sequence[datetime], now: datetime, since: datetime | None = None) -> Burst | None:
    """Whether these moments (of one place, oldest first) are a burst at `now`. Nothing up to `since` counts again."""
    start = max(now - WINDOW, since) if since else now - WINDOW
    count = _between(times, start, now)
    if count < LEAST:
        return None
    past = [[_between(times, start - day, now - day) for day in _days(days)] for days in (DAYS, WEEKS)]
    if any(chance(count, sum(stretch), len(stretch)) >= RARE for stretch in past):
        return None
    return Burst(count, start, sum(past[0]) / len(past[0]))


def is_over(*, times: Sequence[datetime], now: datetime) -> bool:
    """A burst is over when a whole window passed with fewer than make one."""
    return _between(times, now - WINDOW, now) < LEAST


def chance(count: int, seen: int, stretches: int) -> float:
    """The chance of `count` or more in one stretch after `seen` in `stretches` as long.

    Negative binomial with r = seen + 1/2 and p = stretches / (stretches + 1).
    """
    r, p = seen + 0.5, stretches / (stretches + 1)
    term, below = p**r, 0.0
    for k in range(count):
        below += term
        term *= (r + k) / (k + 1) * (1 - p)
    return max(0.0, 1.0 - below)


def _days(days: Sequence[int]) -> list[timedelta]:
    return [timedelta(days=day) for day in days]


def _between(times: Sequence[datetime], start: datetime, end: datetime) -> int:
    return bisect_right(times, end) - bisect_right(times, start)

"""What unhappy customers are worth, and what reaching them may have kept: arithmetic and its verdict.

Not here: which customers are counted (`queries.money`) and how it is said (`rules.money_words`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from cxapp.lib.statistics import Grade, difference, grade

STILL_THERE = timedelta(days=90)
"""So long after their first unhappy day a customer must be known to be with us to count as one who stayed."""
WHOLE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Worth:
    """Distinct customers, how many of them have a yearly value, and what those come to. The rest is unknown, never 0."""

    customers: int = 0
    valued: int = 0
    value: Decimal = Decimal(0)

    @property
    def unknown(self) -> int:
        return self.customers - self.valued

    @property
    def mean(self) -> Decimal | None:
        return self.value / self.valued if self.valued else None


@dataclass(frozen=True, slots=True)
class Group:
    """Customers who were unhappy: who stayed, who left, and of whom we do not know."""

    stayed: int = 0
    left: int = 0
    unknown: int = 0

    @property
    def known(self) -> int:
        return self.stayed + self.left

    @property
    def mostly_unknown(self) -> bool:
        """Of more than half nothing is known. Who left is often known at once, who stayed only after a later list: until
        then the known ones alone would read as if nobody stayed."""
        return self.unknown > self.known


class Verdict(StrEnum):
    """What may be said about the difference between the two groups."""

    COUNTS_ONLY = "counts_only"
    TOO_FEW = "too_few"
    MOSTLY_UNKNOWN = "mostly_unknown"
    NO_VALUE = "no_value"
    NO_CLEAR_EFFECT = "no_clear_effect"
    MORE_STAYED = "more_stayed"
    FEWER_STAYED = "fewer_stayed"


@dataclass(frozen=True, slots=True)
class Effect:
    """Customers reached beside customers not reached. `low` to `high` covers 95 %; empty where too few are known."""

    verdict: Verdict
    reached: Group
    others: Group
    worth: Worth
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None


def effect(*, reached: Group, others: Group, worth: Worth) -> Effect:
    """Customers reached × (share of them who stayed − share of the others who stayed) × their mean value.

    Only customers of whom we know whether they stayed are counted, in both groups and as those reached; where that is
    known of fewer than half in either group, nothing is said. `worth` is theirs who were reached. The interval is that of
    the difference of the two shares (Newcombe's), times count and mean value.
    """
    fewest = grade(min(reached.known, others.known))
    if fewest is Grade.COUNTS_ONLY:
        return Effect(Verdict.COUNTS_ONLY, reached, others, worth)
    if fewest is Grade.TOO_FEW:
        return Effect(Verdict.TOO_FEW, reached, others, worth)
    if reached.mostly_unknown or others.mostly_unknown:
        return Effect(Verdict.MOSTLY_UNKNOWN, reached, others, worth)
    apart = difference(reached.stayed, reached.known, others.stayed, others.known)
    if apart is None or worth.mean is None or grade(worth.valued) in (Grade.COUNTS_ONLY, Grade.TOO_FEW):
        return Effect(Verdict.NO_VALUE, reached, others, worth)
    one = reached.known * worth.mean
    value, low, high = (
        (one * Decimal(share)).quantize(WHOLE) for share in (apart.value, apart.low, apart.high)
    )
    if apart.low <= 0 <= apart.high:
        verdict = Verdict.NO_CLEAR_EFFECT
    else:
        verdict = Verdict.MORE_STAYED if apart.low > 0 else Verdict.FEWER_STAYED
    return Effect(verdict, reached, others, worth, value, low, high)

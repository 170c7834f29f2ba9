"""The overall index: a weighted share of what was due, never without its weights. Pure; off until somebody switches it on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.rules.behaviours import DoneDue
from cxapp.lib.wording import PERCENT_FROM

MOST = 10
"""The heaviest weight."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one behaviour adds: its weight beside its number."""

    name: str
    weight: int
    number: DoneDue

    @property
    def enough(self) -> bool:
        return (self.number.due or 0) >= PERCENT_FROM


@dataclass(frozen=True, slots=True)
class Index:
    """From 0 to 100; None where one of its parts rests on fewer than ten."""

    value: int | None
    parts: tuple[Part, ...]


def index_of(numbers: Mapping[str, DoneDue], weights: Mapping[str, int]) -> Index:
    """The mean share of the behaviours that have a weight and something due, by these weights."""
    parts = tuple(
        Part(name, weights[name], number)
        for name, number in numbers.items()
        if weights.get(name, 0) > 0 and number.due is not None
    )
    if not parts or not all(part.enough for part in parts):
        return Index(None, parts)
    weighed = sum(part.weight * part.number.done / (part.number.due or 1) for part in parts)
    return Index(round(100 * weighed / sum(part.weight for part in parts)), parts)

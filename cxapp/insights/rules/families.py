"""The registry of families: what is counted together, from the same rows, by day. Pure.

A family is one entry here and one grouped query over its raw rows (`queries.raw`), nothing else: tallies, rebuilding and
reconciling follow from it. Entries are made at start-up (`receivers.tallies`). Not here: what the counts come to (`figures`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import Any

from cxapp.lib.periods import Period

Counted = dict[tuple[date, str], Counter[str]]
"""By day and key of the cut: how many of each measure."""
Fold = Callable[[Mapping[str, Any]], Iterable[tuple[str, int]]]
"""What one row counts: measures and numbers."""


class Sight(StrEnum):
    """Whose rows are counted."""

    SHARED = "shared"
    """What is about nobody who works here: everybody with the whole picture may read it."""
    ABOUT = "about"
    """What is about somebody and may be seen by this reader."""
    OWN = "own"
    """What this reader may see."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the raw rows. `spans` are in order and do not overlap; `where` maps a cut to its keys, with commas."""

    spans: Sequence[Period]
    now: datetime
    zone: tzinfo
    by: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    sight: Sight = Sight.SHARED
    reader: Any = None


@dataclass(frozen=True, slots=True)
class Part:
    """One question of a family, not asked yet: `rows` are day, key and these columns."""

    rows: Any
    columns: tuple[str, ...]
    fold: Fold


@dataclass(frozen=True, slots=True)
class Family:
    """`cuts` are what it can be cut by; a cut in `sparse` would have as many rows as days and people or places, so it is kept by
    month only.

    `follows` says whose days make the family stale (`queries.touched`); without it there are no tallies and it is always counted
    live. `answers`: whether new answers make it stale too. `settles`: for so many days after a day its rows still change without
    a trace, so it is counted again now and then.
    """

    name: str
    cuts: tuple[str, ...]
    raw: Callable[[Wanted], Sequence[Part]]
    sparse: frozenset[str] = frozenset({"leader", "place", "department"})
    follows: str = ""
    answers: bool = False
    settles: int = 0


UNITS_ONLY = frozenset({"place", "department"})
"""`sparse` of promises: the boardroom asks by leader for months that still change, and counting those live costs more."""

families: dict[str, Family] = {}


def register_families(new: Iterable[Family]) -> None:
    for family in new:
        families[family.name] = family

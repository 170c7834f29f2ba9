"""What a reader of results asked for: a period and what it is narrowed to. Pure: the address in, the address out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from cxapp.lib.periods import Period, Zone, between, last_days

DAYS = (30, 90, 365)
USUAL = 90
NARROWED = ("place", "department", "stage")
SPLITS = ("place", "stage", "department", "leader")
WORDS = ("low", "high")


@dataclass(frozen=True, slots=True)
class Filters:
    """`by` chooses the table, `words` the comments; `place` holds all below it."""

    days: int = USUAL
    place: int | None = None
    department: int | None = None
    stage: int | None = None
    source: str = ""
    by: str = "place"
    words: str = ""

    def period(self, now: datetime, zone: Zone) -> Period:
        return last_days(self.days, now, zone)

    def before(self, now: datetime, zone: Zone) -> Period:
        """The same number of days just before."""
        first = self.period(now, zone).first_day
        return between(first - timedelta(days=self.days), first - timedelta(days=1), zone)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.source) or any(getattr(self, name) for name in NARROWED)

    def address(self, **changes: object) -> str:
        """The part of an address behind the question mark; what is usual is not written."""
        usual, changed = Filters(), replace(self, **changes)  # type: ignore[arg-type]
        chosen = {
            name: getattr(changed, name)
            for name in self.__slots__
            if getattr(changed, name) != getattr(usual, name)
        }
        return f"?{urlencode(chosen)}"


def read(asked: Mapping[str, str], sources: frozenset[str]) -> Filters:
    """What an address asks for. What cannot be meant is passed over, so that an old link still opens."""
    days = _number(asked.get("days", ""))
    return Filters(
        days=days if days in DAYS else USUAL,
        place=_number(asked.get("place", "")),
        department=_number(asked.get("department", "")),
        stage=_number(asked.get("stage", "")),
        source=_one_of(asked.get("source", ""), sources, ""),
        by=_one_of(asked.get("by", ""), SPLITS, "place"),
        words=_one_of(asked.get("words", ""), WORDS, ""),
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 18 else None


def _one_of(text: str, known: frozenset[str] | tuple[str, ...], usual: str) -> str:
    return text if text in known else usual

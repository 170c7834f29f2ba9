"""What a board pack is: which spans can be frozen, how it is sealed, and what differs from it later. Pure.

The seal is SHA-256 over one way of writing the content, the period, the edition and the moment: change a comma and it breaks.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from cxapp.insights.enums import PackKind
from cxapp.insights.rules.spans import Span, present
from cxapp.lib.periods import Zone

OFFERED = {PackKind.MONTH: 12, PackKind.QUARTER: 8, PackKind.YEAR: 3}
"""So many past spans of each kind can be chosen."""

SINCE = {"channel": 2, "cause": 2, "behaviour": 2}
"""In which form of packs a kind of figure was added; the others were there from the first."""


class Paper(StrEnum):
    A4 = "a4"
    LETTER = "us-letter"


def canonical(value: Any) -> bytes:
    """One way of writing, whatever order a database gives the keys back in."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sealed(
    *, content: Mapping[str, Any], kind: str, first_day: date, last_day: date, edition: int, as_of: datetime
) -> str:
    moment = as_of.astimezone(UTC).isoformat(timespec="microseconds")
    days = [first_day.isoformat(), last_day.isoformat()]
    return hashlib.sha256(canonical([content, str(kind), days, edition, moment])).hexdigest()


def past_spans(now: datetime, zone: Zone) -> list[Span]:
    """Months, then quarters, then years that are over, the newest first."""
    found = []
    for kind, most in OFFERED.items():
        span = present(kind, now, zone)
        for _each in range(most):
            span = span.before()
            found.append(span)
    return found


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure that comes to something else today than when the pack was frozen. Blank: it was not there, or is no more."""

    label: str
    was: str
    now: str


def known_to(form: int, figures: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """The figures a pack of this form counted: what was added since is no correction of it."""
    return [one for one in figures if SINCE.get(one["key"].partition(":")[0], 1) <= form]


def corrections(frozen: Sequence[Mapping[str, str]], today: Sequence[Mapping[str, str]]) -> list[Correction]:
    """What differs, in the order of the pack, then what is new."""
    values = {one["key"]: one for one in today}
    found = [
        Correction(one["label"], one["value"], values[one["key"]]["value"] if one["key"] in values else "")
        for one in frozen
        if one["key"] not in values or values[one["key"]]["value"] != one["value"]
    ]
    known = {one["key"] for one in frozen}
    return [
        *found,
        *(Correction(one["label"], "", one["value"]) for one in today if one["key"] not in known),
    ]

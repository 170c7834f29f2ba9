"""How long customers waited until somebody reached them, in whole hours, by the day the promise fell due and by leader.

A histogram, so that the median of any period follows from its days. Those still waiting are counted by themselves: the
median is never one of those reached alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import F, Func, IntegerField

from cxapp.insights.queries.raw.grouping import split
from cxapp.insights.queries.raw.promises import KEYS, due_promises
from cxapp.insights.rules.families import Part, Wanted

STILL_WAITING = "open"


class WholeHours(Func):
    """Whole hours from one moment to a later one; the same on both engines, so seconds are cut off first."""

    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        (first, one), (last, other) = [compiler.compile(part) for part in self.source_expressions]
        seconds = f"(CAST(strftime('%%s', {last}) AS INTEGER) - CAST(strftime('%%s', {first}) AS INTEGER))"
        return f"({seconds} / 3600)", [*other, *one]

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        (first, one), (last, other) = [compiler.compile(part) for part in self.source_expressions]
        seconds = f"EXTRACT(EPOCH FROM date_trunc('second', {last}) - date_trunc('second', {first}))"
        return f"FLOOR({seconds} / 3600)::int", [*other, *one]


def contact_times(wanted: Wanted) -> list[Part]:
    rows = due_promises(wanted).annotate(hours=WholeHours(F("started_at"), F("met_at")))
    return [split(rows, wanted, _fold, moment="due_at", keys=KEYS, splits=("hours",))]


def _fold(row: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    yield STILL_WAITING if row["hours"] is None else f"h:{max(row['hours'], 0)}", row["n"]

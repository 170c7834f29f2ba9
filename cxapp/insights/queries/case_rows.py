"""The rows behind a number that counts cases: one for each thing counted, with its case and the moment it is counted by.

Two promises of one case, or two complaints that joined one, are two rows: a number and its rows always agree. Not here: which
rows a number is made of (`promise_rows`, `exploring_rows`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from cxapp.lib.batches import Batches
from feedback.models import Case


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One thing that was counted: its case, and the moment it is counted by."""

    case: Case
    at: datetime


def case_rows(rows: QuerySet[Any, Any], *, case: str, at: str) -> Batches[CaseRow]:
    """The latest first. `case` is the column that holds the case's key, `at` the one of the moment."""
    named: QuerySet[Any, Any] = rows.annotate(of_case=F(case), counted_at=F(at))
    return Batches(named.order_by("-counted_at", "-pk").values("of_case", "counted_at"), _made)


def _made(found: list[dict[str, Any]]) -> list[CaseRow]:
    shown = Case.objects.select_related("customer", "leader", "place", "words")
    cases = shown.in_bulk([row["of_case"] for row in found])
    return [CaseRow(cases[row["of_case"]], row["counted_at"]) for row in found]

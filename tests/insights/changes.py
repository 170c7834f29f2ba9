"""Builders of complaints in weeks and of what was changed, as rows. Not here: how a complaint comes in (operations)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from feedback.enums import SignalChannel, SignalKind
from feedback.models import Case, Improvement, Signal, Stage
from tests.cast import NOW, Cast

MONDAY = date(2026, 3, 2)
"""The week of `NOW`."""
CALM = [8, 9, 7, 8, 10, 6, 8, 9, 7, 8, 9, 7, 8, 10, 6, 8, 9, 7, 8, 8]
FEWER = [7, 6, 7, 5, 6, 7, 6, 7]
"""Eight below the mean of the calm weeks."""
_numbers = count(1)


def improvement(cast: Cast, in_use_on: date, **fields: Any) -> Improvement:
    """Two people at the door of Leeds, looked after by Anna."""
    values: dict[str, Any] = {
        "name": "Two people at the door",
        "keeper": cast.leader,
        "place": cast.leeds,
        "by": cast.leader,
        "at": NOW,
    }
    return Improvement.objects.create(in_use_on=in_use_on, **(values | fields))


def case_at(cast: Cast, **fields: Any) -> Case:
    values: dict[str, Any] = {
        "leader": cast.leader,
        "place": cast.leeds,
        "stage": Stage.objects.get(slug="none"),
        "received_at": NOW,
        "opened_at": NOW,
    }
    return Case.objects.create(**(values | fields))


def complaints(cast: Cast, per_week: Sequence[int], *, last: date = MONDAY, **fields: Any) -> Case:
    """So many complaints in each week, at noon of its Tuesday; the last of these weeks is the one before `last`."""
    case = fields.pop("case", None) or case_at(cast, **fields.pop("of_case", {}))
    first = last - timedelta(weeks=len(per_week))
    values: dict[str, Any] = {
        "kind": SignalKind.COMPLAINT,
        "channel": SignalChannel.FORM,
        "place": cast.leeds,
        "case": case,
    }
    moments = [
        datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        for week, n in enumerate(per_week)
        for day in [first + timedelta(weeks=week, days=1)] * n
    ]
    Signal.objects.bulk_create(
        Signal(
            received_at=at,
            logged_at=at,
            token_sha=f"token {next(_numbers)}",
            code_sha=f"code {next(_numbers)}",
            **(values | fields),
        )
        for at in moments
    )
    return case


def changed_after_calm_weeks(cast: Cast, **fields: Any) -> Improvement:
    """Twenty calm weeks, the change, and eight weeks with fewer complaints; the eighth is just over."""
    complaints(cast, [1, *CALM, *FEWER])
    return improvement(cast, MONDAY - timedelta(weeks=len(FEWER)), **fields)

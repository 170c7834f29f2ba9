"""The promises behind one number of one leader: of the period and the place the number was counted for.

The same conditions as the counts (`promises`), over the cases the reader may see.
"""

from __future__ import annotations

from datetime import datetime

from accounts.models import Unit, User
from cxapp.insights.queries.case_rows import CaseRow, case_rows
from cxapp.insights.queries.promises import CONDITIONS, late, promises
from cxapp.lib.batches import Batches
from cxapp.lib.periods import Period
from cxapp.lib.sql import AnyOf, Below
from feedback.models import Case

LATE_NOW = "late_now"
"""As of now, whatever the period."""


def promise_rows(
    *, name: str, reader: User, person: int, period: Period, now: datetime, place: int | None = None
) -> Batches[CaseRow]:
    """One row a promise, the latest due first; `place` narrows to it and all below it."""
    if name == LATE_NOW:
        rows = late(reader=reader, now=now).filter(holder=person)
    else:
        rows = promises(reader=reader, period=period, now=now).filter(CONDITIONS[name], person=person)
    if place is not None:
        there = Case.objects.filter(AnyOf("place", Below(Unit, "parent", [place], itself=True)))
        rows = rows.filter(subject_id__in=there.values("pk"))
    return case_rows(rows, case="subject_id", at="due_at")

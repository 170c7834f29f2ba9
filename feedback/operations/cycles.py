"""A case that waits again: the next cycle, with a new first clock and, after a customer's "no", one level higher."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.enums import EndReason
from accounts.models import Clock
from accounts.operations import clocks as engine
from accounts.operations.timeline import By, Entry, record
from accounts.queries.house import house
from accounts.queries.line import line_of
from feedback.enums import CaseState
from feedback.models import Case
from feedback.operations.cases import start_clocks
from feedback.rules.kinds import CHECK_BACK, DECIDED, MAIN, NO_ANSWER, RESOLUTION


@transaction.atomic
def start_cycle(*, case: Case, higher: bool, why: str, by: By, now: datetime) -> Case:
    """Back to `waiting` with a fresh clock. `higher` adds a level, never past the owner. `why` is a code for the timeline.

    A running resolution clock goes on; without one a new one starts. Rungs of earlier cycles stay as they are.
    """
    old = engine.locked(engine.of_subjects("case", [case.pk], *MAIN, CHECK_BACK, NO_ANSWER, DECIDED))
    engine.end(clocks=old, reason=EndReason.REPLACED, now=now)
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    case.cycle += 1
    case.base = min(case.base + 1, _highest(case, now)) if higher else case.base
    case.state, case.resolved_at, case.attempts = CaseState.WAITING, None, 0
    case.closed_at, case.end, case.end_words = None, "", None
    case.save(
        update_fields=["cycle", "base", "state", "resolved_at", "attempts", "closed_at", "end", "end_words"]
    )
    resolving = Clock.objects.filter(
        engine.of_subjects("case", [case.pk], RESOLUTION), met_at=None, ended_at=None
    )
    start_clocks(cases=[case], where=house(), started_at=now, now=now, resolution=not resolving.exists())
    data = {"cycle": case.cycle, "base": case.base, "why": why}
    record(entries=[Entry("case", case.pk, "reopened", by, data)], now=now)
    return case


def _highest(case: Case, now: datetime) -> int:
    """The level of the owner on this leader's line."""
    path, _ = line_of(people=[case.leader_id], now=now).path(case.leader_id)
    return len(path)


def lock_cases(ids: Sequence[int]) -> dict[int, Case]:
    """Lock first the waiting clocks, then the cases, each in order of id: the one order everywhere."""
    engine.locked(engine.of_subjects("case", ids))
    rows = Case.objects.filter(pk__in=ids).select_for_update(of=("self",)).order_by("pk")
    return {case.pk: case for case in rows}

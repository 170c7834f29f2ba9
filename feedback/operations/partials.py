"""An unhappy answer nobody pressed Send on opens its case too, once the person has been gone for ten minutes.

A clock of kind `idle` looks after it. It is not moved at each tap: when it is due and somebody answered meanwhile, the next
one is started. So the same case opens at any rhythm of the sweep.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from accounts.models import Clock
from accounts.operations import clocks as engine
from accounts.operations.clocks import NewClock
from accounts.rules.actor import CUSTOMER
from cxapp.lib.working_time import Step, Unit
from feedback.enums import ResponseState
from feedback.models import Response
from feedback.operations.answer_signals import follow_up
from feedback.queries.answer_reads import questions_of
from feedback.queries.answering import newest_answers
from feedback.rules.kinds import IDLE

GONE_AFTER = timedelta(minutes=10)
_STEP = Step(Decimal(1), Unit.HOURS)
"""Every clock has a step for its rungs; this one has none."""


def look_after(*, response: Response, holder: int, now: datetime) -> None:
    """Start the idle clock of a partial answer, where none is running."""
    clocks = Clock.objects.filter(subject_kind="response", subject_id=response.pk, kind=IDLE)
    before = list(clocks.values_list("ref", "met_at"))
    if all(met_at is not None for _ref, met_at in before):
        _start([(response, holder, len(before))], now)


def _start(wanted: Sequence[tuple[Response, int, int]], now: datetime) -> None:
    new = [
        NewClock(
            subject_kind="response",
            subject_id=response.pk,
            kind=IDLE,
            holder=holder,
            step=_STEP,
            policy_version=None,
            unit=response.place_id,
            started_at=now,
            due_at=(response.touched_at or response.at) + GONE_AFTER,
            ref=ref,
        )
        for response, holder, ref in wanted
    ]
    if new:
        engine.start(clocks=new, now=now)


def open_idle(clocks: Sequence[Clock], now: datetime) -> None:
    """Called by the sweep. What was sent meanwhile, or is no longer unhappy, is left alone."""
    rows = Response.objects.filter(
        pk__in=[clock.subject_id for clock in clocks], state=ResponseState.PARTIAL, is_test=False
    )
    found = {
        row.pk: row for row in rows.select_related("version").select_for_update(of=("self",)).order_by("pk")
    }
    again = []
    for clock in clocks:
        response = found.get(clock.subject_id)
        if response is None:
            continue
        if (response.touched_at or response.at) + GONE_AFTER > now:
            again.append((response, clock.holder_id, clock.ref + 1))
            continue
        questions = questions_of(response.version)
        answers = newest_answers(response, questions)
        follow_up(response=response, questions=questions, answers=answers, by=CUSTOMER, now=now)
    _start(again, now)

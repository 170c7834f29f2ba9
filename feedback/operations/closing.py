"""What every end has in common: clocks stop, offers and proposals fall away, whoever logged it hears what became of it.

Not here: which end is legal when (`endings`, `customer_words`, `merges`, `moments`).
"""

from __future__ import annotations

from typing import Any

from accounts.enums import EndReason
from accounts.models import User
from accounts.operations import clocks as engine
from feedback.enums import CaseState, CustomerOutcome, End, ProposalState
from feedback.models import EndProposal, Text
from feedback.operations.leading import withdraw_offers
from feedback.operations.sending_rules import cases_closed
from feedback.operations.work import Work, digest, tell_loggers
from feedback.rules.kinds import APPROVAL, RESOLUTION

VOIDS: dict[End, EndReason] = {End.NO_CASE: EndReason.VOID, End.MERGED: EndReason.MERGED}
"""Ends that leave every denominator: their clocks are void, a resolution is not met by them."""


def close_now(
    work: Work, end: End, *, why: Text | None = None, outcome: str = CustomerOutcome.UNKNOWN, **data: Any
) -> None:
    """Part of a verb: the case is closed with this end."""
    case = work.case
    _stop_clocks(work, end)
    withdraw_offers(work)
    case.state, case.end, case.closed_at, case.end_words = CaseState.CLOSED, end, work.now, why
    if outcome != CustomerOutcome.UNKNOWN:
        case.outcome = outcome
    case.save(update_fields=["state", "end", "closed_at", "end_words", "outcome"])
    work.event("closed", end=end.value, outcome=case.outcome, why=digest(why), **data)
    work.tell("case_closed", {case.leader_id}, f"{case.pk}:{case.cycle}", end=end.value)
    tell_loggers(work, end.value)
    cases_closed(cases=[case], now=work.now)


def _stop_clocks(work: Work, end: End) -> None:
    by = work.by if isinstance(work.by, User) else None
    if end not in VOIDS:
        engine.meet(clocks=work.waiting(RESOLUTION), by=by, now=work.now)
    proposals = EndProposal.objects.filter(case=work.case, state=ProposalState.PROPOSED)
    asked = {-pk for pk in proposals.values_list("pk", flat=True)}
    proposals.update(state=ProposalState.REFUSED, answered_at=work.now)
    rest = [clock for clock in work.waiting() if clock.kind != APPROVAL or clock.ref in asked]
    engine.end(clocks=rest, reason=VOIDS.get(end, EndReason.CLOSED), now=work.now)

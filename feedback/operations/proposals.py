"""Ends that need someone above the leader: proposed by the leader, confirmed or refused one up, on a clock that climbs.

The clock is an approval; its `ref` is the proposal's number below zero, so that it never meets that of a recovery.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.operations import clocks as engine
from accounts.operations.timeline import By
from accounts.queries.line import line_of
from feedback.access.standing import concerned
from feedback.enums import End, ProposalState
from feedback.models import Case, EndProposal
from feedback.operations.closing import close_now
from feedback.operations.endings import EndRefused, tell_the_customer
from feedback.operations.work import (
    NotYours,
    Work,
    WrongState,
    begin,
    digest,
    finish,
    keep_text,
    need_text,
    start_clock,
    step_for,
)
from feedback.rules.kinds import APPROVAL
from feedback.rules.transitions import ENDS, Standing, Verb, may_propose


@transaction.atomic
def propose_end(
    *, case: Case, by: By, end: End, why: str, now: datetime, expected_seq: int | None = None
) -> EndProposal:
    """Ask the one above to end the case this way. The customer's clocks keep running. At the top it is done at once."""
    work = begin(case=case, by=by, verb=Verb.PROPOSE_END, now=now, expected_seq=expected_seq)
    end = End(end)
    if not may_propose(end=end, case=work.case, role=work.roles):
        raise EndRefused(
            _("This end cannot be proposed now. The customer has to be heard first."), field="end"
        )
    text = need_text(why, _("Say why, in one plain sentence."), "why")
    if EndProposal.objects.filter(case=work.case, state=ProposalState.PROPOSED).exists():
        raise EndRefused(_("An end is proposed already. Wait for the answer."))
    proposal = EndProposal.objects.create(
        case=work.case, end=end, why=text, proposed_by=work.user, proposed_at=now
    )
    work.event("end_proposed", proposal=proposal.pk, end=end.value, why=digest(text))
    if Standing.OWNER in work.roles:
        _confirm(work, proposal)
    else:
        _ask_above(work, proposal)
    finish(work)
    return proposal


def _ask_above(work: Work, proposal: EndProposal) -> None:
    leader = work.case.leader_id
    above = line_of(people=[leader], now=work.now).who_is_above(leader, excluded=concerned(work.case))
    if above is None:
        raise EndRefused(_("There is nobody above the leader who may confirm this."))
    start_clock(work, APPROVAL, step=step_for(work.case, APPROVAL), holder=above.person, ref=-proposal.pk)
    work.tell("case_end_proposed", {above.deputy or above.person}, f"{proposal.pk}", proposal=proposal.pk)


@transaction.atomic
def confirm_end(*, proposal: EndProposal, by: By, now: datetime) -> Case:
    """Somebody above agrees: the case ends as proposed."""
    work = begin(case=proposal.case, by=by, verb=Verb.ANSWER_END, now=now)
    proposal = _open(work, proposal)
    _confirm(work, proposal)
    work.tell("case_end_confirmed", {proposal.proposed_by_id}, f"{proposal.pk}", proposal=proposal.pk)
    finish(work)
    return work.case


def _confirm(work: Work, proposal: EndProposal) -> None:
    end = End(proposal.end)
    if work.case.state not in ENDS[end].states:
        raise WrongState(_("The case has moved on, so it cannot end this way any more."))
    _answer(work, proposal, ProposalState.CONFIRMED)
    close_now(work, end, why=proposal.why, proposal=proposal.pk)
    tell_the_customer(work, end, proposal.why)


@transaction.atomic
def refuse_end(*, proposal: EndProposal, by: By, now: datetime, why: str = "") -> EndProposal:
    """Somebody above does not agree: the case goes on."""
    work = begin(case=proposal.case, by=by, verb=Verb.ANSWER_END, now=now)
    proposal = _open(work, proposal)
    _answer(work, proposal, ProposalState.REFUSED)
    work.event("end_refused", proposal=proposal.pk, why=digest(keep_text(why)))
    work.tell(
        "case_end_refused",
        {proposal.proposed_by_id, work.case.leader_id},
        f"{proposal.pk}",
        proposal=proposal.pk,
    )
    finish(work)
    return proposal


def _open(work: Work, proposal: EndProposal) -> EndProposal:
    row = EndProposal.objects.select_for_update(of=("self",)).select_related("why").get(pk=proposal.pk)
    if row.state != ProposalState.PROPOSED:
        raise WrongState(_("This has been answered already."))
    if row.proposed_by_id == work.user.pk and Standing.OWNER not in work.roles:
        raise NotYours(_("Somebody else has to confirm what you proposed."))
    return row


def _answer(work: Work, proposal: EndProposal, state: ProposalState) -> None:
    proposal.state, proposal.answered_by, proposal.answered_at = state, work.user, work.now
    proposal.save(update_fields=["state", "answered_by", "answered_at"])
    clocks = [clock for clock in work.waiting(APPROVAL) if clock.ref == -proposal.pk]
    engine.meet(clocks=clocks, by=work.user, now=work.now)

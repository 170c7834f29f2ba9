"""What the people of the line ask each other in the story: approvals, hand-overs, ends that somebody above confirms."""

from __future__ import annotations

from datetime import datetime
from random import Random

from accounts.models import Clock, User
from cxapp.demo.story import words
from cxapp.demo.story.company import RELIABLE, SHOP_LEADERS
from cxapp.demo.story.known import stand_in
from cxapp.demo.story.plan import Act, Doing, hand_of, working
from feedback.enums import End, RecoveryState
from feedback.models import Case, EndProposal, HandOver, Recovery
from feedback.operations.hand_overs import accept, decline, offer
from feedback.operations.proposals import confirm_end, propose_end
from feedback.operations.recoveries import decide_recovery
from feedback.rules.kinds import APPROVAL


def present(person: User, now: datetime) -> User:
    return stand_in(person.pk, now) or person


def _approve(case: Case, data: dict[str, int], now: datetime, rng: Random) -> list[Act]:
    recovery = Recovery.objects.get(pk=data["recovery"])
    clock = Clock.objects.filter(
        subject_kind="case", subject_id=case.pk, kind=APPROVAL, ref=recovery.pk
    ).first()
    if recovery.state == RecoveryState.ASKED and clock is not None:
        decide_recovery(recovery=recovery, by=present(clock.holder, now), yes=rng.random() < 0.85, now=now)
    return []


def _offer(case: Case, data: dict[str, int], now: datetime, rng: Random) -> list[Act]:
    if case.leader.sign_in_name not in RELIABLE or HandOver.objects.filter(case=case).exists():
        return []
    names = [name for name in SHOP_LEADERS if name != case.leader.sign_in_name]
    receiver = present(User.objects.get(sign_in_name=rng.choice(names)), now)
    if receiver.pk == case.leader_id:
        return []
    made = offer(
        case=case, by=hand_of(case, now), receiver=receiver, reason=rng.choice(words.HAND_OVER), now=now
    )
    return [Act(working(case, now, rng.uniform(0.2, 1.5)), "accept", data | {"offer": made.pk})]


def _accept(case: Case, data: dict[str, int], now: datetime, rng: Random) -> list[Act]:
    row = HandOver.objects.select_related("receiver").get(pk=data["offer"])
    if row.state == "offered":
        if rng.random() < 0.85:
            accept(offer=row, by=row.receiver, now=now)
        else:
            decline(offer=row, by=row.receiver, why="I do not know this customer.", now=now)
    return []


def _propose(case: Case, data: dict[str, int], now: datetime, rng: Random) -> list[Act]:
    why = "We keep to the price on the invoice: it was on the order as signed. The ombudsman's address is below."
    proposal = propose_end(case=case, by=hand_of(case, now), end=End.FINAL_ANSWER, why=why, now=now)
    return [Act(working(case, now, rng.uniform(0.5, 3)), "confirm", data | {"proposal": proposal.pk})]


def _confirm(case: Case, data: dict[str, int], now: datetime, rng: Random) -> list[Act]:
    clock = Clock.objects.filter(
        subject_kind="case",
        subject_id=case.pk,
        kind=APPROVAL,
        ref=-data["proposal"],
        met_at=None,
        ended_at=None,
    ).first()
    if clock is not None:
        confirm_end(
            proposal=EndProposal.objects.get(pk=data["proposal"]), by=present(clock.holder, now), now=now
        )
    return []


DOING: dict[str, Doing] = {
    "approve": _approve,
    "offer": _offer,
    "accept": _accept,
    "propose": _propose,
    "confirm": _confirm,
}

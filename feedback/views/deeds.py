"""Every verb of staff on a case in one table: its words, its form, its operation. Buttons, addresses and tests read it.

Here: what moves a case on, the most pressing first; the rest is in `deeds_more`. Who may use which verb in which state is
`rules.transitions`; what the customer does has pages of its own.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from feedback.forms import verbs as ask
from feedback.forms import verbs_more as more
from feedback.models import EndProposal, HandOver
from feedback.operations import answers, endings, hand_overs, promises, proposals, recoveries
from feedback.rules.kinds import DECISION
from feedback.rules.transitions import Verb
from feedback.views.deed import Deed, acts, can_be_reached, clock_is, has_fix, writes
from feedback.views.deeds_more import MORE


def _answer_offer(*, offer: HandOver, yes: bool, why: str, by: User, now: datetime) -> None:
    if yes:
        hand_overs.accept(offer=offer, by=by, now=now)
    else:
        hand_overs.decline(offer=offer, by=by, now=now, why=why)


def _answer_end(*, proposal: EndProposal, yes: bool, why: str, by: User, now: datetime) -> None:
    if yes:
        proposals.confirm_end(proposal=proposal, by=by, now=now)
    else:
        proposals.refuse_end(proposal=proposal, by=by, now=now, why=why)


NEXT: tuple[Deed, ...] = (
    Deed(
        Verb.ANSWER_OFFER,
        _("Answer the offer"),
        _("Will you take this case?"),
        "hand-raised",
        more.AnswerOfferForm,
        _answer_offer,
        _("Answered."),
        _("Until you say yes, the present leader stays responsible. The clock keeps running."),
        in_row=True,
    ),
    Deed(
        Verb.ANSWER_END,
        _("Answer the proposed end"),
        _("Should it end this way?"),
        "scale",
        more.AnswerEndForm,
        _answer_end,
        _("Answered."),
        sense=lambda page, roles: page.proposal is not None,
        in_row=True,
    ),
    Deed(
        Verb.DECIDE_RECOVERY,
        _("Decide what may be given"),
        _("May this be given?"),
        "banknotes",
        more.DecideRecoveryForm,
        recoveries.decide_recovery,
        _("Decided. Whoever asked has been told."),
        sense=lambda page, roles: any(row.state == "asked" for row in page.recoveries),
        in_row=True,
    ),
    Deed(
        Verb.DECIDE,
        _("Write the decision"),
        _("What did you decide?"),
        "document-check",
        ask.DecideForm,
        answers.decide,
        _("Saved. It stands on the customer's page."),
        sense=clock_is(DECISION),
        in_row=True,
    ),
    Deed(
        Verb.LOG_ACTION,
        _("Say what we did"),
        _("What did we do about it?"),
        "wrench-screwdriver",
        ask.ActionForm,
        answers.log_action,
        _("Saved. Customers and colleagues can read it."),
        sense=acts,
        in_row=True,
    ),
    Deed(
        Verb.KEEP_PROMISE,
        _("Promise kept"),
        _("What was done?"),
        "check-circle",
        ask.KeepPromiseForm,
        promises.keep_promise,
        _("Saved. The customer can read what was done."),
        sense=has_fix,
        in_row=True,
    ),
    Deed(
        Verb.RESOLVE,
        _("It is right now"),
        _("What put it right, and what caused it?"),
        "check-badge",
        more.ResolveForm,
        endings.resolve,
        _("Saved. We ask the customer whether it is right."),
        _("We ask the customer. If they say no, the case comes back, one level higher."),
        in_row=True,
    ),
    Deed(
        Verb.WRITE_ANSWER,
        _("Write"),
        _("Write to the customer"),
        "envelope",
        ask.WriteForm,
        answers.write_answer,
        _("Sent. It stands on the customer's page with your name."),
        sense=writes,
        in_row=True,
    ),
    Deed(
        Verb.MAKE_PROMISE,
        _("Agree a fix"),
        _("What do you promise, and by when?"),
        "hand-raised",
        ask.PromiseForm,
        promises.make_promise,
        _("Saved. A promise with a time is watched like the first call."),
        sense=can_be_reached,
        in_row=True,
    ),
    Deed(
        Verb.OFFER,
        _("Hand over"),
        _("Hand this case over"),
        "arrow-right-circle",
        more.OfferForm,
        hand_overs.offer,
        _("Offered. You stay responsible until it is accepted."),
        _("The clock keeps running. You stay responsible until the other one says yes."),
        sense=lambda page, roles: page.offer is None,
        in_row=True,
    ),
    Deed(
        Verb.GIVE_RECOVERY,
        _("Give something"),
        _("What do we give to put it right?"),
        "gift",
        more.RecoveryForm,
        recoveries.give_recovery,
        _("Saved."),
        _("Above your authority one tap asks the next one up; you need not stop here."),
    ),
)

DEEDS: tuple[Deed, ...] = (*NEXT, *MORE)
BY_VERB = {deed.verb: deed for deed in DEEDS}

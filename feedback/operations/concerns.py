"""Nobody handles what is about them: naming whom a signal is about, also when it shows later.

The case becomes a matter of its own; where its leader is concerned it goes up at once. Events hold ids of rows, never who it is.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.operations import clocks as engine
from accounts.operations.timeline import By
from accounts.queries.line import line_of
from cxapp.lib.errors import Refused
from feedback.access.standing import concerned
from feedback.enums import ConcernState, HandOverState, ResponsibilityReason
from feedback.models import Concern, HandOver, Signal
from feedback.operations.leading import lead_by, next_leader, withdraw_offers
from feedback.operations.work import Work, begin, finish
from feedback.rules.kinds import APPROVAL
from feedback.rules.transitions import Verb


class ConcernRefused(Refused):
    code = "concern_refused"


@transaction.atomic
def suggest_concern(*, signal: Signal, person: User, by: By, now: datetime) -> Concern:
    """Somebody, or a match in the words, thinks this is about a person. Nothing changes until it is confirmed."""
    work = begin(case=signal.case, by=by, verb=Verb.SUGGEST_CONCERN, now=now)
    concern, made = Concern.objects.get_or_create(
        signal=signal, person=person, defaults={"state": ConcernState.SUGGESTED}
    )
    if made:
        work.event("concern_suggested", concern=concern.pk, signal=signal.pk)
        _tell_above(work, concern, {person.pk})
    finish(work)
    return concern


def _tell_above(work: Work, concern: Concern, about: set[int]) -> None:
    leader = work.case.leader_id
    line = line_of(people=[leader], now=work.now)
    above = line.who_is_above(leader, excluded=concerned(work.case) | about)
    if above is not None:
        work.tell("case_concern", {above.deputy or above.person}, f"{concern.pk}", concern=concern.pk)


@transaction.atomic
def mark_concern(*, signal: Signal, person: User, by: By, now: datetime) -> Concern:
    """This signal is about this person: they, and everyone below them, neither see nor handle the case from now on."""
    work = begin(case=signal.case, by=by, verb=Verb.MARK_CONCERN, now=now)
    concern, _made = Concern.objects.update_or_create(
        signal=signal, person=person, defaults={"state": ConcernState.CONFIRMED}
    )
    _a_matter_of_its_own(work, signal)
    shut = concerned(work.case)
    work.event("concern", concern=concern.pk, signal=signal.pk)
    if work.case.is_open:
        _keep_away(work, shut)
    finish(work)
    return concern


@transaction.atomic
def dismiss_concern(*, concern: Concern, by: By, now: datetime) -> None:
    """A suggestion was wrong."""
    work = begin(case=concern.signal.case, by=by, verb=Verb.MARK_CONCERN, now=now)
    if concern.state != ConcernState.SUGGESTED:
        raise ConcernRefused(_("This has been confirmed already."))
    work.event("concern_dismissed", concern=concern.pk, signal=concern.signal_id)
    concern.delete()
    finish(work)


def _a_matter_of_its_own(work: Work, signal: Signal) -> None:
    if work.case.matter == 0 and work.case.customer_id is not None:
        work.case.matter = signal.pk
        work.case.save(update_fields=["matter"])


def _keep_away(work: Work, shut: frozenset[int]) -> None:
    """Leader, offers and approvals pass the people concerned by."""
    line = line_of(people=[work.case.leader_id], now=work.now)
    if HandOver.objects.filter(case=work.case, receiver__in=shut, state=HandOverState.OFFERED).exists():
        withdraw_offers(work)
    if work.case.leader_id in shut:
        following = next_leader(person=work.case.leader_id, excluded=shut, line=line, now=work.now)
        reason = ResponsibilityReason.CONFLICT if following.conflict else ResponsibilityReason.CONCERNED
        if following.person != work.case.leader_id:
            lead_by(work, User.objects.get(pk=following.person), reason)
    approvals = [clock for clock in work.waiting(APPROVAL) if clock.holder_id in shut]
    for clock in approvals:
        above = line_of(people=[clock.holder_id], now=work.now).who_is_above(clock.holder_id, excluded=shut)
        if above is not None:
            holder = User.objects.get(pk=above.person)
            engine.rehold(clocks=[clock], holder=holder, charged_to=None, now=work.now)

"""What one person is to one case: leader, deputy, rung, above, owner, CX manager, logger, receiver of an offer.

Nobody handles what is about them: whoever the case concerns, and everyone below them, is nothing to it (unless they lead it).
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import BigIntegerField, Q

from accounts.models import Escalation, User
from accounts.queries.line import line_of
from accounts.rules.line import Line
from cxapp.lib.kept import Among, Given, Kept
from cxapp.lib.readonly import asked_once
from feedback.access.cases import acting_for
from feedback.enums import HandOverState
from feedback.models import Case, HandOver, Signal
from feedback.queries.hidden import excluded
from feedback.rules.kinds import OPENING
from feedback.rules.transitions import Standing


def standing(*, user: User, case: Case, now: datetime) -> frozenset[Standing]:
    """Everything this person is to this case at this moment; empty for strangers, leavers and the people concerned."""
    if not user.is_active:
        return frozenset()
    leads = user.pk == case.leader_id
    shut = concerned(case)
    if user.pk in shut and not leads:
        return frozenset()
    line = line_of(people=[case.leader_id, user.pk], now=now)
    found = {
        Standing.LEADER: leads,
        Standing.DEPUTY: not leads and line.stand_in(case.leader_id, excluded=shut) == user.pk,
        Standing.RUNG: _holds_a_rung(user, case, now),
        Standing.ABOVE: not leads and _is_above(line, user.pk, case.leader_id),
        Standing.OWNER: user.is_owner or (leads and line.who_is_above(user.pk, excluded=shut) is None),
        Standing.CX_MANAGER: user.is_cx_manager,
        Standing.LOGGER: bool(_LOGGED(case=case.pk, user=user.pk)),
        Standing.RECEIVER: bool(_OFFERED(case=case.pk, user=user.pk)),
    }
    return frozenset(name for name, holds in found.items() if holds)


@asked_once
def concerned(case: Case) -> frozenset[int]:
    """The people passed over for this case: those it is about and everyone below them."""
    return excluded([case.pk]).get(case.pk, frozenset())


def rungs_of(user: User, case: Case, now: datetime) -> list[Escalation]:
    """The rungs of this case this person holds, in their own name first, then on behalf of somebody."""
    people = [user.pk, *acting_for(user, now)]
    return sorted(
        _RUNGS.objects(case=case.pk, user=user.pk, people=people), key=lambda rung: rung.to_id != user.pk
    )


_CASE, _USER = Given("case", BigIntegerField()), Given("user", BigIntegerField())
_LOGGED = Kept(lambda: Signal.objects.filter(case=_CASE, logged_by=_USER).values_list("pk")[:1])
_OFFERED = Kept(
    lambda: HandOver.objects.filter(case=_CASE, receiver=_USER, state=HandOverState.OFFERED).values_list(
        "pk"
    )[:1]
)
_RUNGS = Kept(
    lambda: Escalation.objects.filter(
        Q(Among("to", "people")) | Q(deputy=_USER),
        clock__subject_kind="case",
        clock__subject_id=_CASE,
        clock__kind__in=OPENING,
    ).order_by("pk")
)


def speaks_for(signal: Signal) -> bool:
    """Whether this private link moves the whole case: it went to a stored contact point, or nobody else's words are in it."""
    return signal.confirmed or not Signal.objects.filter(case=signal.case_id).exclude(pk=signal.pk).exists()


def _holds_a_rung(user: User, case: Case, now: datetime) -> bool:
    return bool(rungs_of(user, case, now))


def _is_above(line: Line, user: int, leader: int) -> bool:
    """On the line above the leader, or standing in for somebody away there."""
    path, _ = line.path(leader)
    return any(person == user or (person in line.away and line.stand_in(person) == user) for person in path)

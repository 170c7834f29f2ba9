"""Taking back a complaint one has just logged: a slip of the finger, within ten minutes, while nobody has acted on it.

The case ends as withdrawn; its leader is told, and the customer, where they can be reached, with a link to undo it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.operations.timeline import By
from cxapp.lib.errors import Refused
from feedback.enums import CaseState, End
from feedback.models import Case, ContactAttempt, Signal
from feedback.operations.closing import close_now
from feedback.operations.endings import tell_the_customer
from feedback.operations.work import begin, finish
from feedback.rules.transitions import Verb

UNDO_WITHIN = timedelta(minutes=10)


class UndoRefused(Refused):
    code = "undo_refused"
    status = 409


@transaction.atomic
def undo_log(*, signal: Signal, by: By, now: datetime) -> Case:
    """Only by whoever logged it, only while the case holds nothing else."""
    work = begin(case=signal.case, by=by, verb=Verb.CLOSE, now=now, may_always=True)
    if signal.logged_by_id != work.user.pk or now > signal.logged_at + UNDO_WITHIN:
        raise UndoRefused(
            _("More than ten minutes have passed. Ask the leader named on the slip to end the case.")
        )
    others = Signal.objects.filter(case=work.case).exclude(pk=signal.pk)
    touched = work.case.state != CaseState.WAITING or ContactAttempt.objects.filter(case=work.case).exists()
    if touched or others.exists():
        raise UndoRefused(_("The case holds more than this entry already. Tell its leader what was wrong."))
    close_now(work, End.WITHDRAWN)
    tell_the_customer(work, End.WITHDRAWN, None)
    finish(work)
    return work.case

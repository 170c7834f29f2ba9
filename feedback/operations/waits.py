"""The customer asked for later: the promise moves to the moment they named. Nothing else makes a case wait."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.operations import clocks as engine
from accounts.operations.timeline import By
from cxapp.lib.errors import Refused
from feedback.models import Case, Wait
from feedback.operations.work import begin, finish
from feedback.rules.kinds import CONTACT
from feedback.rules.transitions import Verb

LONGEST = timedelta(days=30)


class WaitRefused(Refused):
    code = "wait_refused"


@transaction.atomic
def later(*, case: Case, by: By, until: datetime, now: datetime, expected_seq: int | None = None) -> Wait:
    """The date the customer named, at most 30 days ahead, confirmed to them. It is not a contact and ends by itself."""
    work = begin(case=case, by=by, verb=Verb.LATER, now=now, expected_seq=expected_seq)
    if work.main is None or work.main.kind != CONTACT:
        raise WaitRefused(_("Nobody has promised this customer a contact, so there is nothing to move."))
    if until <= now:
        raise WaitRefused(_("Enter the moment the customer named; it lies ahead."), field="until")
    if until > now + LONGEST:
        raise WaitRefused(_("A customer can ask for at most 30 days. Choose an earlier date."), field="until")
    taken_by = by.pk if isinstance(by, User) else work.case.leader_id
    wait = Wait.objects.create(case=work.case, until=until, taken_by_id=taken_by, at=now)
    engine.move(clocks=[work.main], due_at=until, now=now)
    work.event("later", wait=wait.pk, until=until.isoformat(), taken_by=taken_by)
    work.tell("case_later", {work.case.leader_id}, f"{wait.pk}", wait=wait.pk)
    work.tell_customer("customer_later", f"{wait.pk}", wait=wait.pk)
    finish(work)
    return wait

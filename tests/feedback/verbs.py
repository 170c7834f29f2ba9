"""Shorthand for the verbs most tests begin with. Not here: how a case is opened (`tests.factories.signals`)."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from feedback.enums import How, Outcome
from feedback.models import Case, Cause, ContactAttempt, Signal
from feedback.operations.contacts import log_contact
from feedback.operations.endings import resolve
from tests.cast import NOW


def spoke(case: Case, by: User | None = None, now: datetime = NOW) -> ContactAttempt:
    """The leader, or somebody else, spoke to the customer."""
    return log_contact(case=case, by=by or case.leader, how=How.CALL, outcome=Outcome.REACHED, now=now)


def tried(case: Case, by: User | None = None, now: datetime = NOW, how: How = How.CALL) -> ContactAttempt:
    """An attempt that reached nobody."""
    outcome = Outcome.WROTE if how == How.WRITE else Outcome.NO_ANSWER
    return log_contact(case=case, by=by or case.leader, how=how, outcome=outcome, now=now)


def put_right(case: Case, by: User | None = None, now: datetime = NOW) -> Case:
    """The leader says it is right."""
    return resolve(case=case, by=by or case.leader, cause=Cause.objects.get(slug="delay"), now=now)


def signal_of(case: Case, *, confirmed: bool = True) -> Signal:
    """The first signal of a case; its link was sent to a stored contact point unless told otherwise."""
    Signal.objects.filter(case=case).update(confirmed=confirmed)
    return Signal.objects.filter(case=case).order_by("pk")[0]


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)

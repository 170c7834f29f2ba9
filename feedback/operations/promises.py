"""What a leader told the customer, with a date. A missed promise climbs like a missed contact.

Call-by is met by a contact; fix-by by saying what was done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.enums import EndReason
from accounts.models import User
from accounts.operations import clocks as engine
from accounts.operations.timeline import By
from cxapp.lib.errors import Refused
from feedback.enums import CaseState, PromiseKind
from feedback.models import Case, ContactAttempt, Promise
from feedback.operations.work import (
    Work,
    begin,
    digest,
    finish,
    keep_text,
    need_text,
    restart_resolution,
    start_clock,
    step_for,
)
from feedback.rules.kinds import CONTACT, NO_ANSWER, PROMISE
from feedback.rules.transitions import Verb

LONGEST = timedelta(days=365)


class PromiseRefused(Refused):
    code = "promise_refused"


@dataclass(frozen=True, slots=True)
class NewPromise:
    """A promise made while logging a contact."""

    kind: PromiseKind
    due_at: datetime
    words: str = ""


@transaction.atomic
def make_promise(
    *,
    case: Case,
    by: By,
    kind: PromiseKind,
    due_at: datetime,
    now: datetime,
    words: str = "",
    expected_seq: int | None = None,
) -> Promise:
    """Tell the customer something with a date; a clock of its own runs from now."""
    work = begin(case=case, by=by, verb=Verb.MAKE_PROMISE, now=now, expected_seq=expected_seq)
    promise = add_promise(work, NewPromise(kind, due_at, words), attempt=None)
    finish(work)
    return promise


def add_promise(work: Work, new: NewPromise, *, attempt: ContactAttempt | None) -> Promise:
    """Part of another verb: store the promise and start its clock."""
    if new.due_at <= work.now:
        raise PromiseRefused(_("A promise needs a time that lies ahead. Choose a later one."), field="due_at")
    if new.due_at > work.now + LONGEST:
        raise PromiseRefused(_("A promise lies within a year. Choose an earlier time."), field="due_at")
    not_yet_right(work)
    text = keep_text(new.words)
    promise = Promise.objects.create(
        case=work.case,
        kind=new.kind,
        words=text,
        due_at=new.due_at,
        made_by=work.user,
        made_at=work.now,
        attempt=attempt,
    )
    start_clock(work, PROMISE, step=step_for(work.case, CONTACT), ref=promise.pk, due_at=new.due_at)
    work.event(
        "promised", promise=promise.pk, kind=new.kind, due_at=new.due_at.isoformat(), words=digest(text)
    )
    return promise


@transaction.atomic
def keep_promise(
    *, promise: Promise, by: By, words: str, now: datetime, expected_seq: int | None = None
) -> Promise:
    """Say what was done about a fix that was promised. A promised call is kept by logging the contact."""
    work = begin(case=promise.case, by=by, verb=Verb.KEEP_PROMISE, now=now, expected_seq=expected_seq)
    promise = Promise.objects.select_for_update(of=("self",)).get(pk=promise.pk)
    if promise.kept_at is not None or promise.withdrawn_at is not None:
        raise PromiseRefused(_("This promise is settled already."))
    if promise.kind == PromiseKind.CALL_BY:
        raise PromiseRefused(_("A promised call is kept by calling. Log the contact instead."))
    text = need_text(words, _("Say what was done, in a sentence the customer can read."), "words")
    promise.kept_words = text
    promise.save(update_fields=["kept_words"])
    _kept(work, [promise], by=work.user)
    work.event("promise_kept", promise=promise.pk, words=digest(text))
    work.tell_customer("customer_promise_kept", f"{promise.pk}", promise=promise.pk)
    finish(work)
    return promise


def not_yet_right(work: Work) -> None:
    """Something is still to come, so a case that was called right goes on, with a resolution clock again."""
    case = work.case
    if case.state != CaseState.RESOLVED:
        return
    case.state, case.resolved_at = CaseState.CONTACTED, None
    case.save(update_fields=["state", "resolved_at"])
    engine.end(clocks=work.waiting(NO_ANSWER), reason=EndReason.REPLACED, now=work.now)
    restart_resolution(work)
    work.event("not_yet_right")


def keep_calls(work: Work) -> None:
    """Part of a contact: every promised call still waiting is kept by it."""
    calls = [promise for promise in waiting_promises(work.case) if promise.kind == PromiseKind.CALL_BY]
    _kept(work, calls, by=work.user)
    for promise in calls:
        work.event("promise_kept", promise=promise.pk, words=None)


def _kept(work: Work, promises: list[Promise], *, by: User) -> None:
    ids = {promise.pk for promise in promises}
    engine.meet(clocks=[clock for clock in work.waiting(PROMISE) if clock.ref in ids], by=by, now=work.now)
    for promise in promises:
        promise.kept_at, promise.kept_by = work.now, by
        promise.save(update_fields=["kept_at", "kept_by"])


def withdraw_with(work: Work, attempt: ContactAttempt) -> None:
    """Part of an undone contact: what was promised in it goes, what it kept waits again."""
    made = list(Promise.objects.filter(attempt=attempt, kept_at=None, withdrawn_at=None))
    ids = {promise.pk for promise in made}
    Promise.objects.filter(pk__in=ids).update(withdrawn_at=work.now)
    engine.end(
        clocks=[clock for clock in work.waiting(PROMISE) if clock.ref in ids],
        reason=EndReason.VOID,
        now=work.now,
    )
    kept = Promise.objects.filter(
        case=work.case, kind=PromiseKind.CALL_BY, kept_at=attempt.logged_at, kept_by=attempt.by_id
    )
    again = set(kept.values_list("pk", flat=True))
    Promise.objects.filter(pk__in=again).update(kept_at=None, kept_by=None)
    for clock in work.clocks:
        if clock.kind == PROMISE and clock.ref in again and clock.met_at is not None:
            engine.reopen(clock=clock, now=work.now)


def waiting_promises(case: Case) -> list[Promise]:
    """Promises neither kept nor withdrawn, the earliest first."""
    return list(Promise.objects.filter(case=case, kept_at=None, withdrawn_at=None).order_by("due_at", "pk"))

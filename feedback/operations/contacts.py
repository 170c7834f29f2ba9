"""Logging that somebody tried to reach the customer, taking it back within ten minutes, correcting it later.

Only a logged attempt acts: a two-way contact keeps the promise, a written one where the customer wished to be written to,
an attempt that reached nobody gives the next rung one more step. Not here: answers, decisions and actions (`answers`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.enums import EndReason
from accounts.models import Clock
from accounts.operations import clocks as engine
from accounts.operations.timeline import By
from accounts.queries.house import house
from cxapp.lib.errors import Refused
from feedback.access.standing import rungs_of
from feedback.enums import ActingAs, CaseState, Feeling, How, Outcome, Wish
from feedback.models import Case, ContactAttempt, Text
from feedback.operations.cases import unit_of
from feedback.operations.promises import NewPromise, add_promise, keep_calls, withdraw_with
from feedback.operations.work import Work, act, begin, digest, finish, keep_text, start_clock, step_for
from feedback.rules.attempts import POSSIBLE, Try, postponing
from feedback.rules.kinds import ACTION, CHECK_BACK, CONTACT, DECIDED, NO_ANSWER, RESOLUTION
from feedback.rules.transitions import Standing, Verb

UNDO_WITHIN = timedelta(minutes=10)
TWO_WAY = (How.CALL, How.VISIT)


class ContactRefused(Refused):
    code = "contact_refused"


class TooLate(Refused):
    code = "too_late"
    status = 409


@transaction.atomic
def log_contact(
    *,
    case: Case,
    by: By,
    how: How,
    outcome: Outcome,
    now: datetime,
    feeling: Feeling = Feeling.NOT_SAID,
    stated_at: datetime | None = None,
    note: str = "",
    promise: NewPromise | None = None,
    expected_seq: int | None = None,
) -> ContactAttempt:
    """One attempt and what came of it. It counts from now; `stated_at` is shown beside it."""
    work = begin(case=case, by=by, verb=Verb.LOG_CONTACT, now=now, expected_seq=expected_seq)
    _possible(work.case, how, outcome, stated_at or now, now)
    attempt = record_attempt(
        work, how=how, outcome=outcome, feeling=feeling, stated_at=stated_at or now, note=keep_text(note)
    )
    if promise is not None:
        add_promise(work, promise, attempt=attempt)
    finish(work)
    return attempt


def _possible(case: Case, how: How, outcome: Outcome, stated_at: datetime, now: datetime) -> None:
    if case.is_place_case:
        raise ContactRefused(_("This case is about a place. Say what you did there instead."))
    if outcome not in POSSIBLE[how]:
        raise ContactRefused(
            _("That cannot come of this way of trying. Choose another outcome."), field="outcome"
        )
    if case.wish == Wish.NO_CONTACT and how in TWO_WAY:
        raise ContactRefused(
            _("The customer asked not to be contacted. Write down what you decided instead.")
        )
    if stated_at > now:
        raise ContactRefused(_("Enter a time that has already passed."), field="stated_at")


def record_attempt(
    work: Work,
    *,
    how: How,
    outcome: Outcome,
    feeling: Feeling = Feeling.NOT_SAID,
    stated_at: datetime | None = None,
    note: Text | None = None,
) -> ContactAttempt:
    """Part of a verb: store the attempt, and let the clocks know."""
    acting, behalf = acting_as(work)
    attempt = ContactAttempt.objects.create(
        case=work.case,
        cycle=work.case.cycle,
        by=work.user,
        on_behalf_of_id=behalf,
        acting_as=acting,
        how=how,
        outcome=outcome,
        feeling=feeling,
        stated_at=stated_at or work.now,
        logged_at=work.now,
        note=note,
    )
    main = work.main
    if main is not None and keeps_promise(main, how, outcome, work.case.wish):
        attempt.met_clock = act(work)
        attempt.save(update_fields=["met_clock"])
        start_clock(work, CHECK_BACK, step=step_for(work.case, CHECK_BACK), ref=attempt.pk)
    elif main is not None and outcome != Outcome.REACHED:
        work.case.attempts += 1
        work.case.save(update_fields=["attempts"])
        _postpone(work, main)
    if outcome == Outcome.REACHED:
        keep_calls(work)
    data = {"attempt": attempt.pk, "how": how, "outcome": outcome, "as": acting, "on_behalf_of": behalf}
    work.event("contact", **data, met=attempt.met_clock, note=digest(note))
    return attempt


def keeps_promise(clock: Clock, how: How, outcome: Outcome, wish: str) -> bool:
    """Whether this is the act the clock asks for. Somebody thought unreachable who was met after all counts as well."""
    if outcome == Outcome.REACHED:
        return how in TWO_WAY and clock.kind in (CONTACT, ACTION)
    return outcome == Outcome.WROTE and wish == Wish.WRITE and clock.kind == CONTACT


def acting_as(work: Work) -> tuple[ActingAs, int | None]:
    """As whom the person acts, and on whose behalf."""
    if Standing.LEADER in work.roles:
        return ActingAs.LEADER, None
    if Standing.DEPUTY in work.roles:
        return ActingAs.DEPUTY, work.case.leader_id
    rung = rungs_of(work.user, work.case, work.now)[0]
    return ActingAs.RUNG, None if rung.to_id == work.user.pk else rung.to_id


def _postpone(work: Work, clock: Clock) -> None:
    """Count the attempts of this cycle afresh; the newest one may give the next rung one more step."""
    attempts = _trail(work.case)
    further = postponing(_tries(work.case, attempts))
    engine.postpone(
        clock=clock, attempt_at=work.now, unit=unit_of(work.case), further=further[-1], now=work.now
    )


def _trail(case: Case) -> list[ContactAttempt]:
    """The attempts of this cycle that reached nobody, in order."""
    rows = ContactAttempt.objects.filter(case=case, cycle=case.cycle, withdrawn_at=None, met_clock=False)
    return list(rows.exclude(outcome=Outcome.REACHED).order_by("logged_at", "pk"))


def _tries(case: Case, attempts: list[ContactAttempt]) -> list[Try]:
    zone = ZoneInfo(house().calendar_of(unit_of(case)).zone)
    return [Try(attempt.logged_at.astimezone(zone).date(), attempt.how) for attempt in attempts]


def tries_of(case: Case) -> list[Try]:
    """Day and channel of every attempt of this cycle that reached nobody."""
    return _tries(case, _trail(case))


@transaction.atomic
def undo_contact(*, attempt: ContactAttempt, by: By, now: datetime) -> ContactAttempt:
    """Take back one's own entry within ten minutes: the original times hold again."""
    work = begin(case=attempt.case, by=by, verb=Verb.UNDO_CONTACT, now=now)
    attempt = ContactAttempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk)
    if attempt.by_id != work.user.pk:
        raise ContactRefused(_("Only whoever logged a contact can take it back."))
    if attempt.withdrawn_at is not None:
        raise TooLate(_("This was taken back already."))
    if now > attempt.logged_at + UNDO_WITHIN or attempt.cycle != work.case.cycle:
        raise TooLate(
            _("More than ten minutes have passed. Correct the entry instead; the old text stays readable.")
        )
    attempt.withdrawn_at = now
    attempt.save(update_fields=["withdrawn_at"])
    if attempt.met_clock:
        unmeet(work)
    elif attempt.outcome != Outcome.REACHED:
        work.case.attempts = max(work.case.attempts - 1, 0)
        work.case.save(update_fields=["attempts"])
    withdraw_with(work, attempt)
    if work.main is not None:
        _replay(work, work.main)
    work.event("contact_undone", attempt=attempt.pk)
    finish(work)
    return attempt


def unmeet(work: Work) -> None:
    """What had met the clock of this cycle falls away: it waits for its old promise, and the case with it."""
    clock, resolved_at = work.met, work.case.resolved_at
    if clock is None:
        return
    engine.reopen(clock=clock, now=work.now)
    for other in work.clocks:
        if other.kind == RESOLUTION and resolved_at is not None and other.met_at == resolved_at:
            engine.reopen(clock=other, now=work.now)
    engine.end(clocks=work.waiting(CHECK_BACK, NO_ANSWER, DECIDED), reason=EndReason.VOID, now=work.now)
    work.case.state, work.case.resolved_at = CaseState.WAITING, None
    work.case.save(update_fields=["state", "resolved_at"])


def _replay(work: Work, clock: Clock) -> None:
    """The attempts that remain postpone as if the withdrawn one had never been."""
    engine.unpostpone(clock=clock, now=work.now)
    attempts = _trail(work.case)
    for attempt, further in zip(attempts, postponing(_tries(work.case, attempts)), strict=True):
        at = attempt.logged_at
        engine.postpone(clock=clock, attempt_at=at, unit=unit_of(work.case), further=further, now=at)


@transaction.atomic
def correct_contact(
    *, attempt: ContactAttempt, by: By, note: str, feeling: Feeling, now: datetime
) -> ContactAttempt:
    """New words for an entry; the old ones stay readable in the history."""
    work = begin(case=attempt.case, by=by, verb=Verb.CORRECT_CONTACT, now=now)
    attempt = ContactAttempt.objects.select_related("note").get(pk=attempt.pk)
    if attempt.by_id != work.user.pk:
        raise ContactRefused(_("Only whoever logged a contact can correct it."))
    old, attempt.note = attempt.note, keep_text(note)
    before, attempt.feeling = attempt.feeling, feeling
    attempt.save(update_fields=["note", "feeling"])
    data = {"attempt": attempt.pk, "old_feeling": before, "feeling": feeling}
    work.event("contact_corrected", **data, old=digest(old), note=digest(attempt.note))
    finish(work)
    return attempt

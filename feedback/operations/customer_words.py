"""What the customer answers to "Did … reach you?" and "Is it right now?", and what follows from it.

"No" or "not yet" to either is a no: the case waits again, one level higher. "Partly" needs a new promise of the leader.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Miss
from accounts.rules.actor import CUSTOMER
from cxapp.lib.errors import Refused
from feedback.access.standing import speaks_for
from feedback.enums import CaseState, CustomerOutcome, End, PromiseKind, Word
from feedback.models import OPEN, Case, CustomerWord, Promise, Signal
from feedback.operations.closing import close_now
from feedback.operations.cycles import start_cycle
from feedback.operations.leading import fit_leader
from feedback.operations.promises import not_yet_right
from feedback.operations.work import Work, act, begin, digest, finish, keep_text
from feedback.rules.kinds import CONTACT, PROMISE
from feedback.rules.transitions import Verb

FINAL = (End.FINAL_ANSWER, End.NOT_SAFE, End.AS_IMPORTED)
"""A "no" after these is kept and shown, and reopens nothing; new facts do."""


class NothingSaid(Refused):
    code = "nothing_said"


@transaction.atomic
def customer_says(
    *, signal: Signal, now: datetime, reached: str = "", right: str = "", words: str = ""
) -> CustomerWord:
    """Keep the answer and act on it. A link that was only handed out keeps its words beside the case and moves nothing."""
    if not reached and not right:
        raise NothingSaid(_("Choose an answer first."))
    work = begin(case=_answers_to(signal.case), by=CUSTOMER, verb=Verb.CUSTOMER_SAYS, now=now)
    text = keep_text(words)
    word = CustomerWord.objects.create(
        case=work.case,
        signal=signal,
        cycle=work.case.cycle,
        reached=reached,
        right=right,
        words=text,
        at=now,
    )
    moves = speaks_for(signal)
    work.event("customer_said", word=word.pk, reached=reached, right=right, moves=moves, words=digest(text))
    if moves:
        _follow(work, word)
    else:
        work.tell("case_customer_said", {work.case.leader_id}, f"{word.pk}", word=word.pk)
    finish(work)
    return word


def _answers_to(case: Case) -> Case:
    """The case these words belong to now: what it was merged into, or the customer's open one where this one is closed."""
    while case.merged_into is not None:
        case = case.merged_into
    if case.is_open or case.customer_id is None:
        return case
    return Case.objects.filter(OPEN, customer=case.customer_id, matter=case.matter).first() or case


def _follow(work: Work, word: CustomerWord) -> None:
    said = {word.reached, word.right}
    if Word.NO in said:
        _no(work, word)
        return
    main = work.main
    if word.reached == Word.YES and main is not None and main.kind == CONTACT:
        act(work)
    if word.right == Word.YES:
        _yes(work, word)
    elif Word.PARTLY in said:
        _partly(work, word)
    else:
        work.tell("case_customer_said", {work.case.leader_id}, f"{word.pk}", word=word.pk)


def _yes(work: Work, word: CustomerWord) -> None:
    """Put right, as the customer says. A case nobody has acted on goes on: its clock still asks for the act."""
    if work.case.state in (CaseState.CONTACTED, CaseState.RESOLVED):
        close_now(work, End.PUT_RIGHT, outcome=CustomerOutcome.RETAINED, word=word.pk)
    else:
        work.tell("case_customer_said", {work.case.leader_id}, f"{word.pk}", word=word.pk)


def _partly(work: Work, word: CustomerWord) -> None:
    """The leader goes on, and owes a new promise."""
    not_yet_right(work)
    work.tell("case_customer_partly", {work.case.leader_id}, f"{word.pk}", word=word.pk)


def _no(work: Work, word: CustomerWord) -> None:
    """Back to waiting, one level higher; while it waits already there is nothing to add, and final answers stand."""
    case = work.case
    stands = case.state == CaseState.WAITING or case.is_place_case or case.end in FINAL
    if not stands:
        _fixes_missed(work)
        fit_leader(work)
        start_cycle(case=case, higher=True, why="customer_no", by=CUSTOMER, now=work.now)
        work.reload()
    work.tell("case_customer_no", {work.case.leader_id}, f"{word.pk}", word=word.pk)


def _fixes_missed(work: Work) -> None:
    """A fix the leader called done in this cycle was not: its promise is missed."""
    kept = Promise.objects.filter(case=work.case, kind=PromiseKind.FIX_BY, kept_at__isnull=False)
    refs = set(kept.values_list("pk", flat=True))
    clocks = [
        clock
        for clock in work.clocks
        if clock.kind == PROMISE and clock.ref in refs and clock.cycle == work.case.cycle
    ]
    written = set(Miss.objects.filter(clock__in=clocks, level=0).values_list("clock_id", flat=True))
    fresh = [clock for clock in clocks if clock.pk not in written]
    Miss.objects.bulk_create(
        [Miss(clock=c, level=0, person_id=c.charged_to_id or c.holder_id, at=work.now) for c in fresh]
    )
    for clock in fresh:
        data = {
            "clock": PROMISE,
            "ref": clock.ref,
            "level": 0,
            "person": clock.charged_to_id or clock.holder_id,
        }
        work.event("missed", **data, at=work.now.isoformat())

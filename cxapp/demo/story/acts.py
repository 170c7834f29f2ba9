"""What leaders and customers of the story do on a case, verb by verb. Each act does one thing and says what comes next.

An act that no longer fits (the case moved on, a newcomer was quicker) is passed over. Not here: what arrives (`arrivals`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from accounts.models import Escalation, Unit, User
from accounts.queries.house import house
from accounts.rules.actor import CUSTOMER
from cxapp.demo.story import asking, words
from cxapp.demo.story.company import RELIABLE
from cxapp.demo.story.desk import promise_by
from cxapp.demo.story.known import case_of
from cxapp.demo.story.plan import Act, Doing, at_work, chance, hand_of, unit_of, working
from feedback.enums import (
    CaseState,
    End,
    Feeling,
    How,
    Outcome,
    PromiseKind,
    RecoveryKind,
    Wish,
    Word,
)
from feedback.models import Case, Cause, Promise, Signal
from feedback.operations.answers import decide, log_action, write_answer
from feedback.operations.contacts import log_contact
from feedback.operations.customer_words import customer_says
from feedback.operations.endings import close, resolve
from feedback.operations.promises import NewPromise, keep_promise, make_promise, waiting_promises
from feedback.operations.recoveries import give_recovery
from feedback.operations.work import newest_signal
from feedback.rules.kinds import CONTACT

Acts = list[Act]
WITHDRAWN, FINAL = 35, 5
"""Every so many cases their customer wants to leave it, or a final answer is proposed: by number, so that no story lacks one."""


def plan_for(case: Case, now: datetime) -> Acts:
    """How this cycle of the case will go: who calls when, in time or not, after how many tries."""
    rng, data = chance("plan", case.pk, case.cycle), {"case": case.pk, "cycle": case.cycle}
    step = float(house().policy_of(unit_of(case)).step(CONTACT, case.severity).amount)
    in_time = rng.random() < RELIABLE.get(case.leader.sign_in_name, 0.85)
    share = rng.uniform(0.05, 0.85) if in_time else rng.uniform(1.3, 3.5)
    if case.wish == Wish.NO_CONTACT:
        return [Act(working(case, now, rng.uniform(4, 40)), "decide", data)]
    if case.is_place_case or not case.reachable:
        return [Act(working(case, now, step * share), "action", data)]
    planned = [
        Act(
            working(case, now, step * share),
            "contact",
            data | {"above": int(not in_time and rng.random() < 0.4)},
        )
    ]
    if rng.random() < 0.3 and case.wish == Wish.CALL:
        planned.append(Act(working(case, now, step * share * 0.5), "try", data))
    if rng.random() < 0.06:
        planned.append(Act(working(case, now, step * min(share, 0.8) * 0.2), "offer", data))
    if case.pk % WITHDRAWN == 0:
        planned.append(Act(working(case, now, step * share * 0.7), "withdraw", data))
    return planned


def act(planned: Act, now: datetime) -> Acts:
    """Do what was planned, unless the case has moved on."""
    data = dict(planned.data)
    case = case_of(data["case"])
    if not case.is_open or case.cycle != data["cycle"]:
        return []
    rng = chance(planned.verb, case.pk, case.cycle, planned.at.isoformat())
    return DOING[planned.verb](case, data, now, rng)


def _try(case: Case, data: dict[str, int], now: datetime, rng: Random) -> Acts:
    if case.state == CaseState.WAITING:
        outcome = rng.choice((Outcome.NO_ANSWER, Outcome.VOICEMAIL))
        log_contact(case=case, by=hand_of(case, now), how=How.CALL, outcome=outcome, now=now)
    return []


def _contact(case: Case, data: dict[str, int], now: datetime, rng: Random) -> Acts:
    if case.state != CaseState.WAITING:
        return []
    by = _told_above(case) if data.get("above") else hand_of(case, now)
    if case.wish == Wish.WRITE:
        write_answer(case=case, by=by, words=rng.choice(words.ANSWERS), now=now)
        return [Act(working(case, now, rng.uniform(2, 16)), "resolve", data)]
    how = How.VISIT if case.wish == Wish.VISIT or rng.random() < 0.08 else How.CALL
    promise = None
    if rng.random() < 0.45:
        promise = NewPromise(
            PromiseKind.FIX_BY, working(case, now, rng.uniform(4, 22)), rng.choice(words.PROMISES)
        )
    log_contact(
        case=case,
        by=by,
        how=how,
        outcome=Outcome.REACHED,
        feeling=rng.choice((Feeling.BETTER, Feeling.BETTER, Feeling.SAME, Feeling.WORSE, Feeling.NOT_SAID)),
        note=_note(case, by, rng.choice(words.NOTES), now),
        promise=promise,
        now=now,
    )
    return [*_after_contact(case, data, now, rng), *_recover(case, by, data, now, rng)]


def _note(case: Case, by: User, said: str, now: datetime) -> str:
    """Everybody writes what this customer said; Emil writes the same after every call."""
    if not said:
        return ""
    if by.sign_in_name == "emil":
        return words.ALWAYS
    own = chance("note", case.pk, now.isoformat())
    return f"{said} {own.choice(words.HEARD)} {own.choice(words.NEXT)}"


def _after_contact(case: Case, data: dict[str, int], now: datetime, rng: Random) -> Acts:
    planned = []
    promise = Promise.objects.filter(case=case, kept_at=None, withdrawn_at=None).order_by("-pk").first()
    if promise is not None:
        share = rng.uniform(0.3, 0.95) if rng.random() < 0.85 else rng.uniform(1.1, 1.6)
        kept = at_work(unit_of(case), now + (promise.due_at - now) * share, 0.1)
        planned.append(Act(kept, "keep", data | {"promise": promise.pk}))
    elif case.pk % FINAL == 0:
        planned.append(Act(working(case, now, rng.uniform(1, 8)), "propose", data))
    else:
        planned.append(Act(working(case, now, rng.uniform(1, 20)), "resolve", data))
    if rng.random() < 0.3:
        planned.append(Act(now + timedelta(hours=rng.uniform(3, 20)), "reached", data))
    return planned


def _told_above(case: Case) -> User:
    """The one the silence has reached last; the leader where nobody was told yet."""
    told = Escalation.objects.filter(
        clock__subject_kind="case", clock__subject_id=case.pk, clock__kind=CONTACT
    )
    rung = told.order_by("-level").select_related("to", "deputy").first()
    return (rung.deputy or rung.to) if rung is not None else case.leader


def _recover(case: Case, by: User, data: dict[str, int], now: datetime, rng: Random) -> Acts:
    """A third of the customers get something; sometimes whoever served them asks for more than they may give."""
    if rng.random() > 0.35:
        return []
    kind, most = rng.choice(
        (
            (RecoveryKind.GOODWILL, 30),
            (RecoveryKind.REFUND, 45),
            (RecoveryKind.FIX, 15),
            (RecoveryKind.APOLOGY, 0),
        )
    )
    logger = Signal.objects.filter(case=case, logged_by__isnull=False).select_related("logged_by").first()
    cost = Decimal(rng.randrange(5, most)) if most else Decimal(0)
    if logger is not None and logger.logged_by is not None and rng.random() < 0.2:
        asked = give_recovery(
            case=case,
            by=logger.logged_by,
            kind=RecoveryKind.REFUND,
            what="The whole order",
            cost=Decimal(80),
            now=now,
        )
        return [Act(working(case, now, rng.uniform(0.3, 3)), "approve", data | {"recovery": asked.pk})]
    what = {
        RecoveryKind.GOODWILL: "A voucher",
        RecoveryKind.REFUND: "Money back",
        RecoveryKind.FIX: "A new one",
    }
    give_recovery(case=case, by=by, kind=kind, what=what.get(kind, ""), cost=cost, now=now)
    return []


def _keep(case: Case, data: dict[str, int], now: datetime, rng: Random) -> Acts:
    promise = Promise.objects.get(pk=data["promise"])
    if promise.kept_at is None and promise.withdrawn_at is None:
        keep_promise(promise=promise, by=hand_of(case, now), words=rng.choice(words.KEPT), now=now)
    return [Act(working(case, now, rng.uniform(0.2, 6)), "resolve", data)]


def _resolve(case: Case, data: dict[str, int], now: datetime, rng: Random) -> Acts:
    if case.state != CaseState.CONTACTED or waiting_promises(case):
        return []
    matter = next(
        (one for one in words.MATTERS if case.words and one.words == case.words.body), words.MATTERS[1]
    )
    units = {info.slug: info.id for info in house().units.values()}
    cause = Cause.objects.get(slug=matter.cause)
    department = Unit.objects.get(pk=units[matter.department]) if matter.department else None
    resolve(case=case, by=hand_of(case, now), cause=cause, department=department, now=now)
    if case.customer_id is not None and rng.random() < 0.78:
        return [Act(now + timedelta(hours=rng.uniform(2, 60)), "say", data)]
    return []


def _say(case: Case, data: dict[str, int], now: datetime, rng: Random) -> Acts:
    signal = newest_signal(case)
    if signal is None or case.state != CaseState.RESOLVED:
        return []
    answer = rng.choices((Word.YES, Word.PARTLY, Word.NO), (80, 9, 11 if case.cycle == 1 else 2))[0]
    customer_says(signal=signal, right=answer, reached="", now=now)
    case.refresh_from_db()
    again = {"case": case.pk, "cycle": case.cycle}
    if answer == Word.NO:
        return plan_for(case, now)
    if answer == Word.PARTLY:
        return [Act(working(case, now, rng.uniform(0.5, 3)), "promise", again)]
    return []


def _promise(case: Case, data: dict[str, int], now: datetime, rng: Random) -> Acts:
    due_at = working(case, now, rng.uniform(4, 16))
    by, text = hand_of(case, now), rng.choice(words.PROMISES)
    made = make_promise(case=case, by=by, kind=PromiseKind.FIX_BY, due_at=due_at, words=text, now=now)
    kept = at_work(unit_of(case), now + (due_at - now) * 0.7, 0.1)
    return [Act(kept, "keep", data | {"promise": made.pk})]


def _reached(case: Case, data: dict[str, int], now: datetime, rng: Random) -> Acts:
    signal = newest_signal(case)
    if signal is not None and case.state != CaseState.WAITING:
        customer_says(signal=signal, reached=Word.YES, right="", now=now)
    return []


def _action(case: Case, data: dict[str, int], now: datetime, rng: Random) -> Acts:
    if case.state == CaseState.WAITING:
        log_action(case=case, by=hand_of(case, now), words=rng.choice(words.ACTIONS), now=now)
        return [Act(working(case, now, rng.uniform(2, 20)), "close", data)]
    return []


def _close(case: Case, data: dict[str, int], now: datetime, rng: Random) -> Acts:
    close(case=case, by=hand_of(case, now), end=End.BY_ACTION, now=now)
    return []


def _decide(case: Case, data: dict[str, int], now: datetime, rng: Random) -> Acts:
    if case.state == CaseState.WAITING:
        decide(case=case, by=hand_of(case, now), words=rng.choice(words.DECISIONS), now=now)
    return []


def _withdraw(case: Case, data: dict[str, int], now: datetime, rng: Random) -> Acts:
    close(case=case, by=CUSTOMER, end=End.WITHDRAWN, now=now)
    return []


def _promise_by(case: Case, data: dict[str, int], now: datetime, rng: Random) -> Acts:
    return promise_by(case, data, now)


DOING: dict[str, Doing] = {
    **asking.DOING,
    "promise_by": _promise_by,
    "try": _try,
    "contact": _contact,
    "keep": _keep,
    "resolve": _resolve,
    "say": _say,
    "promise": _promise,
    "reached": _reached,
    "action": _action,
    "close": _close,
    "decide": _decide,
    "withdraw": _withdraw,
}

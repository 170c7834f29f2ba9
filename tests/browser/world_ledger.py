"""Misses of Anna and what she said to them: one without an answer, one that waits for a decision, one that was set aside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace

from accounts.models import Clock, Miss
from accounts.operations.sweep import sweep
from cxapp.insights.enums import Ground
from cxapp.insights.operations.replies import answer_miss, decide_reply
from feedback.enums import How, Outcome
from feedback.operations.contacts import log_contact
from tests.cast import Cast
from tests.factories.signals import open_case


def make_replies(cast: Cast, things: SimpleNamespace, say: Callable[[str, int], str], now: datetime) -> None:
    """Three customers who were reached too late, so that nobody of them waits any more."""
    then = now - timedelta(days=3)
    misses = []
    for name in ("Mila Missed", "Nils Notcalled", "Olaf Overdue"):
        case = open_case(cast, at=then, name=say(name, 120), words=say("Nobody called me.", 400))
        clock = Clock.objects.get(subject_kind="case", subject_id=case.pk, kind="contact")
        sweep(now=clock.due_at)
        misses.append(Miss.objects.get(clock=clock, level=0))
        log_contact(case=case, by=cast.leader, how=How.CALL, outcome=Outcome.REACHED, stated_at=now, now=now)
    things.miss, waits, decided = misses
    words = say("The number we had was that of a fax machine.", 280)
    ground = Ground.WRONG_NUMBER
    things.answered = answer_miss(miss=waits, by=cast.leader, words=words, ground=ground, now=now)
    asked = answer_miss(miss=decided, by=cast.leader, words=words, ground=ground, now=now)
    reason = say("I rang it myself: it is a fax.", 280)
    things.set_aside = decide_reply(reply=asked, by=cast.director, set_aside=True, reason=reason, now=now)

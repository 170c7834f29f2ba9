"""What lies on the watched leader's desk when a newcomer comes in: one late, one nearly due, one being tried, one promise.

Laid in the hours before a start and left to the newcomer; a day later the story takes care of what is still there.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from accounts.models import Clock
from cxapp.demo.story import words
from cxapp.demo.story.plan import Act
from feedback.enums import How, Outcome, PromiseKind
from feedback.models import Case
from feedback.operations.contacts import log_contact
from feedback.operations.promises import NewPromise

SETTLED_AFTER = timedelta(hours=30)
MINUTE = timedelta(minutes=1)
FROM, OTHERS = 400, 340
"""The numbers of these customers begin above those of the year."""


def lay(*, until: datetime) -> list[Act]:
    """The complaints of the last day at the watched place, in minutes before `until`, by customers who come only here."""
    first = until.toordinal() * len(words.FIRST)
    laid: tuple[tuple[int, dict[str, int]], ...] = (
        (570, {}),
        (466, {}),
        (250, {"try": 190}),
        (110, {"high": 1}),
        (1500, {"call": 90, "due": int((until + 50 * MINUTE).timestamp())}),
    )
    return [
        Act(
            until - ago * MINUTE,
            "complain",
            {"n": FROM + (first + n * 61) % OTHERS, "watched": 1, "matter": n, **more},
        )
        for n, (ago, more) in enumerate(laid)
    ]


def plan_for_desk(case: Case, data: dict[str, int], now: datetime) -> list[Act]:
    """What happens to such a complaint before the newcomer comes in."""
    kept = {"case": case.pk, "cycle": case.cycle}
    planned = [Act(now + SETTLED_AFTER, "contact", kept)]
    if "try" in data:
        planned.append(Act(now + data["try"] * MINUTE, "try", kept))
    if "call" in data:
        planned.append(Act(now + data["call"] * MINUTE, "promise_by", kept | {"due": data["due"]}))
    return planned


def promise_by(case: Case, data: dict[str, int], now: datetime) -> list[Act]:
    """Anna reached this customer and promised something that falls due soon."""
    due_at = datetime.fromtimestamp(data["due"], UTC)
    if (
        Clock.objects.filter(subject_kind="case", subject_id=case.pk, kind="promise").exists()
        or due_at <= now
    ):
        return []
    promise = NewPromise(PromiseKind.FIX_BY, due_at, words.PROMISES[0])
    attempt = log_contact(
        case=case,
        by=case.leader,
        how=How.CALL,
        outcome=Outcome.REACHED,
        note=words.NOTES[1],
        promise=promise,
        now=now,
    )
    made = attempt.promises.get()
    kept = {"case": data["case"], "cycle": data["cycle"], "promise": made.pk}
    return [Act(now + SETTLED_AFTER, "keep", kept)]

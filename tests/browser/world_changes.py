"""What was changed in the company of the browser tests, and a note that stands on three contacts. Not here: cases (`world`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from accounts.models import User
from cxapp.insights.models import Celebration, Watch
from feedback.enums import ActingAs, How, Outcome
from feedback.models import Case, ContactAttempt, Improvement, Text
from tests.cast import Cast
from tests.insights.changes import CALM, FEWER, MONDAY

EVIDENCE = {
    "kind": "fewer",
    "rhythm": "week",
    "points": [
        [(MONDAY + timedelta(weeks=week)).isoformat(), n] for week, n in enumerate([*CALM, *FEWER], -28)
    ],
    "base": 20,
    "since": 20,
    "signal": {"rule": "long_side", "first": 20, "last": 27},
    "answered": {"before": [40, 100], "after": [30, 80]},
}


def make_changes(cast: Cast, say: Callable[..., str], now: datetime) -> None:
    for number, name in enumerate(("Two people at the door on Saturdays", "A second till")):
        change = Improvement.objects.create(
            name=say(name, 120),
            keeper=cast.leader,
            place=cast.leeds,
            in_use_on=now.date() - timedelta(weeks=9 - number),
            by=cast.leader,
            at=now,
        )
        if number:
            Watch.objects.create(
                improvement=change, outcome="watched", rhythm="week", points=7, needed=12, looked_at=now
            )
        else:
            Celebration.objects.create(improvement=change, confirmed_at=now, evidence=EVIDENCE)


def make_alike_notes(cases: Sequence[Case], by: User, say: Callable[..., str], now: datetime) -> None:
    """The same words on the contacts of three customers."""
    body = say("Listened, apologised, explained what went wrong.")
    for case in cases:
        ContactAttempt.objects.create(
            case=case,
            cycle=case.cycle,
            by=by,
            acting_as=ActingAs.LEADER,
            how=How.CALL,
            outcome=Outcome.VOICEMAIL,
            note=Text.objects.create(body=body),
            stated_at=now,
            logged_at=now,
        )

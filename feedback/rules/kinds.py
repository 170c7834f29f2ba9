"""The clocks of feedback: how far each climbs, and which act each asks for."""

from __future__ import annotations

from typing import NamedTuple

from accounts.rules.kinds import TO_OWNER
from feedback.enums import Wish

CONTACT, DECISION, ACTION, RESOLUTION, PROMISE = "contact", "decision", "action", "resolution", "promise"
APPROVAL, REPLY = "approval", "reply"
OFFER, CHECK_BACK, NO_ANSWER, DECIDED = "offer", "check_back", "no_answer", "decided"

MAIN = (CONTACT, DECISION, ACTION)
"""A cycle has exactly one of these; what meets it is the act the customer wished for."""


class ClockRow(NamedTuple):
    kind: str
    subject: str
    rungs: int
    opens: bool


CLOCKS: tuple[ClockRow, ...] = (
    ClockRow(CONTACT, "case", TO_OWNER, True),
    ClockRow(DECISION, "case", TO_OWNER, True),
    ClockRow(ACTION, "case", TO_OWNER, True),
    ClockRow(RESOLUTION, "case", TO_OWNER, True),
    ClockRow(PROMISE, "case", TO_OWNER, True),
    ClockRow(APPROVAL, "case", TO_OWNER, False),
    ClockRow(REPLY, "enquiry", 2, True),
)
OPENING = tuple(row.kind for row in CLOCKS if row.opens)
"""Kinds whose rungs give sight of the case and the right to act on it."""

MOMENTS = (OFFER, CHECK_BACK, NO_ANSWER, DECIDED)
IDLE = "idle"
"""The moment of a half-finished answer; its subject is the response."""


class MainClock(NamedTuple):
    """Which clock runs first, and by which step of the policy."""

    kind: str
    step: str


def main_clock(*, wish: str, reachable: bool) -> MainClock:
    """The one clock of a cycle that asks for the first act."""
    if wish == Wish.NO_CONTACT:
        return MainClock(DECISION, RESOLUTION)
    if not reachable:
        return MainClock(ACTION, CONTACT)
    return MainClock(CONTACT, CONTACT)

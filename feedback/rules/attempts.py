"""Which attempts that reached nobody give the next rung one more step. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from feedback.enums import How, Outcome

AT_MOST = 3
"""Attempts that postpone, and attempts after which "could not reach" becomes a legal end."""

POSSIBLE: dict[How, frozenset[Outcome]] = {
    How.CALL: frozenset({Outcome.REACHED, Outcome.VOICEMAIL, Outcome.NO_ANSWER, Outcome.WRONG_DETAILS}),
    How.VISIT: frozenset({Outcome.REACHED, Outcome.NO_ANSWER, Outcome.WRONG_DETAILS}),
    How.WRITE: frozenset({Outcome.WROTE, Outcome.WRONG_DETAILS}),
}
"""What can come of each way of trying."""


class Try(NamedTuple):
    """The day (at the place) and the channel of one attempt."""

    day: date
    how: str


def is_varied(tries: Sequence[Try], *, both: bool = False) -> bool:
    """At least two days or two channels; `both`: two of each."""
    days, channels = len({one.day for one in tries}) > 1, len({one.how for one in tries}) > 1
    return (days and channels) if both else (days or channels)


def postponing(tries: Iterable[Try]) -> list[bool]:
    """For each attempt in turn, whether it gives another step: the second needs another day or channel, the third both."""
    counted: list[Try] = []
    answers = []
    for one in tries:
        counts = _counts([*counted, one])
        answers.append(counts)
        if counts:
            counted.append(one)
    return answers


def _counts(tries: Sequence[Try]) -> bool:
    if len(tries) > AT_MOST:
        return False
    return len(tries) == 1 or is_varied(tries, both=len(tries) == AT_MOST)

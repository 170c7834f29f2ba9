"""Which answers lie on whose desk. Pure: the same answers give the same lot, and what was drawn stays drawn.

The leader of a place reads all of its own up to twenty a week, and all unhappy ones beyond that. Everybody above reads ten a
week from their line: five unhappy, three happy, two of any kind; where one kind is missing, any fill its place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import blake2b

from feedback.enums import QuestionKind, WhyDrawn
from feedback.rules.severity import is_unhappy

OWN = 20
"""Answers of their own place a leader reads in a week; fewer came in the week before: each is drawn as it comes."""
LINE = 10
LOWS, HIGHS = 5, 3
HAPPY_FROM = {QuestionKind.NPS: 9, QuestionKind.CSAT: 4, QuestionKind.CES: 5, QuestionKind.EMOTION: 4}


class Felt(StrEnum):
    """How a customer felt, by their score."""

    LOW = "low"
    HIGH = "high"
    BETWEEN = "between"
    NOT_SAID = "not_said"


@dataclass(frozen=True, slots=True)
class Drawn:
    response: int
    why: WhyDrawn


@dataclass(frozen=True, slots=True)
class Pile:
    """The answers of one reader and week: their ids by how the customer felt, and what lies on the desk already."""

    person: int
    week: date
    felt: Sequence[tuple[int, Felt]]
    before: Collection[Drawn] = ()

    def in_lot_order(self, responses: Iterable[int]) -> list[int]:
        return sorted(responses, key=self._lot)

    def _lot(self, response: int) -> bytes:
        return blake2b(f"{self.person}:{self.week}:{response}".encode(), digest_size=8).digest()


def felt(kind: str, score: int | None, low_at: int | None) -> Felt:
    if score is None or not kind:
        return Felt.NOT_SAID
    if is_unhappy(kind, score, low_at):
        return Felt.LOW
    return Felt.HIGH if score >= HAPPY_FROM[QuestionKind(kind)] else Felt.BETWEEN


def draw_own(pile: Pile, *, all_now: bool) -> list[Drawn]:
    """What a leader reads of their own place: unhappy ones at once; the others when `all_now`, as far as there is room."""
    there = {drawn.response for drawn in pile.before}
    lows = [response for response, how in pile.felt if how == Felt.LOW and response not in there]
    others = [response for response, how in pile.felt if how != Felt.LOW and response not in there]
    room = max(OWN - len(there) - len(lows), 0) if all_now else 0
    return [Drawn(response, WhyDrawn.OWN) for response in [*lows, *pile.in_lot_order(others)[:room]]]


def draw_line(pile: Pile) -> list[Drawn]:
    """What somebody above reads of a week that is over."""
    there = {drawn.response for drawn in pile.before}
    room = LINE - len(there)
    if room <= 0:
        return []
    left = dict(pile.felt)
    order = [response for response in pile.in_lot_order(left) if response not in there]
    chosen: list[Drawn] = []
    for how, why, most in ((Felt.LOW, WhyDrawn.LOW, LOWS), (Felt.HIGH, WhyDrawn.HIGH, HIGHS)):
        wanted = min(most - sum(drawn.why == why for drawn in pile.before), room - len(chosen))
        matching = [response for response in order if left[response] == how]
        chosen += [Drawn(response, why) for response in matching[: max(wanted, 0)]]
    taken = {drawn.response for drawn in chosen}
    rest = [response for response in order if response not in taken]
    return chosen + [Drawn(response, WhyDrawn.ANY) for response in rest[: room - len(chosen)]]

"""Scores of other systems on our scales: numbers, reversed numbers, words, and what means "no answer". Pure.

A file is read by one table, value → number or no answer; what stands in no table is asked about, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from feedback.enums import QuestionKind
from feedback.rules.questions import KINDS

WORDS: Mapping[str, float] = {
    "very good": 1.0,
    "very satisfied": 1.0,
    "very easy": 1.0,
    "strongly agree": 1.0,
    "extremely likely": 1.0,
    "excellent": 1.0,
    "good": 0.75,
    "satisfied": 0.75,
    "easy": 0.75,
    "agree": 0.75,
    "likely": 0.75,
    "neither": 0.5,
    "neither good nor poor": 0.5,
    "neither satisfied nor dissatisfied": 0.5,
    "neutral": 0.5,
    "average": 0.5,
    "poor": 0.25,
    "dissatisfied": 0.25,
    "difficult": 0.25,
    "disagree": 0.25,
    "unlikely": 0.25,
    "very poor": 0.0,
    "very dissatisfied": 0.0,
    "very difficult": 0.0,
    "strongly disagree": 0.0,
    "extremely unlikely": 0.0,
}
"""Words of usual five-step scales, as a share of the way from the low end to the high end."""
NO_ANSWER = frozenset(
    {
        "",
        "blank",
        "don't know",
        "dont know",
        "not applicable",
        "n/a",
        "na",
        "none",
        "no answer",
        "not answered",
        "did not answer",
        "prefer not to say",
        "refused",
        "missing",
    }
)


class UnknownValue(ValueError):
    """A value that no table explains."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How one column of scores is read. `table` has what a person decided; it goes before everything else.

    `reversed`: the lowest number is the best. `values` of the table: a number on our scale, or None for no answer.
    """

    kind: QuestionKind
    reversed: bool = False
    table: Mapping[str, int | None] = field(default_factory=dict)

    def score(self, value: str) -> int | None:
        """The number on our scale, None for no answer. Raises UnknownValue."""
        text = plain_value(value)
        if text in self.table:
            return self.table[text]
        if text in NO_ANSWER:
            return None
        row = KINDS[self.kind]
        if row.low is None or row.high is None:
            raise UnknownValue(value)
        if text in WORDS:
            share = 1 - WORDS[text] if self.reversed else WORDS[text]
            return round(row.low + share * (row.high - row.low))
        number = _whole(text)
        if number is None or not row.holds(number):
            raise UnknownValue(value)
        return row.low + row.high - number if self.reversed else number


def plain_value(value: str) -> str:
    """As values are compared: without outer blanks, in small letters, whole numbers without decimals."""
    text = " ".join(value.replace("\u00a0", " ").split()).casefold().rstrip(".")
    number = _whole(text)
    return text if number is None else str(number)


def unexplained(scale: Scale, values: Iterable[str]) -> list[str]:
    """Which of these values the scale does not know."""
    found = []
    for value in values:
        try:
            scale.score(value)
        except UnknownValue:
            found.append(value)
    return found


def read_table(pairs: Iterable[str]) -> dict[str, int | None]:
    """`7=` and `very good=5` as they are typed: a value, an equals sign, the number or nothing. Raises ValueError."""
    table: dict[str, int | None] = {}
    for pair in filter(str.strip, pairs):
        value, sign, number = pair.rpartition("=")
        if not sign or not (number.strip() or "0").lstrip("-").isdecimal():
            raise ValueError(pair)
        table[plain_value(value)] = int(number) if number.strip() else None
    return table


def _whole(text: str) -> int | None:
    whole, _dot, rest = text.partition(".")
    if whole.lstrip("-").isdecimal() and not rest.strip("0"):
        return int(whole)
    return None

"""When a question is asked: every condition one can choose, as words, as one value of a list, and as it is kept. Pure.

Not here: whether a condition holds (`questions.is_met`), and whether it can (`survey_gaps.fits`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from django.utils.translation import gettext as _

from feedback.enums import QuestionKind
from feedback.rules.questions import KINDS

BETWEEN = ":"
NUMBERS = ("at_most", "at_least")
LONGEST = 60


class Earlier(Protocol):
    """The part of a question that is read here (`models.Question`)."""

    code: str
    kind: str
    texts: Any
    options: Any


def as_value(condition: Mapping[str, Any]) -> str:
    """One word for a list to choose from; blank: always asked."""
    if not condition:
        return ""
    parts = (condition.get("question", ""), condition.get("op", ""), condition.get("value", ""))
    return BETWEEN.join(str(part) for part in parts)


def from_value(value: str) -> dict[str, Any]:
    """The condition as it is kept."""
    if not value:
        return {}
    question, op, given = value.split(BETWEEN, 2)
    condition: dict[str, Any] = {"question": question, "op": op}
    if op in NUMBERS:
        condition["value"] = int(given)
    elif given:
        condition["value"] = given
    return condition


def conditions(question: Earlier) -> Iterator[dict[str, Any]]:
    """Every condition that can hang on this question."""
    row = KINDS[QuestionKind(question.kind)]
    if row.low is not None and row.high is not None:
        for number in range(row.low, row.high):
            yield {"question": question.code, "op": "at_most", "value": number}
        for number in range(row.low + 1, row.high + 1):
            yield {"question": question.code, "op": "at_least", "value": number}
    for op in ("is", "is_not"):
        for option in question.options:
            yield {"question": question.code, "op": op, "value": option["code"]}
    for op in ("answered", "not_answered"):
        yield {"question": question.code, "op": op}


def choices(earlier: Sequence[Earlier], language: str) -> list[tuple[str, Any]]:
    """Every condition in groups, one a question."""
    groups: list[tuple[str, Any]] = []
    for number, question in enumerate(earlier, start=1):
        text = question.texts.get(language, "")
        name = f"{number}. {text[:LONGEST]}"
        groups.append(
            (name, [(as_value(each), who(each, question, number, language)) for each in conditions(question)])
        )
    return groups


def who(condition: Mapping[str, Any], question: Earlier, number: int, language: str) -> str:
    """Who is asked: “who answered question 1 with 0 to 6”."""
    op, value = condition.get("op"), condition.get("value")
    row = KINDS[QuestionKind(question.kind)]
    if op in NUMBERS and isinstance(value, int):
        ends = (row.low, value) if op == "at_most" else (value, row.high)
        what = (
            str(value) if ends[0] == ends[1] else _("%(low)s to %(high)s") % {"low": ends[0], "high": ends[1]}
        )
        return _("Who answered question %(number)s with %(what)s") % {"number": number, "what": what}
    if op in ("is", "is_not"):
        found = next((option for option in question.options if option["code"] == value), None)
        sentences = {
            "is": _("Who answered question %(number)s with “%(what)s”"),
            "is_not": _("Who answered question %(number)s with anything but “%(what)s”"),
        }
        text = found["texts"].get(language, "") if found else str(value)
        return sentences[op] % {"number": number, "what": text}
    if op == "answered":
        return _("Who answered question %(number)s") % {"number": number}
    return _("Who left question %(number)s empty") % {"number": number}


def in_words(condition: Mapping[str, Any], questions: Sequence[Earlier], language: str) -> str:
    """Who is asked a question with this condition; blank for everybody and where the other question is gone."""
    for number, question in enumerate(questions, start=1):
        if condition and question.code == condition.get("question"):
            return who(condition, question, number, language)
    return ""

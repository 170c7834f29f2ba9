"""What each kind of question asks for, which questions somebody gets to see, and what an answer may be. Pure.

Not here: how a question is drawn (`forms.answering`), and how severe a low number is (`severity`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from feedback.enums import QuestionKind


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind: its scale (both ends included; None: no number), and the number up to which it opens a case by itself."""

    low: int | None = None
    high: int | None = None
    low_at: int | None = None
    has_options: bool = False

    @property
    def is_score(self) -> bool:
        return self.low is not None

    def holds(self, score: int) -> bool:
        return self.low is not None and self.high is not None and self.low <= score <= self.high


KINDS: Mapping[QuestionKind, KindRow] = {
    QuestionKind.NPS: KindRow(0, 10, low_at=6),
    QuestionKind.CSAT: KindRow(1, 5, low_at=2),
    QuestionKind.CES: KindRow(1, 7, low_at=3),
    QuestionKind.SCALE10: KindRow(0, 10),
    QuestionKind.SCALE5: KindRow(1, 5),
    QuestionKind.EMOTION: KindRow(1, 5),
    QuestionKind.ATTITUDE: KindRow(1, 5),
    QuestionKind.SINGLE: KindRow(has_options=True),
    QuestionKind.MULTIPLE: KindRow(has_options=True),
    QuestionKind.TEXT: KindRow(),
    QuestionKind.WISH: KindRow(),
    QuestionKind.CONTACT: KindRow(),
}
SCORES = tuple(kind for kind, row in KINDS.items() if row.is_score)
MAIN = (QuestionKind.NPS, QuestionKind.CSAT, QuestionKind.CES)
"""The kinds whose number is the score of a survey; the first of them in its order."""
FELT = (*MAIN, QuestionKind.EMOTION)
"""A survey that asks none of these is told by its faces."""

TYPED = (QuestionKind.TEXT, QuestionKind.WISH, QuestionKind.CONTACT)
"""Answered by typing, or by asking to be reached: nothing for a device that stands in public."""


class Asked(Protocol):
    """The part of a question that these rules read (`models.Question`)."""

    code: str
    kind: str
    show_if: Any


Q = TypeVar("Q", bound=Asked)
Answers = Mapping[str, Any]
"""By the code of the question: a number, a list of chosen codes, or words."""


def is_met(condition: Mapping[str, Any], answers: Answers) -> bool:
    """Whether a condition {"question", "op", "value"} holds. An answer not given meets only `not_answered`."""
    given = answers.get(str(condition.get("question", "")))
    op, value = condition.get("op"), condition.get("value")
    if op == "not_answered":
        return given in (None, "", [])
    if given in (None, "", []):
        return False
    if op == "answered":
        return True
    if op in ("at_most", "at_least"):
        if not isinstance(given, int) or not isinstance(value, int):
            return False
        return given <= value if op == "at_most" else given >= value
    chosen = given if isinstance(given, list) else [given]
    return (value in chosen) == (op == "is")


OPERATORS = ("at_most", "at_least", "is", "is_not", "answered", "not_answered")


def shown(questions: Sequence[Q], answers: Answers) -> list[Q]:
    """The questions somebody with these answers gets to see, in order. What hangs on a hidden question is hidden too."""
    seen: list[Q] = []
    counted: dict[str, Any] = {}
    for question in questions:
        if question.show_if and not is_met(question.show_if, counted):
            continue
        seen.append(question)
        if question.code in answers:
            counted[question.code] = answers[question.code]
    return seen


def main_question(questions: Iterable[Q]) -> Q | None:
    """The question whose number is the score of the survey; of one that only shows faces, the faces."""
    found = [question for question in questions if question.kind in FELT]
    return min(found, key=lambda question: question.kind not in MAIN, default=None)


def question_in_mail(questions: Sequence[Q]) -> Q | None:
    """The question a mail can already ask: the one of the score, or the first with a scale, where everybody sees it."""
    open_to_all = [question for question in questions if not question.show_if]
    scaled = [question for question in open_to_all if KINDS[QuestionKind(question.kind)].is_score]
    return main_question(open_to_all) or next(iter(scaled), None)

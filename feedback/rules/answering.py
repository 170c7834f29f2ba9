"""What given answers amount to: the one that is unhappiest, the words in one piece, the mood of the thanks. Pure.

Not here: who gets to see which question (`questions`), and how severe a low number is (`severity`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from feedback.enums import QuestionKind
from feedback.rules.questions import KINDS, MAIN, main_question
from feedback.rules.severity import HIGH_UP_TO, LOW_WHEN_SILENT, is_unhappy

Answers = Mapping[str, Any]


class Low(Protocol):
    """The part of a question that says when it is unhappy (`models.Question`)."""

    code: str
    kind: str
    texts: Any
    show_if: Any
    low_at: int | None


L = TypeVar("L", bound=Low)


@dataclass(frozen=True, slots=True)
class Given:
    """What a person answers, by the code of the question: a number, a list of chosen codes, or words.

    `wish`, `when`, `reach` (kind and value as typed) and `name` say how to reach them. `based_on` is the revision they saw,
    0 for none.
    """

    answers: Answers = field(default_factory=dict)
    wish: str = ""
    when: str = ""
    reach: tuple[tuple[str, str], ...] = ()
    name: str = ""
    based_on: int = 0
    language: str = ""


HAPPY_FROM: Mapping[str, int] = {
    QuestionKind.NPS: 9,
    QuestionKind.CSAT: 4,
    QuestionKind.CES: 6,
    QuestionKind.EMOTION: 4,
}
NEUTRAL_FROM: Mapping[str, int] = {
    QuestionKind.NPS: 7,
    QuestionKind.CSAT: 3,
    QuestionKind.CES: 4,
    QuestionKind.EMOTION: 3,
}
SOFT = (7, 8)
"""The numbers of the recommendation question that are neither unhappy nor happy."""


def said(texts: Mapping[str, str] | None, language: str, first: str = "en") -> str:
    """Words in a language, else in the one that has every text, else in any."""
    words = texts or {}
    return words.get(language) or words.get(first) or next(iter(words.values()), "")


def low_limit(question: Low) -> int | None:
    """Up to which number an answer to this question opens a case; None: it never does."""
    kind = QuestionKind(question.kind)
    if not KINDS[kind].is_score:
        return None
    return question.low_at if question.low_at is not None else KINDS[kind].low_at


def follows_low(question: Low, questions: Sequence[Low]) -> bool:
    """Whether a question is asked of exactly those who were unhappy with another."""
    condition = question.show_if or {}
    other = next((row for row in questions if row.code == condition.get("question")), None)
    if other is None or condition.get("op") != "at_most":
        return False
    limit = low_limit(other)
    return limit is not None and condition.get("value") == limit


def unhappiest(questions: Sequence[L], answers: Answers) -> L | None:
    """The question whose answer opens a case, the most severe one; of equals the score of the survey."""
    low = [row for row in questions if _is_low(row, answers)]
    return max(low, key=lambda row: (_severe(row, answers[row.code]), row.kind in MAIN), default=None)


def _is_low(question: Low, answers: Answers) -> bool:
    score = answers.get(question.code)
    return isinstance(score, int) and is_unhappy(question.kind, score, question.low_at)


def _severe(question: Low, score: int) -> int:
    """2 where it is high by rule, 0 where silence makes it low, else 1."""
    kind = QuestionKind(question.kind)
    if score <= HIGH_UP_TO.get(kind, -1):
        return 2
    return 0 if score in LOW_WHEN_SILENT.get(kind, ()) else 1


def words_in(questions: Sequence[Low], answers: Answers, language: str, first: str = "en") -> str:
    """Everything somebody wrote, in order; where it is more than one answer, each below its question."""
    written = [
        (question, str(answers[question.code]).strip())
        for question in questions
        if question.kind == QuestionKind.TEXT and str(answers.get(question.code) or "").strip()
    ]
    if len(written) == 1:
        return written[0][1]
    return "\n\n".join(f"{said(row.texts, language, first)}\n{words}" for row, words in written)


def mood(questions: Sequence[Low], answers: Answers) -> str:
    """`happy`, `neutral`, `unhappy`, or `comment` where no number tells."""
    if unhappiest(questions, answers) is not None:
        return "unhappy"
    main = main_question(questions)
    score = answers.get(main.code) if main is not None else None
    if main is None or not isinstance(score, int):
        return "comment"
    if score >= HAPPY_FROM[main.kind]:
        return "happy"
    return "neutral" if score >= NEUTRAL_FROM[main.kind] else "unhappy"

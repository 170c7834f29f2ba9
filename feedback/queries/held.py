"""The answers that were held back, as whoever judges them reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from feedback.enums import ResponseState
from feedback.models import Answer, Question, Response
from feedback.queries.answer_words import in_words
from feedback.queries.answering import value_of

MOST = 100
"""Shown at once; the rest follows when these are judged."""


@dataclass(frozen=True, slots=True)
class Held:
    """One answer: where it came from, why it was held, what it says."""

    response: Response
    said: Sequence[str]


def held_count() -> int:
    return Response.objects.filter(state=ResponseState.HELD).count()


def held_answers() -> list[Held]:
    """The oldest first."""
    answers = Prefetch(
        "answers", Answer.objects.select_related("question", "text").order_by("question__order")
    )
    rows = Response.objects.filter(state=ResponseState.HELD).select_related(
        "link", "place", "version__survey"
    )
    found = rows.prefetch_related(answers).order_by("at", "pk")[:MOST]
    return [
        Held(row, [_said(answer.question, answer, row.language) for answer in row.answers.all()])
        for row in found
    ]


def _said(question: Question, answer: Answer, language: str) -> str:
    value = value_of(answer)
    return in_words(question, value, language) if value is not None else ""

"""Builders of survey answers as they stand in the tables. Not here: how they arrive (`operations.answering`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from feedback.enums import QuestionKind
from feedback.models import Answer, Question, Response, Text
from tests.cast import NOW, Cast


def answer(
    cast: Cast, score: int | None = 9, words: str = "", *, at: datetime = NOW, **fields: Any
) -> Response:
    """An answer to the one question, by a nameless customer at Leeds whom Anna led, unless told otherwise."""
    question = Question.objects.get(
        version__survey__slug="recommend", version__number=1, kind=QuestionKind.NPS
    )
    values: dict[str, Any] = {
        "version_id": question.version_id,
        "language": "en",
        "at": at,
        "touched_at": at,
        "completed_at": at,
        "place": cast.leeds,
        "leader": cast.leader,
    }
    response = Response.objects.create(**(values | fields))
    if score is not None:
        Answer.objects.create(response=response, question=question, kind=QuestionKind.NPS, score=score)
    if words:
        reason = Question.objects.filter(version=question.version_id, kind=QuestionKind.TEXT).order_by(
            "order"
        )[0]
        text = Text.objects.create(body=words)
        Answer.objects.create(response=response, question=reason, kind=QuestionKind.TEXT, text=text)
    return response


def answers(cast: Cast, n: int, score: int | None = 9, **fields: Any) -> list[Response]:
    return [answer(cast, score, **fields) for _ in range(n)]

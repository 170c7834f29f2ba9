"""Storing answers: in place until they are sent, afterwards as revisions. Part of their caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxapp.lib.sql import insert_rows
from feedback.enums import QuestionKind
from feedback.models import Answer, Question, Response, Text
from feedback.rules.questions import KINDS


def store(*, response: Response, questions: Sequence[Question], answers: Mapping[str, Any]) -> None:
    """The first answers of a response, or its next revision: one row for each answer handed in, None where one was taken back."""
    rows, texts = [], {}
    for question in questions:
        if question.code not in answers:
            continue
        row = Answer(response=response, question=question, revision=response.revision, kind=question.kind)
        words = _fill(row, answers[question.code])
        if words:
            texts[question.code] = Text(body=words)
        rows.append(row)
    insert_rows(list(texts.values()))
    for row in rows:
        row.text = texts.get(row.question.code)
    insert_rows(rows)


def replace(
    *,
    response: Response,
    questions: Sequence[Question],
    before: Mapping[str, Any],
    answers: Mapping[str, Any],
) -> None:
    """Edit the answers of a response that has not been sent: only rows that differ are touched."""
    asked = {question.pk: question for question in questions}
    rows = Answer.objects.filter(response=response, revision=response.revision).select_related("text")
    for row in rows:
        value = answers.get(asked[row.question_id].code)
        if value == before.get(asked[row.question_id].code):
            continue
        words = _fill(row, value)
        if row.text is not None:
            row.text.body = words
            row.text.save(update_fields=["body"])
        elif words:
            row.text = Text.objects.create(body=words)
        row.save(update_fields=["score", "choices", "text"])
    stored = {row.question_id for row in rows}
    new = [question for question in questions if question.pk not in stored]
    store(response=response, questions=new, answers=answers)


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What is different now; None for what was taken back."""
    return {code: after.get(code) for code in {**before, **after} if before.get(code) != after.get(code)}


def _fill(row: Answer, value: Any) -> str:
    """Put a value into its column; words are answered back, for they have a row of their own."""
    kind = QuestionKind(row.kind)
    row.score = row.choices = None
    if value is None:
        return ""
    if KINDS[kind].is_score:
        row.score = value
    elif kind in (QuestionKind.TEXT, QuestionKind.CONTACT):
        return str(value).strip()
    else:
        row.choices = list(value) if isinstance(value, list) else [value]
    return ""

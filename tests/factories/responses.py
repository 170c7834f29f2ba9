"""Builders of surveys and answers as rows, for pages that read many of them. Not here: how an answer comes in (operations)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import count
from typing import Any

from accounts.models import Unit
from feedback.enums import AskedBy, QuestionKind, ResponseSource
from feedback.models import (
    Answer,
    Customer,
    Invitation,
    Occasion,
    Question,
    Response,
    Survey,
    SurveyVersion,
    Text,
)
from tests.cast import LONG_AGO, NOW, Cast

_numbers = count(1)


def make_survey(
    kind: str = QuestionKind.NPS, *, slug: str = "", more: Sequence[dict[str, Any]] = ()
) -> Survey:
    """A published survey: a main question of this kind, a text, and what else is asked."""
    slug = slug or f"survey-{next(_numbers)}"
    survey = Survey.objects.create(slug=slug, name=f"Survey {slug}")
    add_version(survey, kind, more=more)
    return survey


def add_version(survey: Survey, kind: str, *, more: Sequence[dict[str, Any]] = ()) -> SurveyVersion:
    """The next published version."""
    number = survey.versions.count() + 1
    version = SurveyVersion.objects.create(
        survey=survey, number=number, languages=["en"], published_at=LONG_AGO
    )
    asked = [
        {"code": "main", "kind": kind, "texts": {"en": "How was it?"}},
        {"code": "why", "kind": QuestionKind.TEXT, "texts": {"en": "Why?"}},
        *more,
    ]
    for order, row in enumerate(asked, 1):
        Question.objects.create(version=version, order=order, **row)
    return version


def respond(survey: Survey, cast: Cast, score: int | None, *, at: datetime = NOW, **fields: Any) -> Response:
    """One answer to the newest version, at Leeds and Anna's unless told; `words`, `also` {code: number or codes}."""
    words, also = fields.pop("words", ""), fields.pop("also", {})
    version = fields.pop("version", None) or survey.versions.order_by("-number")[0]
    values: dict[str, Any] = {
        "source": ResponseSource.LINK,
        "place": cast.leeds,
        "leader": cast.leader,
        "at": at,
        "completed_at": at,
    }
    response = Response.objects.create(version=version, **(values | fields))
    questions = {question.code: question for question in version.questions.all()}
    given: dict[str, Any] = {"main": score, **also}
    for code, value in given.items():
        question = questions[code]
        answer = Answer(response=response, question=question, kind=question.kind)
        if isinstance(value, list):
            answer.choices = value
        else:
            answer.score = value
        answer.save()
    if words:
        text = Text.objects.create(body=words)
        Answer.objects.create(response=response, question=questions["why"], kind=QuestionKind.TEXT, text=text)
    return response


def respond_many(survey: Survey, cast: Cast, scores: Sequence[int], **fields: Any) -> list[Response]:
    """One answer for each number, in two statements; `at` alike for all, or one for each in `moments`."""
    moments = fields.pop("moments", None) or [fields.pop("at", NOW)] * len(scores)
    question = Question.objects.filter(version__survey=survey, code="main").order_by("-version__number")[0]
    values: dict[str, Any] = {"source": ResponseSource.LINK, "place": cast.leeds, "leader": cast.leader}
    responses = Response.objects.bulk_create(
        Response(version_id=question.version_id, at=at, completed_at=at, **(values | fields))
        for at in moments
    )
    Answer.objects.bulk_create(
        Answer(response=response, question=question, kind=question.kind, score=score)
        for response, score in zip(responses, scores, strict=True)
    )
    return responses


def occasion(
    survey: Survey, cast: Cast, *, at: datetime = NOW, passed_over: str = "", **fields: Any
) -> Occasion:
    """A customer who could be asked: passed over, or invited with what came of it (`delivered_at` …)."""
    number = next(_numbers)
    place: Unit = fields.pop("place", cast.leeds)
    customer = Customer.objects.create(name=f"Customer {number}", created_at=at)
    invitation = None
    if not passed_over:
        invitation = Invitation.objects.create(
            version=survey.versions.order_by("-number")[0],
            customer=customer,
            token_sha=f"token {number}",
            sent_at=at,
            expires_at=at,
            place=place,
            leader=fields.pop("leader", cast.leader),
            **fields,
        )
    return Occasion.objects.create(
        survey=survey,
        customer=customer,
        how=AskedBy.LIST,
        place=place,
        at=at,
        due_at=at,
        decided_at=at,
        invitation=invitation,
        passed_over=passed_over,
    )

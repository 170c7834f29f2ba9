"""Sent, opened, answered, unhappy: what the list of surveys counts, and what it leaves out."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from feedback.enums import QuestionKind as Kind
from feedback.enums import ResponseState
from feedback.models import Answer, Invitation, Question, Response, Survey, SurveyVersion
from feedback.queries.survey_health import DAYS, Health, health_of_all
from tests.cast import NOW, Cast


@pytest.fixture
def version(db: None) -> SurveyVersion:
    survey = Survey.objects.create(slug="mine", name="Mine")
    return SurveyVersion.objects.create(survey=survey, number=1, languages=["en"], published_at=NOW)


def asked(version: SurveyVersion, kind: Kind = Kind.NPS, **more: Any) -> Question:
    order = version.questions.count() + 1
    return Question.objects.create(version=version, order=order, code=f"q{order}", kind=kind, **more)


def answered(question: Question, *scores: int | None, **more: Any) -> Response:
    response = Response.objects.create(version=question.version, **{"at": NOW, **more})
    for revision, score in enumerate(scores, start=1):
        Answer.objects.create(
            response=response, question=question, kind=question.kind, score=score, revision=revision
        )
    return response


def sent(version: SurveyVersion, name: str, **more: Any) -> None:
    row = {"sent_at": NOW, "expires_at": NOW + timedelta(days=30), **more}
    Invitation.objects.create(version=version, token_sha=sha256(name.encode()).hexdigest(), **row)


def health(version: SurveyVersion, cast: Cast, who: str = "cx_manager") -> Health:
    return health_of_all(user=getattr(cast, who), now=NOW).get(version.survey_id, Health())


def test_invitations_are_sent_and_some_are_opened(version: SurveyVersion, cast: Cast) -> None:
    sent(version, "a")
    sent(version, "b", opened_at=NOW)
    sent(version, "test", opened_at=NOW, is_test=True)
    sent(version, "old", opened_at=NOW, sent_at=NOW - timedelta(days=DAYS + 1))
    assert health(version, cast) == Health(sent=2, opened=1)


@pytest.mark.parametrize(
    ("kind", "low_at", "score", "low"),
    [
        (Kind.NPS, None, 6, 1),
        (Kind.NPS, None, 7, 0),
        (Kind.NPS, 3, 4, 0),
        (Kind.NPS, -1, 0, 0),
        (Kind.CSAT, None, 2, 1),
        (Kind.CES, None, 3, 1),
        (Kind.EMOTION, None, 1, 0),
        (Kind.EMOTION, 2, 1, 1),
    ],
)
def test_an_answer_is_unhappy_up_to_what_the_question_says_or_its_kind_has(
    version: SurveyVersion, cast: Cast, kind: Kind, low_at: int | None, score: int, low: int
) -> None:
    answered(asked(version, kind, low_at=low_at), score)
    assert health(version, cast) == Health(answered=1, low=low)


def test_the_newest_revision_decides(version: SurveyVersion, cast: Cast) -> None:
    question = asked(version)
    answered(question, 2, 9)
    answered(question, 9, 2)
    assert health(version, cast) == Health(answered=2, low=1)


def test_somebody_unhappy_twice_in_one_response_is_one(version: SurveyVersion, cast: Cast) -> None:
    first, second = asked(version), asked(version, Kind.CSAT)
    response = answered(first, 1)
    Answer.objects.create(response=response, question=second, kind=second.kind, score=1)
    assert health(version, cast) == Health(answered=1, low=1)


def test_tests_and_what_is_held_back_count_nowhere(version: SurveyVersion, cast: Cast) -> None:
    question = asked(version)
    answered(question, 1, is_test=True)
    answered(question, 1, state=ResponseState.HELD, held_for="quick")
    answered(question, 1, state=ResponseState.DROPPED)
    answered(question, 1, at=NOW - timedelta(days=DAYS + 1))
    assert health(version, cast) == Health()

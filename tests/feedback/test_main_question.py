"""Which question tells how a survey went: the score, and where none is asked, the faces."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from feedback.enums import QuestionKind as Kind
from feedback.models import Answer
from feedback.queries.felt import how_they_felt
from feedback.rules.answering import mood
from feedback.rules.drawing import Felt
from feedback.rules.questions import main_question
from tests.cast import NOW, Cast
from tests.factories.answers import answer


def asked(*kinds: Kind) -> list[SimpleNamespace]:
    return [
        SimpleNamespace(code=kind.value, kind=kind.value, show_if={}, texts={}, low_at=None) for kind in kinds
    ]


def main_kind(*kinds: Kind) -> str | None:
    found = main_question(asked(*kinds))
    return found.kind if found else None


def test_a_score_goes_before_faces_wherever_it_stands() -> None:
    assert main_kind(Kind.TEXT, Kind.EMOTION, Kind.CSAT) == Kind.CSAT
    assert main_kind(Kind.TEXT, Kind.EMOTION) == Kind.EMOTION
    assert main_kind(Kind.TEXT, Kind.ATTITUDE) is None


@pytest.mark.parametrize(("face", "expected"), [(5, "happy"), (3, "neutral"), (1, "unhappy")])
def test_a_face_says_how_it_was(face: int, expected: str) -> None:
    assert mood(asked(Kind.EMOTION), {"emotion": face}) == expected


@pytest.mark.django_db
def test_an_answer_in_faces_is_felt_and_a_score_beside_it_goes_first(cast: Cast) -> None:
    pressed = answer(cast, None, at=NOW - timedelta(hours=1))
    question = pressed.version.questions.order_by("order")[0]
    Answer.objects.create(response=pressed, question=question, kind=Kind.EMOTION, score=5)

    assert how_they_felt(Answer.objects.filter(response=pressed)) == {pressed.pk: Felt.HIGH}

"""What is asked is read once while nobody can change it; a draft is read at every look."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from feedback.models import Question, Survey, SurveyVersion
from feedback.notices.surveys import survey_path
from feedback.queries.answer_reads import questions_of, version_of
from tests.cast import NOW
from tests.feedback.answering.questions import NPS, REASON


def words(version: SurveyVersion) -> list[str]:
    return [row.texts["en"] for row in questions_of(version_of(version.pk))]


def test_the_second_reader_of_a_published_survey_asks_no_table_for_its_questions(
    survey: Any, invited: Any, clock: Any, visitor: Client
) -> None:
    path = survey_path(invited(survey(NPS, REASON)))
    visitor.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert "How likely?" in visitor.get(path).content.decode()
    read = " ".join(query["sql"] for query in asked.captured_queries)
    assert "feedback_question" not in read
    assert "feedback_surveyversion" not in read


def test_a_draft_is_read_as_it_stands_now(survey: Any) -> None:
    draft = survey(NPS, published_at=None)
    assert words(draft) == ["How likely?"]
    Question.objects.filter(version=draft).update(texts={"en": "How likely now?"})
    assert words(draft) == ["How likely now?"]


def test_publishing_keeps_the_words_of_that_moment(survey: Any) -> None:
    draft = survey(NPS, published_at=None)
    assert words(draft) == ["How likely?"]
    Question.objects.filter(version=draft).update(texts={"en": "Asked like this?"})
    draft.published_at = NOW
    draft.save(update_fields=["published_at"])
    assert words(draft) == ["Asked like this?"]


def test_a_survey_that_gets_another_name_is_read_again(survey: Any) -> None:
    version = survey(NPS)
    assert version_of(version.pk).survey.name == "A survey"
    changed = Survey.objects.get(pk=version.survey_id)
    changed.name = "After a visit"
    changed.save(update_fields=["name"])
    assert version_of(version.pk).survey.name == "After a visit"

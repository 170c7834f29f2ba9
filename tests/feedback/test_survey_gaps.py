"""What keeps a draft from being published, by question and language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from feedback.enums import QuestionKind as Kind
from feedback.rules.survey_gaps import gaps
from feedback.rules.templates import TEMPLATES, fields


@dataclass
class Row:
    code: str
    kind: str
    texts: dict[str, str] = field(default_factory=lambda: {"en": "Well?"})
    ends: dict[str, dict[str, str]] = field(default_factory=dict)
    options: list[dict[str, Any]] = field(default_factory=list)
    show_if: dict[str, Any] = field(default_factory=dict)
    required: bool = False
    low_at: int | None = None


ENDS = {"low": {"en": "Bad"}, "high": {"en": "Good"}}


def nps(code: str = "nps", **more: Any) -> Row:
    return Row(code, Kind.NPS, ends=ENDS, **more)


def text(**more: Any) -> Row:
    return Row("text", Kind.TEXT, **more)


def choice(*codes: str) -> Row:
    return Row("choice", Kind.SINGLE, options=[{"code": code, "texts": {"en": code}} for code in codes])


def said(*rows: Row, languages: tuple[str, ...] = ("en",), **texts: dict[str, str]) -> list[str]:
    return [gap.sentence for gap in gaps(questions=rows, languages=languages, texts=texts)]


def test_a_survey_with_every_word_has_no_gap() -> None:
    assert said(nps(), text(), choice("a", "b"), thanks={"en": "Thanks"}) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_each_ready_made_survey_can_be_published_as_it_is_in_its_four_languages(name: str) -> None:
    languages = ("en", "de", "es", "fr")
    rows = [Row(**fields(ask, languages)) for ask in TEMPLATES[name].asks]
    found = gaps(questions=rows, languages=languages, texts=dict(TEMPLATES[name].texts))
    assert found == []


def test_without_a_question_nothing_is_asked() -> None:
    assert said() == ["Add a question."]


def test_without_a_language_nobody_can_read_it() -> None:
    assert "Choose at least one language." in said(nps(), languages=())


def test_each_missing_word_is_named_by_question_and_language() -> None:
    assert said(nps(), choice("a", "b"), languages=("en", "de"), intro={"en": "Hello"}) == [
        "The opening has no words in Deutsch.",
        "Question 1 has no words in Deutsch.",
        "The lowest number of question 1 has no words in Deutsch.",
        "The highest number of question 1 has no words in Deutsch.",
        "Question 2 has no words in Deutsch.",
        "Answer 1 of question 2 has no words in Deutsch.",
        "Answer 2 of question 2 has no words in Deutsch.",
    ]


def test_blanks_are_no_words() -> None:
    assert said(text(texts={"en": "  "})) == ["Question 1 has no words in English."]


def test_faces_need_no_words_at_their_ends() -> None:
    assert said(Row("felt", Kind.EMOTION)) == []


@pytest.mark.parametrize("codes", [(), ("one",)])
def test_a_choice_needs_two_answers(codes: tuple[str, ...]) -> None:
    assert said(choice(*codes)) == ["Question 1 needs at least two answers to choose from."]


def test_two_recommendation_numbers_make_no_score() -> None:
    assert said(nps("one"), nps("two")) == [
        "Ask only once how likely they are to recommend you: two such numbers make no score."
    ]


def test_a_branch_must_hang_on_a_question_that_comes_before() -> None:
    later = text(show_if={"question": "nps", "op": "at_most", "value": 6})
    assert said(later, nps()) == ["Question 1 depends on a question that does not come before it."]


@pytest.mark.parametrize(
    ("before", "condition"),
    [
        (nps(), {"question": "nps", "op": "at_most", "value": 11}),
        (nps(), {"question": "nps", "op": "at_most", "value": None}),
        (nps(), {"question": "nps", "op": "roughly", "value": 3}),
        (choice("a", "b"), {"question": "choice", "op": "is", "value": "c"}),
    ],
)
def test_a_branch_must_hang_on_an_answer_somebody_can_give(before: Row, condition: dict[str, Any]) -> None:
    assert said(before, text(show_if=condition)) == ["Question 2 depends on an answer that nobody can give."]


def test_not_every_answer_may_count_as_unhappy() -> None:
    assert said(nps(low_at=10)) == ["Question 1 counts every answer as unhappy."]
    assert said(nps(low_at=9)) == []


def test_a_gap_says_which_question_it_is_about() -> None:
    found = gaps(questions=[nps(), text(texts={})], languages=["en"], texts={})
    assert [gap.question for gap in found] == ["text"]

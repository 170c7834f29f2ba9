"""Conditions and choices as people read and type them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from feedback.enums import QuestionKind as Kind
from feedback.rules.branching import as_value, choices, conditions, from_value, in_words
from feedback.rules.survey_gaps import fits
from feedback.rules.survey_options import as_lines, from_lines


def asked(kind: Kind, code: str = "q", **more: Any) -> Any:
    row = {"texts": {"en": "Well?"}, "options": [], "ends": {}, "show_if": {}, "low_at": None, **more}
    return SimpleNamespace(code=code, kind=kind, **row)


YES_NO = [{"code": "yes", "texts": {"en": "Yes", "de": "Ja"}}, {"code": "no", "texts": {"en": "No"}}]


@pytest.mark.parametrize("kind", Kind)
def test_every_condition_offered_can_come_true_and_is_kept_as_it_was_chosen(kind: Kind) -> None:
    question = asked(kind, options=YES_NO if kind in (Kind.SINGLE, Kind.MULTIPLE) else [])
    for condition in conditions(question):
        assert fits(condition, question)
        assert from_value(as_value(condition)) == condition


def test_a_list_of_conditions_has_a_group_a_question() -> None:
    found = choices([asked(Kind.TEXT, "a"), asked(Kind.NPS, "b")], "en")
    assert [name for name, _rest in found] == ["1. Well?", "2. Well?"]


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"op": "at_most", "value": 6}, "Who answered question 1 with 0 to 6"),
        ({"op": "at_most", "value": 0}, "Who answered question 1 with 0"),
        ({"op": "at_least", "value": 9}, "Who answered question 1 with 9 to 10"),
        ({"op": "answered"}, "Who answered question 1"),
        ({"op": "not_answered"}, "Who left question 1 empty"),
    ],
)
def test_a_condition_on_a_number_reads_as_words(condition: dict[str, Any], words: str) -> None:
    assert in_words({"question": "q", **condition}, [asked(Kind.NPS)], "en") == words


def test_a_condition_on_a_choice_says_the_words_of_the_choice() -> None:
    question = asked(Kind.SINGLE, options=YES_NO)
    condition = {"question": "q", "op": "is_not", "value": "yes"}
    assert in_words(condition, [question], "de") == "Who answered question 1 with anything but “Ja”"


def test_without_a_condition_there_are_no_words() -> None:
    assert in_words({}, [asked(Kind.NPS)], "en") == ""


def test_lines_become_options_with_the_same_line_in_each_language() -> None:
    assert from_lines({"en": "Fast\nKind \n", "de": "Schnell\nFreundlich"}, [], "en") == [
        {"code": "fast", "texts": {"en": "Fast", "de": "Schnell"}},
        {"code": "kind", "texts": {"en": "Kind", "de": "Freundlich"}},
    ]


def test_options_typed_back_as_they_stand_are_the_same_options() -> None:
    typed = {"en": as_lines(YES_NO, "en"), "de": as_lines(YES_NO, "de")}
    assert from_lines(typed, YES_NO, "en") == YES_NO


def test_an_option_that_moves_takes_its_code_along() -> None:
    assert [one["code"] for one in from_lines({"en": "No\nYes"}, YES_NO, "en")] == ["no", "yes"]


def test_an_option_whose_words_are_corrected_keeps_its_code() -> None:
    assert [one["code"] for one in from_lines({"en": "Yes\nNot at all"}, YES_NO, "en")] == ["yes", "no"]


def test_an_option_that_is_taken_out_does_not_rename_the_others() -> None:
    assert from_lines({"en": "No"}, YES_NO, "en") == [{"code": "no", "texts": {"en": "No"}}]


def test_two_new_options_of_one_name_have_codes_of_their_own() -> None:
    assert [one["code"] for one in from_lines({"en": "Other\nOther"}, [], "en")] == ["other", "other-2"]


def test_an_option_typed_twice_is_two_options() -> None:
    assert [one["code"] for one in from_lines({"en": "Yes\nYes\nYes"}, YES_NO, "en")] == [
        "yes",
        "no",
        "yes-2",
    ]


def test_words_in_a_language_not_shown_are_not_lost() -> None:
    assert from_lines({"en": "Yes\nNo"}, YES_NO, "en")[0]["texts"] == {"en": "Yes", "de": "Ja"}


def test_a_line_without_a_translation_stays_an_option() -> None:
    assert from_lines({"en": "Yes\nNo", "fr": "Oui\n"}, [], "en")[1]["texts"] == {"en": "No"}

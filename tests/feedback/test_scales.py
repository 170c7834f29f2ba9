"""Scores of other systems: one table a file, nothing guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.enums import QuestionKind
from feedback.rules.questions import KINDS, SCORES
from feedback.rules.scales import Scale, UnknownValue, read_table, unexplained


def test_a_number_on_the_scale_counts_as_it_stands() -> None:
    assert Scale(QuestionKind.NPS).score(" 9.0 ") == 9


def test_on_a_reversed_scale_one_is_the_best() -> None:
    scale = Scale(QuestionKind.CSAT, reversed=True)
    assert [scale.score(str(n)) for n in (1, 2, 3, 4, 5)] == [5, 4, 3, 2, 1]


@pytest.mark.parametrize("value", ["", "  ", "BLANK", "N/A", "Not applicable", "Don't know"])
def test_no_answer_is_none_and_never_zero(value: str) -> None:
    assert Scale(QuestionKind.NPS).score(value) is None


@pytest.mark.parametrize(("kind", "value"), [("nps", "11"), ("csat", "0"), ("csat", "6"), ("nps", "lovely")])
def test_what_stands_in_no_table_is_asked_about(kind: str, value: str) -> None:
    with pytest.raises(UnknownValue):
        Scale(QuestionKind(kind)).score(value)


def test_a_code_may_mean_no_answer() -> None:
    scale = Scale(QuestionKind.CSAT, reversed=True, table=read_table(["6=", "7=", "0="]))
    assert [scale.score(code) for code in ("6", "7", "0", "5")] == [None, None, None, 1]


def test_words_stand_where_their_share_of_the_scale_is() -> None:
    words = ("Very poor", "Poor", "Neither", "Good", "Very good")
    assert [Scale(QuestionKind.CSAT).score(word) for word in words] == [1, 2, 3, 4, 5]
    assert [Scale(QuestionKind.NPS).score(word) for word in words] == [0, 2, 5, 8, 10]


def test_what_a_person_decided_goes_before_everything() -> None:
    assert Scale(QuestionKind.CSAT, table=read_table(["good=5"])).score("Good") == 5


def test_a_pair_without_an_equals_sign_is_refused() -> None:
    with pytest.raises(ValueError, match="eleven"):
        read_table(["eleven"])


def test_the_unexplained_values_are_named() -> None:
    assert unexplained(Scale(QuestionKind.NPS), ["10", "11", "BLANK", "?"]) == ["11", "?"]


@given(st.sampled_from(SCORES), st.booleans(), st.text(max_size=12) | st.integers(-20, 20).map(str))
def test_whatever_comes_the_score_is_on_the_scale(kind: QuestionKind, reverse: bool, value: str) -> None:
    try:
        score = Scale(kind, reversed=reverse).score(value)
    except UnknownValue:
        return
    assert score is None or KINDS[kind].holds(score)


@given(st.sampled_from(SCORES), st.data())
def test_reversing_twice_changes_nothing(kind: QuestionKind, data: st.DataObject) -> None:
    row = KINDS[kind]
    assert row.low is not None
    assert row.high is not None
    number = data.draw(st.integers(row.low, row.high))
    once = Scale(kind, reversed=True).score(str(number))
    assert Scale(kind, reversed=True).score(str(once)) == number

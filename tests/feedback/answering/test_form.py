"""The form of any survey: a widget a kind, branches, what is required. Not here: keeping the answers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from feedback.enums import QuestionKind
from feedback.forms.answering import AnswerForm, Known, initial_of
from feedback.rules.questions import KINDS
from tests.feedback.answering.questions import NPS, REASON, WHICH, questions

pytestmark = pytest.mark.django_db


def form(*rows: dict[str, Any], data: str | None = None, language: str = "en", **options: Any) -> AnswerForm:
    return AnswerForm(questions(*rows), language, QueryDict(data) if data is not None else None, **options)


def codes(made: AnswerForm, *, hidden: bool) -> list[str]:
    return [part.code for part in made.draws() if part.code and part.hidden is hidden]


@pytest.mark.parametrize("kind", QuestionKind)
def test_every_kind_of_question_is_drawn_with_its_words(kind: QuestionKind) -> None:
    options = [{"code": "a", "texts": {"en": "First of all"}}] if KINDS[kind].has_options else []
    made = form({"code": "one", "kind": kind, "texts": {"en": "What about it?"}, "options": options})
    html = render_to_string("feedback/public/_questions.html", {"form": made})
    assert ("What about it?" in html, "First of all" in html) == (True, bool(options))


def test_words_are_in_the_language_asked_for_else_in_the_first() -> None:
    made = form(NPS, WHICH, language="de")
    assert [made.fields[name].label for name in ("q-recommend", "q-which")] == ["Wie sehr?", "What was it?"]


def test_the_ends_of_a_scale_are_those_of_the_question() -> None:
    made = form({**NPS, "ends": {"low": {"en": "Never"}, "high": {"en": "Always"}}})
    widget: Any = made.fields["q-recommend"].widget
    assert (widget.low, widget.high) == ("Never", "Always")


def test_a_branch_stands_hidden_until_an_answer_asks_for_it() -> None:
    branch = {**WHICH, "show_if": {"question": "recommend", "op": "at_least", "value": 9}}
    before, after = form(NPS, branch), form(NPS, branch, initial={"q-recommend": 9})
    assert (codes(before, hidden=True), codes(after, hidden=True)) == (["which"], [])


def test_the_page_says_what_a_branch_waits_for() -> None:
    [_first, part, *_rest] = form(NPS, WHICH).draws()
    assert json.loads(part.condition)["field"] == "q-recommend"


def test_what_is_asked_of_the_unhappy_needs_neither_script_nor_step() -> None:
    made = form(NPS, {**WHICH, "show_if": {"question": "recommend", "op": "at_most", "value": 6}})
    assert [part.unhappy for part in made.draws()] == [False, True, True]


def test_without_scripts_a_branch_that_comes_up_is_the_next_step() -> None:
    made = form(NPS, {**WHICH, "required": True}, data="q-recommend=2&asked=recommend")
    assert (made.is_valid(), [row.code for row in made.more]) == (True, ["which"])


def test_with_scripts_the_branch_was_on_the_page_and_is_missed() -> None:
    made = form(NPS, {**WHICH, "required": True}, data="q-recommend=2&asked=*")
    assert dict(made.errors) == {"q-which": ["Choose one of them."]}


def test_the_next_step_carries_what_was_answered() -> None:
    made = form(NPS, REASON, WHICH, data="q-recommend=2&q-reason=Late&asked=recommend,reason", only=["which"])
    html = render_to_string("feedback/public/_questions.html", {"form": made})
    assert (
        'type="hidden" name="q-reason" value="Late"' in html,
        "The price" in html,
        codes(made, hidden=False),
    ) == (
        True,
        True,
        ["which"],
    )


def test_an_answer_to_a_question_that_does_not_show_is_not_kept() -> None:
    made = form(NPS, WHICH, data="q-recommend=9&q-which=price")
    assert (made.is_valid(), dict(made.given().answers)) == (True, {"recommend": 9})


def test_a_required_question_that_does_not_show_is_not_missed() -> None:
    assert form(NPS, {**WHICH, "required": True}, data="q-recommend=9").is_valid()


def test_several_choices_are_kept_as_their_codes() -> None:
    many = {**WHICH, "kind": QuestionKind.MULTIPLE, "show_if": {}}
    made = form(many, data="q-which=price&q-which=wait")
    assert (made.is_valid(), dict(made.given().answers)) == (True, {"which": ["price", "wait"]})


def test_whether_somebody_may_call_is_asked_even_where_the_survey_has_no_question_for_it() -> None:
    made = form(NPS, REASON)
    assert list(made.fields) == ["q-recommend", "q-reason", "wish", "when", "reach", "based_on", "asked"]


def test_a_survey_that_can_open_no_case_asks_nobody_for_a_call() -> None:
    assert "wish" not in form({"code": "felt", "kind": QuestionKind.EMOTION, "texts": {"en": "Felt?"}}).fields


def test_nobody_whose_telephone_we_know_is_asked_for_it() -> None:
    assert (
        "reach"
        not in form(NPS, {"code": "r", "kind": QuestionKind.CONTACT}, known=Known(has_phone=True)).fields
    )


def test_a_call_without_a_number_is_refused() -> None:
    made = form(NPS, data="q-recommend=2&wish=call&reach=")
    assert made.errors == {"reach": ["Enter a telephone number, so that we can call you."]}


def test_what_was_kept_comes_back_in_its_fields() -> None:
    made = form(NPS, REASON, initial=initial_of({"recommend": 3, "reason": "Late"}, "call", "after five"))
    assert [made[name].value() for name in ("q-recommend", "q-reason", "wish", "when")] == [
        3, "Late", "call", "after five",
    ]  # fmt: skip

"""The form of any survey, made from its questions: one widget a kind, required and branching as the survey says.

`draws` yields the parts of the page in order; `feedback/public/_questions.html` draws them, in the survey, in its preview and
wherever else. Not here: keeping what was answered (`operations.answering`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from feedback.enums import QuestionKind, Wish
from feedback.forms.answer_fields import (
    field_for,
    reach_field,
    tapped,
    when_field,
    wish_and_time,
    wish_field,
)
from feedback.forms.public import NO_WAY, short
from feedback.models import Question
from feedback.queries.public import contact_point
from feedback.rules.answering import Given, follows_low, low_limit, said
from feedback.rules.questions import shown

PREFIX = "q-"
ASKING = (QuestionKind.WISH, QuestionKind.CONTACT)


@dataclass(frozen=True, slots=True)
class Known:
    """What we know of the person before they answer, so that nothing is asked twice."""

    has_phone: bool = False
    has_mail: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One question on the page. `unhappy`: of those who are unhappy; `hidden`: until another answer asks for it."""

    fields: Sequence[BoundField]
    code: str = ""
    unhappy: bool = False
    hidden: bool = False
    condition: str = ""


class AnswerForm(forms.Form):
    """`questions` in their order, texts in `language`, else in `first`; `only` leaves out what was answered a step before."""

    point: tuple[str, str] | None = None

    def __init__(
        self,
        questions: Sequence[Question],
        language: str,
        data: Any = None,
        *,
        first: str = "en",
        initial: Mapping[str, Any] | None = None,
        known: Known | None = None,
        asks_wish: bool = True,
        only: Iterable[str] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.questions, self.language, self.first = list(questions), language, first
        self.known = known or Known()
        self.only = None if only is None else set(only)
        for question in self.questions:
            if question.kind not in ASKING:
                self.fields[PREFIX + question.code] = field_for(question, language, first)
        self._add_asking(asks_wish)
        self.fields["based_on"] = forms.IntegerField(
            required=False, min_value=0, max_value=10_000, widget=forms.HiddenInput()
        )
        self.fields["asked"] = forms.CharField(required=False, widget=forms.HiddenInput())

    def _add_asking(self, asks_wish: bool) -> None:
        """How to reach somebody: asked by the survey, else of everybody who is unhappy with a question."""
        wish, contact = self._asking(QuestionKind.WISH), self._asking(QuestionKind.CONTACT)
        asks_wish = asks_wish and any(low_limit(row) is not None for row in self.questions)
        if wish is not None or asks_wish:
            label = said(wish.texts, self.language, self.first) if wish else ""
            self.fields["wish"] = wish_field(label, required=wish is not None and wish.required)
            self.fields["when"] = when_field()
        if (contact is not None or "wish" in self.fields) and not self.known.has_phone:
            words = said(contact.texts, self.language, self.first) if contact else ""
            needed = contact is not None and contact.required and not self.known.has_mail
            self.fields["reach"] = reach_field(words, has_mail=self.known.has_mail, required=needed)
        if contact is not None and not self.known.has_mail:
            self.fields["name"] = short(_("Your name"), autocomplete="name")

    def _asking(self, kind: QuestionKind) -> Question | None:
        return next((row for row in self.questions if row.kind == kind), None)

    # -- What is drawn -------------------------------------------------------------------------------
    def draws(self) -> Iterator[Part]:
        """The parts of the page, in order. What hangs on another answer stands there, hidden until that is given."""
        now_shown = {row.code for row in shown(self.questions, self.answers_now)}
        for question in self.questions:
            fields = [self[name] for name in self._names(question)]
            if not fields or (self.only is not None and question.code not in self.only):
                continue
            unhappy = self.only is None and follows_low(question, self.questions)
            hidden = not unhappy and self.only is None and question.code not in now_shown
            condition = json.dumps(self._condition(question)) if question.show_if and not unhappy else ""
            yield Part(fields, question.code, unhappy, hidden, condition)
        left = [name for name in self._left_over() if name in self.fields]
        if left and self.only is None:
            yield Part([self[name] for name in left], unhappy=True)

    def carried(self) -> Iterator[Any]:
        """What was answered a step before, as hidden fields."""
        if self.only is None:
            return
        drawn = {field.name for part in self.draws() for field in part.fields}
        for field in self:
            if field.name not in drawn and not field.is_hidden:
                yield field.as_hidden()

    def _names(self, question: Question) -> list[str]:
        names = {QuestionKind.WISH: ["wish", "when"], QuestionKind.CONTACT: ["name", "reach"]}
        wanted = names.get(QuestionKind(question.kind), [PREFIX + question.code])
        if question.kind == QuestionKind.WISH and self._asking(QuestionKind.CONTACT) is None:
            wanted = [*wanted, "reach"]
        return [name for name in wanted if name in self.fields]

    def _left_over(self) -> list[str]:
        """Fields no question of the survey stands for."""
        if self._asking(QuestionKind.WISH) is not None:
            return []
        return ["wish", "when"] if self._asking(QuestionKind.CONTACT) else ["wish", "when", "reach"]

    @staticmethod
    def _condition(question: Question) -> dict[str, Any]:
        return {**question.show_if, "field": PREFIX + str(question.show_if.get("question", ""))}

    # -- What was answered ---------------------------------------------------------------------------
    @cached_property
    def answers_now(self) -> dict[str, Any]:
        """What is filled in at this moment, whether or not it is complete: what was sent, else what was kept."""
        found = {}
        for question in self.questions:
            name = self._name(question)
            if name not in self.fields:
                continue
            value = self._value(name)
            if name == "wish":
                value = wish_and_time(value or "")[0]
            if value not in (None, "", []):
                found[question.code] = value
        return found

    def _value(self, name: str) -> Any:
        field = self.fields[name]
        if self.is_bound:
            given = field.widget.value_from_datadict(self.data, self.files, name)
        else:
            given = self.get_initial_for_field(field, name)
        try:
            return field.clean(given)
        except forms.ValidationError:
            return None

    @staticmethod
    def _name(question: Question) -> str:
        names = {QuestionKind.WISH: "wish", QuestionKind.CONTACT: "reach"}
        return names.get(QuestionKind(question.kind), PREFIX + question.code)

    def clean_reach(self) -> str:
        typed: str = self.cleaned_data["reach"].strip()
        if typed:
            self.point = contact_point(typed)
            if self.point is None:
                raise forms.ValidationError(NO_WAY)
        return typed

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for question in self.questions:
            if question not in self.seen or question in self.more:
                for name in self._names(question):
                    self.errors.pop(name, None)
        self._check_reach(values)
        return values

    def _check_reach(self, values: Mapping[str, Any]) -> None:
        """Nobody is promised a call we have no number for."""
        wish, kind = wish_and_time(values.get("wish") or "")[0], self.point[0] if self.point else ""
        if "reach" not in self.fields or "reach" in self.errors:
            return
        if wish == Wish.CALL and kind != "phone":
            self.add_error("reach", _("Enter a telephone number, so that we can call you."))
        if wish == Wish.WRITE and not kind and not self.known.has_mail:
            self.add_error("reach", _("Enter an e-mail address, so that we can write to you."))

    @cached_property
    def seen(self) -> list[Question]:
        """The questions somebody with these answers is asked."""
        return shown(self.questions, self.answers_now)

    @cached_property
    def more(self) -> list[Question]:
        """Questions these answers lead to that were not on the page: without scripts they are the next step."""
        asked = self.data.get("asked", "*") if self.is_bound else "*"
        if asked == "*":
            return []
        before = set(asked.split(","))
        return [row for row in self.seen if row.code not in before and not follows_low(row, self.questions)]

    @property
    def asked_now(self) -> str:
        """The codes a page without scripts shows at first; a script puts `*` there."""
        if self.only is not None:
            return "*"
        return ",".join(part.code for part in self.draws() if part.code and not part.hidden)

    def so_far(self) -> Given:
        """What can be kept of a form that is not finished: what is right already, and no contact details."""
        chosen = self._value("wish") if "wish" in self.fields else ""
        wish, when = self._asked_for(chosen, self._value("when") if chosen else "")
        codes = {row.code for row in self.seen if row.kind != QuestionKind.CONTACT}
        answers = {code: value for code, value in self.answers_now.items() if code in codes}
        return Given(answers=answers, wish=wish, when=when, language=self.language)

    @staticmethod
    def _asked_for(chosen: str | None, written: str | None) -> tuple[str, str]:
        """The wish and its time; what was written goes before what was tapped."""
        wish, when = wish_and_time(chosen or "")
        return wish, (written or "").strip() or when

    def given(self) -> Given:
        """Of answers to questions that do not show, nothing is kept. A wish holds whatever the number is now."""
        codes = {row.code for row in self.seen if row.kind != QuestionKind.CONTACT}
        values = self.cleaned_data
        wish, when = self._asked_for(values.get("wish"), values.get("when"))
        return Given(
            answers={code: value for code, value in self.answers_now.items() if code in codes},
            wish=wish,
            when=when,
            reach=(self.point,) if self.point else (),
            name=(values.get("name") or "").strip(),
            based_on=values.get("based_on") or 0,
            language=self.language,
        )


def initial_of(answers: Mapping[str, Any], wish: str = "", when: str = "") -> dict[str, Any]:
    """The first values of the form's fields for answers kept before."""
    tile, rest = tapped(wish, when)
    return {**{PREFIX + code: value for code, value in answers.items()}, "wish": tile, "when": rest}

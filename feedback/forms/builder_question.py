"""The form of one question of a draft: its words by language, who is asked, what opens a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.enums import QuestionKind
from feedback.forms.builder import words
from feedback.models import Question
from feedback.rules.branching import as_value, choices, from_value
from feedback.rules.languages import Language, language
from feedback.rules.questions import KINDS
from feedback.rules.survey_gaps import ASKS_WITHOUT_ENDS
from feedback.rules.survey_options import as_lines, from_lines

NEVER = -1
ALWAYS, USUAL = "always", "usual"
CHOOSE = {
    "required": gettext_lazy("Choose one from the list."),
    "invalid_choice": gettext_lazy("Choose one from the list."),
}
LONGEST_END = 60
LONGEST_OPTIONS = 2000


class QuestionForm(forms.Form):
    """`earlier`: the questions before it, which its condition may hang on."""

    use_required_attribute = False

    required = forms.BooleanField(label=gettext_lazy("Must be answered"), required=False)

    def __init__(self, *args: Any, question: Question, earlier: Sequence[Question], **options: Any) -> None:
        self.question, self.row = question, KINDS[QuestionKind(question.kind)]
        self.codes: list[str] = question.version.languages
        self.has_ends = self.row.is_score and question.kind not in ASKS_WITHOUT_ENDS
        super().__init__(*args, **{**options, "initial": self._initial()})
        for code in self.codes:
            self._add_words(language(code))
        if earlier:
            self.fields["only_if"] = forms.ChoiceField(
                label=_("Who is asked?"), choices=self._conditions(earlier), error_messages=CHOOSE
            )
        if self.row.is_score:
            self.fields["low_at"] = forms.ChoiceField(
                label=_("Which answers open a case?"), choices=self._limits(), error_messages=CHOOSE
            )
        self.order_fields([name for name in self.fields if name != "required"] + ["required"])

    def _initial(self) -> dict[str, Any]:
        row = self.question
        initial: dict[str, Any] = {
            "required": row.required,
            "only_if": as_value(row.show_if) or ALWAYS,
            "low_at": USUAL if row.low_at is None else str(max(row.low_at, NEVER)),
        }
        for code in self.codes:
            initial[f"text_{code}"] = row.texts.get(code, "")
            initial[f"options_{code}"] = as_lines(row.options, code)
            for side in ("low", "high"):
                initial[f"{side}_{code}"] = (row.ends.get(side) or {}).get(code, "")
        return initial

    def _add_words(self, of: Language) -> None:
        self.fields[f"text_{of.code}"] = words(_("Question"), of)
        if self.has_ends:
            for side, number in (("low", self.row.low), ("high", self.row.high)):
                label = _("Beside the %(number)s") % {"number": number}
                self.fields[f"{side}_{of.code}"] = words(label, of, rows=1, longest=LONGEST_END)
        if self.row.has_options:
            self.fields[f"options_{of.code}"] = words(
                _("Answers to choose from"),
                of,
                rows=5,
                longest=LONGEST_OPTIONS,
                help_text=_("One on each line, in the same order in every language."),
            )

    def _conditions(self, earlier: Sequence[Question]) -> list[tuple[str, Any]]:
        offered = [(ALWAYS, _("Everybody")), *choices(earlier, self.codes[0] if self.codes else "en")]
        present = as_value(self.question.show_if)
        known = {value for _name, group in offered if isinstance(group, list) for value, _label in group}
        if present and present not in known:
            # What it hung on was moved or removed: said so, until somebody chooses again.
            offered.append((present, _("An answer that is not there any more")))
        return offered

    def _limits(self) -> list[tuple[str, Any]]:
        low, high = self.row.low or 0, self.row.high or 0
        usual = self.row.low_at
        says = _("As usual: none") if usual is None else _("As usual: up to %(number)s") % {"number": usual}
        numbers = [(str(number), _("Up to %(number)s") % {"number": number}) for number in range(low, high)]
        return [(USUAL, says), (str(NEVER), _("None")), *numbers]

    def by_language(self) -> list[tuple[Language, list[BoundField]]]:
        names = ("text", "low", "high", "options")
        return [
            (language(code), [self[f"{name}_{code}"] for name in names if f"{name}_{code}" in self.fields])
            for code in self.codes
        ]

    def others(self) -> list[BoundField]:
        return [self[name] for name in ("required", "only_if", "low_at") if name in self.fields]

    def changes(self) -> dict[str, Any]:
        """What is kept of what was typed. Words in languages that are not shown stay."""
        data, row = self.cleaned_data, self.question
        found: dict[str, Any] = {
            "texts": self._merged(row.texts, "text"),
            "required": data["required"],
        }
        if self.has_ends:
            found["ends"] = {side: self._merged(row.ends.get(side) or {}, side) for side in ("low", "high")}
        if self.row.has_options:
            typed = {code: data[f"options_{code}"] for code in self.codes}
            found["options"] = from_lines(typed, row.options, self.codes[0])
        if "only_if" in self.fields:
            found["show_if"] = from_value("" if data["only_if"] == ALWAYS else data["only_if"])
        if "low_at" in self.fields:
            found["low_at"] = None if data["low_at"] == USUAL else int(data["low_at"])
        return found

    def _merged(self, before: dict[str, str], name: str) -> dict[str, str]:
        typed = {code: self.cleaned_data[f"{name}_{code}"].strip() for code in self.codes}
        return {code: text for code, text in {**before, **typed}.items() if text}

"""One field a kind of question: its widget, the words at the ends of its scale, what to say where it is missing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from cxapp.lib.fields import WholeText
from cxapp.lib.widgets import FaceScale, RadioTiles, ScoreScale
from feedback.enums import QuestionKind, Wish
from feedback.forms.public import LONGEST, short
from feedback.models import Question
from feedback.rules.answering import low_limit, said
from feedback.rules.questions import KINDS

ENDS = {
    QuestionKind.NPS: (_("Not at all likely"), _("Extremely likely")),
    QuestionKind.CSAT: (_("Very unhappy"), _("Very happy")),
    QuestionKind.CES: (_("Very hard"), _("Very easy")),
    QuestionKind.SCALE10: (_("Lowest"), _("Highest")),
    QuestionKind.SCALE5: (_("Lowest"), _("Highest")),
    QuestionKind.ATTITUDE: (_("Very badly"), _("Very well")),
}
"""What stands at the ends of a scale where the survey says nothing else."""
FEELINGS = (_("Angry"), _("Let down"), _("Neither"), _("Pleased"), _("Delighted"))
SATISFACTION = (_("Very unhappy"), _("Unhappy"), _("Neither"), _("Happy"), _("Very happy"))
MORNING, EVENING = "call-morning", "call-evening"
TIMES = {MORNING: _("before 12:00"), EVENING: _("after 17:00")}
"""A wish and its time in one tap."""
WISHES = [
    (Wish.CALL.value, _("Yes, call me")),
    (MORNING, _("Yes, before 12:00")),
    (EVENING, _("Yes, after 17:00")),
    (Wish.WRITE.value, _("Yes, write to me")),
    (Wish.NO_CONTACT.value, _("No, do not contact me")),
]
WISH_ICONS = {
    "call": "phone",
    MORNING: "phone",
    EVENING: "phone",
    "write": "envelope",
    "no_contact": "no-symbol",
}


def field_for(question: Question, language: str, first: str) -> forms.Field:
    """The field of a question that asks for a number, a choice or words."""
    kind, label = QuestionKind(question.kind), said(question.texts, language, first)
    if KINDS[kind].is_score:
        return _scale(question, kind, label, language, first)
    if kind == QuestionKind.TEXT:
        return _words(label, question.required)
    return _choice(question, kind, label, language, first)


def faces_of(question: Question, language: str, first: str) -> list[dict[str, Any]]:
    """The buttons of a kiosk: five faces with their words, or the numbers of a longer scale."""
    row = KINDS[QuestionKind(question.kind)]
    numbers = range(row.low or 0, (row.high or 0) + 1)
    if len(numbers) != len(SATISFACTION):
        return [{"value": number, "word": number, "face": ""} for number in numbers]
    words = FEELINGS if question.kind == QuestionKind.EMOTION else SATISFACTION
    ends = [said(question.ends.get(end), language, first) for end in ("low", "high")]
    # The words between belong to our own words at the ends; between those of a survey stand numbers.
    between = [str(number) for number in numbers[1:-1]] if any(ends) else words[1:-1]
    named = [ends[0] or words[0], *between, ends[1] or words[-1]]
    return [
        {"value": number, "word": word, "face": f"face-{number}"}
        for number, word in zip(numbers, named, strict=True)
    ]


def _scale(
    question: Question, kind: QuestionKind, label: str, language: str, first: str
) -> forms.TypedChoiceField:
    row = KINDS[kind]
    numbers = range(row.low or 0, (row.high or 0) + 1)
    if kind == QuestionKind.EMOTION:
        choices: list[tuple[str, Any]] = [
            (str(number), word) for number, word in zip(numbers, FEELINGS, strict=True)
        ]
        widget: forms.Widget = FaceScale(low_at=low_limit(question))
        missing: Any = _("Choose one of the faces.")
    else:
        choices = [(str(number), str(number)) for number in numbers]
        low, high = (said(question.ends.get(end), language, first) for end in ("low", "high"))
        usual = ENDS[kind]
        widget = ScoreScale(low=low or usual[0], high=high or usual[1], low_at=low_limit(question))
        missing = _("Choose a number from %(low)d to %(high)d.") % {"low": numbers[0], "high": numbers[-1]}
    return forms.TypedChoiceField(
        label=label,
        required=question.required,
        choices=choices,
        coerce=int,
        empty_value=None,
        widget=widget,
        error_messages={"required": missing, "invalid_choice": missing},
    )


def _choice(question: Question, kind: QuestionKind, label: str, language: str, first: str) -> forms.Field:
    choices = [(option["code"], said(option.get("texts"), language, first)) for option in question.options]
    if kind == QuestionKind.MULTIPLE:
        missing: Any = _("Choose at least one.")
        return forms.MultipleChoiceField(
            label=label,
            required=question.required,
            choices=choices,
            widget=forms.CheckboxSelectMultiple(),
            error_messages={"required": missing, "invalid_choice": _("Choose from what is shown.")},
        )
    return forms.TypedChoiceField(
        label=label,
        required=question.required,
        choices=choices,
        coerce=str,
        empty_value=None,
        widget=RadioTiles(columns=1),
        error_messages={"required": _("Choose one of them."), "invalid_choice": _("Choose one of them.")},
    )


def _words(label: str, required: bool) -> forms.Field:
    return WholeText(
        label=label,
        required=required,
        longest=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write it in a sentence.")},
    )


def wish_field(label: str, *, required: bool) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label or _("May someone call you about it?"),
        choices=WISHES,
        required=required,
        widget=RadioTiles(icons=WISH_ICONS, columns=1),
        error_messages={
            "required": _("Choose one of the ways shown."),
            "invalid_choice": _("Choose one of the ways shown."),
        },
    )


def wish_and_time(chosen: str) -> tuple[str, str]:
    """What was tapped: the wish, and the time that goes with it, in the words its reader, the leader, reads."""
    return (Wish.CALL.value, _time_of(chosen)) if chosen in TIMES else (chosen, "")


def tapped(wish: str, when: str) -> tuple[str, str]:
    """The other way round, to show it again: the tile, and what is left to write."""
    found = next((name for name in TIMES if wish == Wish.CALL and _time_of(name) == when), "")
    return (found, "") if found else (wish, when)


def _time_of(tile: str) -> str:
    with translation.override("en"):
        return str(TIMES[tile])


def when_field() -> forms.CharField:
    return short(_("Or another time"), help_text=_("For example: Thursday after 14:00"), longest=80)


def reach_field(label: str, *, has_mail: bool, required: bool) -> forms.CharField:
    """A way to reach somebody; of those whose address we know only the telephone is asked."""
    words: Any = label or _("How can we reach you?")
    hint = _("A telephone number or an e-mail address.")
    if has_mail and not label:
        words, hint = _("Your telephone number"), _("Only if we may call you.")
    field = short(words, help_text=hint, autocomplete="tel", autocapitalize="none", spellcheck="false")
    field.required = required
    field.error_messages["required"] = NEEDED
    return field


NEEDED = _("Enter a telephone number or an e-mail address, so that we can reach you.")

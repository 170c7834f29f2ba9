"""The forms of the survey builder: a new survey, its settings, its wording, a new question. One question: `builder_question`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from cxapp.lib.widgets import RadioTiles
from feedback.enums import QuestionKind
from feedback.models import Stage, Survey, SurveyVersion
from feedback.rules.languages import CHOICES, FIRST, Language, language
from feedback.rules.templates import READY, TEMPLATES

LONGEST_TEXT = 400
EMPTY = "empty"
"""Begins with no question."""


class WordsField(forms.CharField):
    """Words a draft may still lack: their place is not marked as optional, and empty it can be saved."""

    def validate(self, value: Any) -> None:
        """Nothing is missing before it is published (`rules.survey_gaps`)."""


def words(
    label: Any,
    of: Language,
    *,
    rows: int = 2,
    longest: int = LONGEST_TEXT,
    optional: bool = False,
    help_text: Any = "",
) -> forms.CharField:
    """Words in one language, written in its direction."""
    attrs = {"rows": rows, "lang": of.code, "dir": of.direction}
    kind = forms.CharField if optional else WordsField
    return kind(
        label=label,
        required=not optional,
        max_length=longest,
        help_text=help_text,
        widget=forms.Textarea(attrs=attrs) if rows > 1 else forms.TextInput(attrs=attrs),
        error_messages={
            "max_length": _("Shorten this to %(limit_value)d characters; it has %(show_value)d.")
        },
    )


class NewSurveyForm(forms.Form):
    template = forms.ChoiceField(
        label=_("Begin with"),
        choices=[*((one.name, one.label) for one in TEMPLATES.values()), (EMPTY, _("An empty survey"))],
        error_messages={"required": _("Choose what to begin with.")},
        widget=RadioTiles(hints={one.name: one.about for one in TEMPLATES.values()}, columns=1),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages that are ready"),
        help_text=_("More can be added later, with words of your own."),
        choices=[(code, language(code).name) for code in READY],
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": _("Choose at least one language.")},
    )
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=160,
        help_text=_("Only you and your colleagues read it. Left empty, it is called what it begins with."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("initial", {"template": next(iter(TEMPLATES)), "languages": [FIRST]})
        super().__init__(*args, **options)

    def clean_template(self) -> str:
        chosen: str = self.cleaned_data["template"]
        return "" if chosen == EMPTY else chosen

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("template") == "" and not data.get("name", "").strip():
            self.add_error("name", _("Give the survey a name."))
        return data


class SettingsForm(forms.Form):
    """What holds for every version."""

    name = forms.CharField(
        label=_("Name"), max_length=160, error_messages={"required": _("Give the survey a name.")}
    )
    stage = forms.ModelChoiceField(
        label=_("Stage of the journey"),
        queryset=Stage.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("Goes with every answer, so that results can be compared by stage."),
    )
    reminders = forms.IntegerField(label=_("Reminders at most"), min_value=0, max_value=3)
    reminder_gap = forms.IntegerField(label=_("Days between them"), min_value=1, max_value=60)
    open_days = forms.IntegerField(label=_("Days a private link stays open"), min_value=1, max_value=365)

    def __init__(self, *args: Any, survey: Survey, **options: Any) -> None:
        names = ("name", "stage", "reminders", "reminder_gap", "open_days")
        options["initial"] = {name: getattr(survey, name) for name in names}
        super().__init__(*args, **options)
        stage = self.fields["stage"]
        if isinstance(stage, forms.ModelChoiceField):
            stage.queryset = (
                Stage.objects.filter(is_active=True).exclude(slug="none").order_by("order", "name")
            )
        for name in ("reminders", "reminder_gap", "open_days"):
            field = self.fields[name]
            field.error_messages |= {
                "required": _("Enter a number."),
                "invalid": _("Enter a whole number."),
                "min_value": _("Enter %(limit_value)s or more."),
                "max_value": _("Enter %(limit_value)s or less."),
            }


class WordingForm(forms.Form):
    """Languages, opening and thanks of a draft. Words of a language that is not chosen are kept.

    `asks_to_recommend`: only a recommendation from 0 to 10 has a 7 or 8 to tell; what others chose before stays.
    """

    first = forms.ChoiceField(
        label=_("First language"),
        choices=CHOICES,
        help_text=_("Shown where we do not know what somebody reads."),
    )
    others = forms.MultipleChoiceField(
        label=_("Also in"), choices=CHOICES, required=False, widget=forms.CheckboxSelectMultiple()
    )
    soft_alert = forms.BooleanField(
        label=_("Tell the leader of a 7 or 8 with a comment"),
        required=False,
        help_text=_("No case: only a line in what they were told."),
    )

    def __init__(self, *args: Any, version: SurveyVersion, asks_to_recommend: bool, **options: Any) -> None:
        self.version = version
        chosen = version.languages or [FIRST]
        initial: dict[str, Any] = {
            "first": chosen[0],
            "others": chosen[1:],
            "soft_alert": version.soft_alert,
        }
        self.parts = (("intro", _("Opening")), ("thanks", _("Thanks")))
        for name, _label in self.parts:
            for code in chosen:
                initial[f"{name}_{code}"] = (version.texts.get(name) or {}).get(code, "")
        super().__init__(*args, **{**options, "initial": initial})
        if not asks_to_recommend:
            del self.fields["soft_alert"]
        for name, label in self.parts:
            for code in chosen:
                self.fields[f"{name}_{code}"] = words(label, language(code), optional=True)

    def by_language(self) -> list[tuple[Language, list[BoundField]]]:
        return [
            (language(code), [self[f"{name}_{code}"] for name, _label in self.parts])
            for code in self.version.languages or [FIRST]
        ]

    def wording(self) -> dict[str, Any]:
        """The arguments of the operation."""
        data = self.cleaned_data
        texts: dict[str, Mapping[str, str]] = {}
        for name, _label in self.parts:
            kept = dict(self.version.texts.get(name) or {})
            for code in self.version.languages or [FIRST]:
                kept[code] = data[f"{name}_{code}"].strip()
            texts[name] = {code: text for code, text in kept.items() if text}
        languages: Sequence[str] = [
            data["first"],
            *(code for code in data["others"] if code != data["first"]),
        ]
        return {
            "languages": languages,
            "texts": {name: text for name, text in texts.items() if text},
            "soft_alert": data.get("soft_alert", self.version.soft_alert),
        }


class AddQuestionForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Kind of question"),
        choices=QuestionKind.choices,
        error_messages={
            "required": _("Choose a kind."),
            "invalid_choice": _("Choose one of the kinds shown."),
        },
    )

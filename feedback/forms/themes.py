"""The form of a theme: name, what belongs there, and its words in each language, a line each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from feedback.models import Theme


def language_name(code: str) -> str:
    """What a language is called by those who speak it; its code where nobody told us."""
    return str(LANG_INFO.get(code, {}).get("name_local", code)).capitalize()


class ThemeForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Give the theme a name.")}
    )
    sentence = forms.CharField(label=_("What belongs here"), max_length=240, required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, data: Any = None, *, languages: list[str], theme: Theme | None = None) -> None:
        words = theme.words if theme else {}
        self._languages = list(dict.fromkeys([*languages, *words]))
        first: dict[str, Any] = {_field(code): "\n".join(words.get(code, ())) for code in self._languages}
        if theme:
            first |= {"name": theme.name, "sentence": theme.sentence, "is_active": theme.is_active}
        super().__init__(data, initial=first)
        for code in self._languages:
            self.fields[_field(code)] = forms.CharField(
                label=_("Words: %(language)s") % {"language": language_name(code)},
                help_text=_(
                    "One word or phrase a line, found in every form. + before it: always praise, -: always blame, "
                    "!: something else; in quotation marks: in this form only."
                ),
                required=False,
                widget=forms.Textarea(
                    attrs={"rows": 10 if words.get(code) else 4, "lang": code, "spellcheck": "false"}
                ),
            )

    def given(self) -> dict[str, Any]:
        """The arguments of the operation."""
        data = self.cleaned_data
        words = {code: data[_field(code)].splitlines() for code in self._languages}
        return {"name": data["name"], "sentence": data["sentence"], "words": words}


def _field(code: str) -> str:
    return f"words_{code}"

"""What a person chooses for themselves, as a form. Minutes of the day are typed as 21:30."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.enums import Theme
from accounts.forms.setup import zones
from accounts.models import User
from accounts.operations.preferences import Preferences

_TIME = re.compile(r"\A(\d{1,2})(?:[:.h](\d{2}))?\Z")


class MinuteField(forms.CharField):
    """A time of day as people type it (21:30, 7, 7.30), kept as the minute of the day."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value // 60:02}:{value % 60:02}" if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        text = str(super().clean(value)).strip()
        if not text:
            return None
        found = _TIME.match(text)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
        if hour > 23 or minute > 59:
            raise forms.ValidationError(_("Enter a time such as 21:30."))
        return hour * 60 + minute


class PreferencesForm(forms.Form):
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        help_text=_("Colleagues reach you here. Any format."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=lambda: list(settings.LANGUAGES))
    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [("", _("As my place")), *zones()],
        required=False,
        help_text=_("Times on every page are shown in it."),
    )
    theme = forms.ChoiceField(label=_("Theme"), choices=Theme.choices, widget=forms.RadioSelect)
    quiet_from = MinuteField(
        label=_("Quiet from"),
        required=False,
        max_length=5,
        help_text=_("Such as 21:30. No mail comes from then on."),
    )
    quiet_until = MinuteField(
        label=_("Quiet until"), required=False, max_length=5, help_text=_("Such as 7:00.")
    )
    shortcuts = forms.BooleanField(
        label=_("Single keys are shortcuts"),
        required=False,
        help_text=_("For example c to log a complaint; ? lists them all."),
    )

    @classmethod
    def of(cls, person: User) -> PreferencesForm:
        return cls(initial={name: getattr(person, name) for name in cls.base_fields})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (
            "quiet_from" in data
            and "quiet_until" in data
            and (data["quiet_from"] is None) != (data["quiet_until"] is None)
        ):
            missing = "quiet_from" if data["quiet_from"] is None else "quiet_until"
            self.add_error(missing, _("Enter both times, or leave both empty"))
        return data

    def wanted(self) -> Preferences:
        return Preferences(**self.cleaned_data)

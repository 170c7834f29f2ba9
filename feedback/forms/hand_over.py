"""Handing several cases over at once: to whom and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.forms.verbs import words_field
from feedback.forms.verbs_more import PersonField, leading


class HandOverForm(forms.Form):
    receiver = PersonField(label=_("Who should take them?"), missing=_("Choose who should take them."))
    reason = words_field(_("Why"), _("Say why, in one sentence the receiver can read."), rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["receiver"].queryset = leading()  # type: ignore[attr-defined]

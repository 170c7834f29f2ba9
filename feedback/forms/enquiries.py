"""The answer to a visitor's question."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.forms.public import box


class AnswerForm(forms.Form):
    words = box(
        _("Your answer"),
        _("Write what you want to answer."),
        help_text=_(
            "The visitor reads it with your name on their private page, and by mail if they left an address."
        ),
    )

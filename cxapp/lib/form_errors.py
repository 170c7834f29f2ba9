"""What a form field says by itself when something is wrong with it: a sentence that says what to do.

A field with better words of its own keeps them. Not here: the summary on top of a form (`components/error_summary.html`).
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

WORDS: dict[type[forms.Field], dict[str, Any]] = {
    forms.Field: {"required": _("Fill this in.")},
    forms.IntegerField: {"required": _("Enter a number.")},
    forms.ChoiceField: {
        "required": _("Choose one of these."),
        "invalid_choice": _("Choose one of these. What was sent is not among them."),
    },
    forms.MultipleChoiceField: {
        "required": _("Choose at least one."),
        "invalid_choice": _("Choose from these. What was sent is not among them."),
    },
    forms.ModelChoiceField: {
        "required": _("Choose one of these."),
        "invalid_choice": _("Choose one of these. What was chosen is not there any more."),
    },
    forms.DateField: {"invalid": _("Enter a date like 2026-01-31.")},
    forms.DateTimeField: {"invalid": _("Enter a date and a time like 2026-01-31 14:05.")},
}


def speak() -> None:
    """Called once at start-up. New dictionaries: Django's classes share theirs with nobody."""
    for field, words in WORDS.items():
        field.default_error_messages = {**vars(field).get("default_error_messages", {}), **words}

"""Naming a new token."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("What is it for?"),
        max_length=80,
        help_text=_("Such as: web shop, nightly report."),
        error_messages={"required": _("Say which program will use the token.")},
    )

"""Asking for help at a place, and answering an alert."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from feedback.enums import AlertAnswer
from feedback.forms.public import short
from feedback.models import Stage


class HelpForm(forms.Form):
    """Where help is needed. One tap is enough: the own place stands there already."""

    place = forms.ModelChoiceField(
        label=_("Where?"),
        queryset=Unit.objects.none(),
        empty_label=None,
        error_messages={
            "required": _("Choose a place."),
            "invalid_choice": _("Choose one of the places shown."),
        },
    )
    stage = forms.ModelChoiceField(
        label=_("At which step?"),
        queryset=Stage.objects.none(),
        required=False,
        empty_label=_("Anywhere"),
        error_messages={"invalid_choice": _("Choose one of the steps shown.")},
    )
    words = short(_("What is going on?"), help_text=_("For example: one till, twenty people."))

    def __init__(self, *args: Any, places: Sequence[Unit], stages: Sequence[Stage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place: Any = self.fields["place"]
        place.queryset = Unit.objects.filter(pk__in=[row.pk for row in places]).order_by("name")
        stage: Any = self.fields["stage"]
        stage.queryset = Stage.objects.filter(pk__in=[row.pk for row in stages]).order_by("order")


class AnswerForm(forms.Form):
    """One of four buttons; the reason belongs to *not now*."""

    answer = forms.ChoiceField(
        choices=AlertAnswer,
        widget=forms.HiddenInput(),
        error_messages={
            "required": _("Choose one of the answers."),
            "invalid_choice": _("Choose one of the answers."),
        },
    )
    reason = short(_("Not now, because"))

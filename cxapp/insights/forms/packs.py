"""Which month, quarter or year a pack is frozen for: those that are over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cxapp.insights.rules.spans import Span


class FreezeForm(forms.Form):
    span = forms.ChoiceField(label=_("For"))

    def __init__(self, data: Any = None, *, spans: Sequence[Span]) -> None:
        super().__init__(data)
        self._spans = {span.slug: span for span in spans}
        field: Any = self.fields["span"]
        field.choices = [(slug, span.label) for slug, span in self._spans.items()]

    def chosen(self) -> Span:
        return self._spans[self.cleaned_data["span"]]

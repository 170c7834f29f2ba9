"""The company's values as one list to write. Not here: what is refused about the list as a whole (`operations.values`)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from recognition.models import CompanyValue
from recognition.operations.values import ValueDraft

NEW_ROWS = 2


class ValueForm(forms.Form):
    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Value"),
        max_length=120,
        error_messages={"required": _("Give the value a name, or switch it off.")},
    )
    sentence = forms.CharField(label=_("What it looks like"), max_length=200, required=False)
    order = forms.IntegerField(label=_("Order"), min_value=0, max_value=999, required=False, initial=100)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def draft(self) -> ValueDraft:
        data = self.cleaned_data
        return ValueDraft(
            data["id"], data["name"].strip(), data["sentence"].strip(), data["order"] or 0, data["is_active"]
        )


_ValueForms = forms.formset_factory(ValueForm, extra=NEW_ROWS, max_num=30, absolute_max=40)


def value_forms(data: Any = None) -> forms.BaseFormSet[ValueForm]:
    """All values and two empty rows."""
    initial = list(CompanyValue.objects.values("id", "name", "sentence", "order", "is_active"))
    return _ValueForms(data, initial=initial, prefix="values")


def drafts(rows: forms.BaseFormSet[ValueForm]) -> list[ValueDraft]:
    """The rows that hold a value: those there before, and new ones somebody filled in."""
    return [form.draft() for form in rows.forms if form.has_changed() or form.initial.get("id")]

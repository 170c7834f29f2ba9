"""Forms of places and departments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import UnitKind
from accounts.forms.fields import PersonField, UnitField, offer, units_open
from accounts.models import Calendar, Profile, Unit

DETAILS = ("kind", "name", "parent", "calendar", "profile", "address", "phone")


class UnitForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Kind"), choices=UnitKind.choices, widget=forms.RadioSelect, initial=UnitKind.PLACE
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("Customers read the name of a place."),
        error_messages={"required": _("Enter a name.")},
    )
    head = PersonField(
        label=_("Head"), required=False, help_text=_("Who leads it: the name customers are told.")
    )
    parent = UnitField(label=_("Part of"))
    calendar = forms.ModelChoiceField(
        label=_("Calendar"),
        queryset=Calendar.objects.order_by("name"),
        required=False,
        empty_label=_("As the unit above"),
    )
    profile = forms.ModelChoiceField(
        label=_("Clock profile"),
        queryset=Profile.objects.order_by("name"),
        required=False,
        empty_label=_("As the unit above"),
    )
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)

    def __init__(self, *args: Any, unit: Unit | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if unit is not None:
            offer(self, "parent", units_open().exclude(pk=unit.pk))

    @classmethod
    def of(cls, unit: Unit) -> UnitForm:
        form = cls(initial={name: getattr(unit, name) for name in DETAILS}, unit=unit)
        del form.fields["head"]
        return form


class HeadForm(forms.Form):
    head = PersonField(label=_("Head"), required=False, empty_label=_("Nobody"))

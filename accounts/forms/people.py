"""Forms of the people pages: one for each thing that can be done to a person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.forms.fields import PersonField, UnitField, offer, people_here
from accounts.models import User

DETAILS = ("sign_in_name", "name", "title", "email", "phone", "unit")
NAMELESS = {"required": _("Enter the first and last name.")}


class DetailsForm(forms.Form):
    sign_in_name = forms.CharField(
        label=_("Employee number or sign-in name"),
        max_length=150,
        help_text=_("They sign in with it. Leave out spaces."),
        error_messages={"required": _("Enter what they sign in with.")},
    )
    name = forms.CharField(label=_("First and last name"), max_length=200, error_messages=NAMELESS)
    title = forms.CharField(label=_("Job title"), max_length=200, required=False)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("Their own. A shared mailbox belongs to a unit.")
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    unit = UnitField(label=_("Works in"))

    @classmethod
    def of(cls, person: User) -> DetailsForm:
        return cls(initial={name: getattr(person, name) for name in DETAILS})


class AddPersonForm(DetailsForm):
    reports_to = PersonField(
        label=_("Reports to"),
        required=False,
        help_text=_("What this person does not answer goes to them. Only the owner reports to nobody."),
    )
    roles = forms.MultipleChoiceField(
        label=_("May"),
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[Role.FRONT_LINE],
        required=False,
    )
    is_owner = forms.BooleanField(
        label=_("This person is the owner"),
        required=False,
        help_text=_("The line ends with them. There is nobody yet."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if User.objects.filter(is_owner=True, is_active=True).exists():
            del self.fields["is_owner"]


class MoveForm(forms.Form):
    reports_to = PersonField(label=_("Reports to"))

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "reports_to", people_here().exclude(pk=person.pk))


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=_("May"), choices=Role.choices, widget=forms.CheckboxSelectMultiple, required=False
    )


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("First password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text=_("At least ten characters. Hand it over in person; they can change it."),
        error_messages={"required": _("Enter a password of ten characters or more.")},
    )


class FillForm(forms.Form):
    name = forms.CharField(label=_("First and last name"), max_length=200, error_messages=NAMELESS)
    email = forms.EmailField(label=_("E-mail"), required=False)


class SureForm(forms.Form):
    """Nothing to enter: the page says what will happen, the button does it."""


class WitnessForm(forms.Form):
    user = PersonField(label=_("Witness"))

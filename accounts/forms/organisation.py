"""Forms of the organisation: what it is called and shows customers, which matters are critical, who is on call."""

from __future__ import annotations

from typing import Any

import phonenumbers
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import CriticalKind
from accounts.forms.fields import PersonField
from accounts.forms.setup import zones
from accounts.models import Organisation, User
from accounts.operations.organisation import CHANGEABLE, FOR_CUSTOMERS

LOCAL = "%Y-%m-%dT%H:%M"
FEWEST_DIGITS = 3


def regions() -> list[tuple[str, str]]:
    """Every country with its dialling code."""
    found = sorted(phonenumbers.SUPPORTED_REGIONS)
    return [(code, f"{code} (+{phonenumbers.country_code_for_region(code)})") for code in found]


class OrganisationForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("Customers read it on every page and mail."),
        error_messages={"required": _("Enter the name customers know you by.")},
    )
    outside_body = forms.CharField(
        label=_("Where else a customer can turn"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("An ombudsman or regulator, with address. Shown on every private page."),
    )
    critical_phone = forms.CharField(
        label=_("Telephone for urgent matters"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text=_("Shown to whoever complains that somebody is hurt or in danger."),
    )
    owner_title = forms.CharField(
        label=_("Title of the person at the top"),
        max_length=80,
        help_text=_("Such as Owner, Managing director, Head teacher."),
        error_messages={"required": _("Enter what the person at the top is called.")},
    )
    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zones,
        help_text=_("Of times in mails to customers. Working hours follow their calendars."),
    )
    currency = forms.RegexField(
        label=_("Currency"),
        regex=r"^[A-Za-z]{3}$",
        help_text=_("Three letters, such as EUR, GBP or USD."),
        error_messages={
            "invalid": _("Enter three letters, such as EUR."),
            "required": _("Enter three letters, such as EUR."),
        },
        widget=forms.TextInput(attrs={"size": 5, "autocapitalize": "characters"}),
    )
    region = forms.ChoiceField(
        label=_("Country for telephone numbers"),
        choices=regions,
        help_text=_("A number without a country code is read as one of this country."),
    )

    def __init__(self, data: Any = None, *, organisation: Organisation, reader: User) -> None:
        super().__init__(data, initial={name: getattr(organisation, name) for name in CHANGEABLE})
        if not reader.is_administrator:
            for name in set(CHANGEABLE) - set(FOR_CUSTOMERS):
                del self.fields[name]

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()

    def clean_critical_phone(self) -> str:
        typed = str(self.cleaned_data["critical_phone"]).strip()
        if typed and sum(sign.isdigit() for sign in typed) < FEWEST_DIGITS:
            raise forms.ValidationError(_("Enter a telephone number a customer can dial."))
        return typed


class CriticalForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        label=_("Worked day and night"),
        choices=CriticalKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Whoever logs a complaint can tick these. Whoever is on call is told at once, at any hour."
        ),
    )


class OnCallForm(forms.Form):
    person = PersonField(label=_("Who is on call?"), error_messages={"required": _("Choose who is on call.")})
    starts = forms.DateTimeField(
        label=_("From"),
        input_formats=[LOCAL, "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(format=LOCAL, attrs={"type": "datetime-local"}),
        error_messages={"required": _("Enter when it begins."), "invalid": _("Enter a date and a time.")},
    )
    ends = forms.DateTimeField(
        label=_("Until"),
        input_formats=[LOCAL, "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(format=LOCAL, attrs={"type": "datetime-local"}),
        error_messages={"required": _("Enter when it ends."), "invalid": _("Enter a date and a time.")},
    )

"""The first screen's three questions."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _


def zones() -> list[tuple[str, str]]:
    """Every time zone by its usual name, places before abbreviations."""
    named = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in named)]


class SetUpForm(forms.Form):
    """About how many people, which places, who is at the top."""

    organisation_name = forms.CharField(
        label=_("What is your organisation called?"), max_length=200, help_text=_("Customers read this name.")
    )
    people_about = forms.IntegerField(
        label=_("About how many people work there?"),
        min_value=1,
        max_value=1_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": _("Enter about how many people work there."),
            "invalid": _("Enter a whole number, such as 25"),
            "min_value": _("Enter 1 or more"),
        },
    )
    places = forms.CharField(
        label=_("Which places serve customers?"),
        help_text=_("One a line: a branch, a shop, a team. More can be added later."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=20_000,
        error_messages={"required": _("Enter at least one place where customers are served.")},
    )
    zone = forms.ChoiceField(
        label=_("Time zone"), choices=zones, help_text=_("Working hours and promises are counted in it.")
    )
    owner_name = forms.CharField(
        label=_("Who is at the top?"),
        help_text=_("First and last name. Whatever nobody answers ends with this person."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter the name of the person at the top.")},
    )
    owner_title = forms.CharField(
        label=_("Title shown"), help_text=_("Such as Owner, Managing director, Head teacher."), max_length=80
    )
    sign_in = forms.CharField(
        label=_("E-mail or sign-in name"),
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": _("Enter an e-mail address or a name to sign in with.")},
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("Ten characters or more. A few words in a row are easy to remember."),
        widget=forms.PasswordInput(render_value=True, attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Enter a password of ten characters or more.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"zone": settings.TIME_ZONE, "owner_title": _("Owner")})
        if data is None:
            self.fields["zone"].widget.attrs["data-cx-zone"] = "1"

    def clean_places(self) -> list[str]:
        names = [" ".join(line.split()) for line in str(self.cleaned_data["places"]).splitlines()]
        found = [name for name in names if name]
        if any(len(name) > 200 for name in found):
            raise forms.ValidationError(_("Shorten the names of places to 200 characters, one a line"))
        return found

    def clean_sign_in(self) -> str:
        typed = str(self.cleaned_data["sign_in"]).strip()
        if "@" in typed:
            try:
                validate_email(typed)
            except forms.ValidationError:
                raise forms.ValidationError(
                    _("Enter a whole e-mail address, such as name@example.org")
                ) from None
        return typed

    def answers(self) -> dict[str, Any]:
        """What `set_up` wants. An e-mail address is a sign-in name at the same time."""
        data = dict(self.cleaned_data)
        typed = data.pop("sign_in")
        return {
            **data,
            "sign_in_name": typed.lower() if "@" in typed else typed,
            "email": typed.lower() if "@" in typed else None,
        }

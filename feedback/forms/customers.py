"""What staff enter about a customer. Not here: who may (`views.customer_changes`) and what follows from it (`operations`)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf.global_settings import LANGUAGES
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import PersonField
from accounts.models import User
from cxapp.lib.widgets import RadioTiles
from feedback.enums import ContactKind, RemovalReason
from feedback.forms.choices import offer
from feedback.models import Account, ContactPoint, Customer
from feedback.operations.customer_changes import may_value

KIND_ICONS = {"phone": "phone", "email": "envelope", "address": "map-pin"}


class CustomerForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=LANGUAGES,
        help_text=_("Surveys are sent in it where they are translated."),
    )
    yearly_value = forms.DecimalField(
        label=_("Value a year"),
        help_text=_("About what they spend with us in a year."),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 12}),
        error_messages={
            "invalid": _("Enter an amount, for example 1200."),
            "min_value": _("Enter 0 or more, or leave it empty."),
        },
    )
    left_on = forms.DateField(
        label=_("Left us on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day like 2018-05-15.")},
    )
    known_on = forms.DateField(
        label=_("Known to be with us on"),
        help_text=_("The last day on which you know that they are still a customer."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day like 2018-05-15.")},
    )
    account = forms.ModelChoiceField(
        label=_("Account"),
        queryset=Account.objects.select_related("leader").order_by("name"),
        required=False,
        empty_label=_("None"),
        help_text=_("The company or household they belong to. Its leader leads their next case."),
    )

    def __init__(self, data: Any = None, *, customer: Customer, reader: User) -> None:
        names = ("name", "language", "yearly_value", "left_on", "known_on", "account")
        super().__init__(data, initial={name: getattr(customer, name) for name in names})
        if customer.language not in dict(LANGUAGES):
            offer(self, "language", [(customer.language, customer.language), *LANGUAGES])
        if not may_value(reader):
            del self.fields["yearly_value"]
        if not reader.is_cx_manager:
            for name in ("left_on", "known_on", "account"):
                del self.fields[name]

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())


class PointForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=ContactKind.choices,
        initial=ContactKind.PHONE,
        widget=RadioTiles(icons=KIND_ICONS, columns=3),
    )
    value = forms.CharField(
        label=_("Number or address"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        error_messages={"required": _("Enter the number or address.")},
    )

    def __init__(self, data: Any = None, *, point: ContactPoint | None = None) -> None:
        super().__init__(data, initial={"value": point.value} if point else None)
        if point is not None:
            del self.fields["kind"]
            self.fields["value"].label = point.get_kind_display()


class RemovePointForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=RemovalReason.choices,
        widget=RadioTiles(),
        error_messages={"required": _("Choose why it is taken out.")},
    )
    sure = forms.BooleanField(label=_("Take it out all the same"), required=False)

    def __init__(self, data: Any = None, *, asks: bool) -> None:
        """`asks`: somebody would be missed then, so that it must be said twice."""
        super().__init__(data)
        if not asks:
            del self.fields["sure"]


class AccountForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("The company or household."),
        error_messages={"required": _("Enter the name of the account.")},
    )
    leader = PersonField(
        label=_("Leader"),
        required=False,
        empty_label=_("Nobody: by the rules and the place"),
        help_text=_("Leads every new case of its people."),
    )


class FindForm(forms.Form):
    find = forms.CharField(
        label=_("Name, telephone or e-mail of the other one"),
        max_length=200,
        error_messages={"required": _("Enter a name, a telephone number or an e-mail address.")},
    )

"""The form of one change. Not here: who may enter it where (`operations.improvements`)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import UnitKind
from accounts.forms.fields import PersonField, UnitField, offer
from accounts.models import Unit, User
from feedback.access.improvements import keeps_all, own_places
from feedback.models import Cause, Stage
from feedback.operations.improvements import Change


class ImprovementForm(forms.Form):
    name = forms.CharField(
        label=_("What did we change?"),
        max_length=120,
        help_text=_(
            "As it should stand beside the chart, for example “Second person at the till on Saturdays”."
        ),
        error_messages={"required": _("Say in a few words what was changed.")},
    )
    in_use_on = forms.DateField(
        label=_("In use since"),
        widget=forms.TextInput(attrs={"size": 12, "placeholder": "2026-03-02"}),
        help_text=_("The day customers could first notice it."),
        error_messages={
            "required": _("Enter the day, for example 2026-03-02."),
            "invalid": _("Enter the day, for example 2026-03-02."),
        },
    )
    keeper = PersonField(label=_("Who looks after it?"))
    place = UnitField(label=_("Place"), empty_label=_("The whole house"))
    stage = forms.ModelChoiceField(
        label=_("Stage"),
        queryset=Stage.objects.none(),
        required=False,
        empty_label=_("Not known, or several"),
    )
    cause = forms.ModelChoiceField(
        label=_("Against which cause?"), queryset=Cause.objects.none(), required=False, empty_label=_("None")
    )
    what = forms.CharField(
        label=_("More about it"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        places = Unit.objects.filter(kind=UnitKind.PLACE, is_active=True).order_by("name")
        if not keeps_all(by):
            places = places.filter(pk__in=own_places(by))
        offer(self, "place", places)
        offer(self, "stage", Stage.objects.filter(is_active=True).exclude(slug="none").order_by("order"))
        offer(self, "cause", Cause.objects.filter(is_active=True).order_by("name"))

    def change(self) -> Change:
        return Change(**self.cleaned_data)

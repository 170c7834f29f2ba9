"""The form of one assignment rule: its conditions, and who leads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.enums import Severity, UnitKind
from accounts.forms.fields import PersonField, UnitField, units_open
from feedback.enums import SignalChannel
from feedback.models import Account, AssignmentRule, Stage
from feedback.rules.assignment import Rule

ANY = ("", _("Any"))
CONDITIONS = (
    "channel", "severity", "stage", "place", "department", "account", "tag", "language", "value_from",
)  # fmt: skip


class RuleForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the rule"), max_length=120, error_messages={"required": _("Give the rule a name.")}
    )
    place = UnitField(label=_("Place"), empty_label=_("Any"))
    department = UnitField(label=_("Department"), empty_label=_("Any"))
    stage = forms.ModelChoiceField(
        label=_("Stage of the journey"), queryset=Stage.objects.none(), required=False, empty_label=_("Any")
    )
    severity = forms.ChoiceField(label=_("Severity"), choices=[ANY, *Severity.choices], required=False)
    channel = forms.ChoiceField(label=_("Channel"), choices=[ANY, *SignalChannel.choices], required=False)
    tag = forms.CharField(
        label=_("Product or tag"),
        max_length=80,
        required=False,
        help_text=_("Exactly as it arrives with the complaint."),
    )
    account = forms.ModelChoiceField(
        label=_("Account"), queryset=Account.objects.none(), required=False, empty_label=_("Any")
    )
    language = forms.ChoiceField(label=_("Language of the customer"), required=False)
    value_from = forms.DecimalField(
        label=_("Yearly value of the customer, from"),
        min_value=0,
        max_digits=12,
        decimal_places=2,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 12}),
        error_messages={"invalid": _("Write the value as a number, like 1200")},
    )
    leader = PersonField(label=_("This person leads"), required=False, empty_label=_("Nobody by name"))
    head_of = UnitField(label=_("Or the head of"), empty_label=_("No place or department"))

    def __init__(self, *args: Any, rule: AssignmentRule | None = None, **options: Any) -> None:
        if rule is not None:
            options["initial"] = {
                "name": rule.name, "leader": rule.leader_id, "head_of": rule.head_of_id, **rule.conditions,
            }  # fmt: skip
        super().__init__(*args, **options)
        querysets = {
            "place": units_open().filter(kind=UnitKind.PLACE),
            "department": units_open().filter(kind=UnitKind.DEPARTMENT),
            "stage": Stage.objects.filter(is_active=True).exclude(slug="none").order_by("order", "name"),
            "account": Account.objects.order_by("name"),
        }
        for name, rows in querysets.items():
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = rows
        language = self.fields["language"]
        if isinstance(language, forms.ChoiceField):
            language.choices = [ANY, *settings.LANGUAGES]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and (data["leader"] is None) == (data["head_of"] is None):
            self.add_error(
                "leader", _("Choose a person, or a place or department whose head leads, not both.")
            )
        return data

    def conditions(self) -> dict[str, Any]:
        """What was filled in, as the rule keeps it."""
        found: dict[str, Any] = {}
        for name in CONDITIONS:
            value = self.cleaned_data[name]
            if value in (None, ""):
                continue
            if name == "value_from":
                found[name] = float(value)
            else:
                found[name] = getattr(value, "pk", value)
        return found

    def fields_for_rule(self) -> dict[str, Any]:
        """The arguments of the operation."""
        data = self.cleaned_data
        return {
            "name": data["name"],
            "conditions": self.conditions(),
            "leader": data["leader"],
            "head_of": data["head_of"],
        }

    def as_rule(self, pk: int) -> Rule:
        """The rule as typed, for a trial."""
        data = self.cleaned_data
        leader = data["leader"].pk if data["leader"] else None
        return Rule(
            pk, data["name"], self.conditions(), leader, data["head_of"].pk if data["head_of"] else None
        )

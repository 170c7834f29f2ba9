"""The table of a clock profile: an amount and a unit for each clock and severity."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Severity, StepUnit
from accounts.operations.policies import Times

KINDS: dict[str, Any] = {
    "contact": _("Contact, and each further step up the line"),
    "resolution": _("Put right"),
    "approval": _("Approval of a recovery"),
    "ask": _("Answer to an ask"),
    "reply": _("Reply to a visitor's question"),
    "offer": _("An offered hand-over lapses after"),
    "check_back": _("We ask whether it is right after"),
    "no_answer": _("Closed as no answer after"),
    "decided": _("Closed after a decision after"),
}


class PolicyForm(forms.Form):
    """Fields are named `<kind>-<severity>` and `<kind>-<severity>-unit`, after the times the newest version has."""

    def __init__(self, *args: Any, times: Times, **options: Any) -> None:
        super().__init__(*args, **options)
        self.keys = sorted(times, key=_place)
        for kind, severity in self.keys:
            amount, unit = times[kind, severity]
            name, label = f"{kind}-{severity}", self._label(kind, severity)
            self.fields[name] = forms.DecimalField(
                label=label,
                max_digits=8,
                decimal_places=2,
                min_value=Decimal("0.01"),
                initial=amount.normalize() if amount != amount.to_integral_value() else int(amount),
                widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 6, "aria-label": label}),
            )
            words = _("%(label)s: unit") % {"label": label}
            self.fields[f"{name}-unit"] = forms.ChoiceField(
                label=words,
                choices=StepUnit.choices,
                initial=unit,
                widget=forms.Select(attrs={"aria-label": words}),
            )

    @staticmethod
    def _label(kind: str, severity: str) -> str:
        name = str(KINDS.get(kind, kind))
        return f"{name}, {Severity(severity).label}" if severity else name

    def rows(self) -> Iterator[dict[str, Any]]:
        """The table as it is drawn: one row a clock and severity."""
        for kind, severity in self.keys:
            name = f"{kind}-{severity}"
            yield {
                "kind": KINDS.get(kind, kind),
                "severity": Severity(severity).label if severity else _("any"),
                "amount": self[name],
                "unit": self[f"{name}-unit"],
            }

    def times(self) -> dict[tuple[str, str], tuple[Decimal, str]]:
        data = self.cleaned_data
        return {
            (kind, severity): (data[f"{kind}-{severity}"], data[f"{kind}-{severity}-unit"])
            for kind, severity in self.keys
        }


def _place(key: tuple[str, str]) -> tuple[int, int]:
    kind, severity = key
    order = list(KINDS)
    return (order.index(kind) if kind in KINDS else len(order), Severity.rank(severity) if severity else -1)

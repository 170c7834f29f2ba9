"""The filters of the case list, as they stand in the address. Wrong values are passed over, never an error; only a
search that is too long is said (`q` of the form's errors), because somebody typed it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Severity, UnitKind
from accounts.models import User
from accounts.queries.house import house
from cxapp.lib.fields import LONGEST_SEARCH, WholeText
from cxapp.lib.sql import AnyOf, Below
from feedback.enums import CaseState
from feedback.forms.choices import offer
from feedback.queries.choosing import stages

MOST_LEADERS = 300


class CaseFilterForm(forms.Form):
    q = WholeText(label=_("Search"), required=False, longest=LONGEST_SEARCH)
    leader = forms.TypedChoiceField(label=_("Leader"), required=False, coerce=int, empty_value=None)
    place = forms.TypedChoiceField(label=_("Place"), required=False, coerce=int, empty_value=None)
    stage = forms.TypedChoiceField(label=_("Stage"), required=False, coerce=int, empty_value=None)
    severity = forms.ChoiceField(
        label=_("Severity"), required=False, choices=[("", _("Any")), *Severity.choices]
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("Any")), *CaseState.choices])

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs.update(
            {
                "type": "search",
                "placeholder": _("Name, whole telephone number or case number"),
                "data-cx-search": "",
            }
        )
        self._offer("leader", _leaders(reader))
        self._offer("place", _places())
        self._offer("stage", ((stage.pk, stage.name) for stage in stages()))

    def _offer(self, name: str, choices: Iterable[tuple[int, str]]) -> None:
        offer(self, name, [("", _("Any")), *choices])

    def values(self) -> dict[str, Any]:
        """What was understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    def chips(self) -> list[tuple[str, str]]:
        """Each filter in use: its name and how it reads."""
        found = []
        for name, value in self.values().items():
            field = self.fields[name]
            labels = dict(getattr(field, "choices", []))
            found.append((name, f"{field.label}: {labels.get(value, value)}"))
        return found


def _leaders(reader: User) -> list[tuple[int, str]]:
    """The reader and whoever leads below them; for those who see everything, everybody who leads."""
    people = User.objects.filter(grants__role="leader", is_active=True)
    if not (reader.is_owner or reader.is_cx_manager):
        people = people.filter(Q(pk=reader.pk) | AnyOf("pk", Below(User, "reports_to", [reader.pk])))
    return list(people.order_by("name").values_list("pk", "name")[:MOST_LEADERS])


def _places() -> list[tuple[int, str]]:
    units = [unit for unit in house().units.values() if unit.kind == UnitKind.PLACE and unit.is_active]
    return sorted(((unit.id, unit.name) for unit in units), key=lambda pair: pair[1])

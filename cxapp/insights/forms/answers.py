"""The filters of answers and of themes, as they stand in the address. Wrong values are passed over, never an error; only a
search that is too long is said (`q` of the form's errors), because somebody typed it.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import UnitKind
from accounts.queries.house import house
from accounts.queries.practices import is_on
from cxapp.lib.fields import LONGEST_SEARCH, WholeText
from feedback.forms.choices import offer
from feedback.models import Stage, Survey, Theme
from feedback.rules.drawing import Felt

ANY = ("", _("Any"))
FEELINGS = {
    Felt.LOW.value: _("Unhappy"),
    Felt.BETWEEN.value: _("In between"),
    Felt.HIGH.value: _("Happy"),
    Felt.NOT_SAID.value: _("No score"),
}
DAYS = {"30": _("30 days"), "90": _("90 days"), "365": _("A year")}


def _number(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, required=False, coerce=int, empty_value=None)


class WhereForm(forms.Form):
    """Place and stage, for every list of what customers said."""

    place = _number(_("Place"))
    stage = _number(_("Stage"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [unit for unit in house().units.values() if unit.kind == UnitKind.PLACE and unit.is_active]
        offer(
            self, "place", [ANY, *sorted(((unit.id, unit.name) for unit in places), key=lambda pair: pair[1])]
        )
        stages = Stage.objects.filter(is_active=True).order_by("order").values_list("pk", "name")
        offer(self, "stage", lambda: [ANY, *stages])

    def values(self) -> dict[str, Any]:
        """What was understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    def chips(self) -> list[tuple[str, str]]:
        """Each filter in use: its name and how it reads."""
        found = []
        for name, value in self.values().items():
            labels = {str(key): label for key, label in getattr(self.fields[name], "choices", [])}
            found.append((name, f"{self.fields[name].label}: {labels.get(str(value), value)}"))
        return found


class AnswerFilterForm(WhereForm):
    q = WholeText(label=_("Search"), required=False, longest=LONGEST_SEARCH)
    felt = forms.ChoiceField(label=_("How they felt"), required=False, choices=[ANY, *FEELINGS.items()])
    survey = forms.ChoiceField(label=_("Survey"), required=False)
    theme = _number(_("Theme"))
    field_order = ["q", "felt", "place", "stage", "survey", "theme"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs.update(
            {"type": "search", "placeholder": _("A word they wrote"), "data-cx-search": ""}
        )
        offer(self, "survey", lambda: [ANY, *Survey.objects.order_by("name").values_list("slug", "name")])
        themes = Theme.objects.filter(is_active=True).order_by("order").values_list("pk", "name")
        offer(self, "theme", lambda: [ANY, *themes])
        if not is_on("themes"):
            del self.fields["theme"]


class ThemeFilterForm(WhereForm):
    days = forms.ChoiceField(label=_("Period"), required=False, choices=list(DAYS.items()))
    field_order = ["days", "place", "stage"]

    def period(self) -> int:
        """Days back from today; 90 unless asked for something else."""
        return int(self.values().get("days", 90))

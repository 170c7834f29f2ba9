"""The weights of the overall index: a number for each behaviour something is owed in, and the switch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.rules.behaviours import Behaviour
from cxapp.insights.rules.index import MOST

PREFIX = "weight_"


class IndexForm(forms.Form):
    on = forms.BooleanField(
        label=_("Show the overall index"),
        required=False,
        help_text=_("Its weights stand beside it wherever it appears."),
    )

    def __init__(
        self, *args: Any, behaviours: Sequence[Behaviour], weights: Mapping[str, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        wrong = _("A weight is a number from 0 to %(most)s.") % {"most": MOST}
        for behaviour in behaviours:
            self.fields[f"{PREFIX}{behaviour.name}"] = forms.IntegerField(
                label=behaviour.label,
                min_value=0,
                max_value=MOST,
                required=False,
                initial=weights.get(behaviour.name, 0),
                error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
            )
        self.order_fields([*(name for name in self.fields if name != "on"), "on"])

    @property
    def weights(self) -> dict[str, int]:
        return {
            name.removeprefix(PREFIX): value or 0
            for name, value in self.cleaned_data.items()
            if name.startswith(PREFIX)
        }

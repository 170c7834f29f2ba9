"""What a person ticks on the page of digests: only what their role offers, and the hour."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.preferences import MinuteField
from cxapp.insights.operations.digests import Wanted
from cxapp.insights.queries.digests import Choice
from cxapp.insights.rules.digests import DEFAULT_MINUTE, NAMES, Digest

HELP = {
    Digest.DAILY: _(
        "Names, promised times, what else waits, and your own month. None comes while nothing waits."
    ),
    Digest.WEEKLY: _("Late now, answered since, what was read and thanked. It comes when all is well, too."),
    Digest.MONTHLY: _("The sentences of last month, and the way to its board pack."),
}


class DigestsForm(forms.Form):
    minute = MinuteField(label=_("At"), max_length=5, help_text=_("Such as 7:30, by your own clock."))

    def __init__(self, data: Any = None, *, choice: Choice) -> None:
        super().__init__(data, initial={"minute": choice.hours.minute})
        self._offered = [digest for digest in Digest if digest in choice.offered]
        for digest in self._offered:
            self.fields[digest.value] = forms.BooleanField(
                label=NAMES[digest],
                help_text=HELP[digest],
                required=False,
                initial=digest in choice.wanted,
            )
        self.order_fields([*(digest.value for digest in self._offered), "minute"])

    def wanted(self) -> Wanted:
        minute = self.cleaned_data["minute"]
        digests = {digest: bool(self.cleaned_data[digest.value]) for digest in self._offered}
        return Wanted(digests, DEFAULT_MINUTE if minute is None else minute)

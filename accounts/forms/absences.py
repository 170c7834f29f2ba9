"""The form of an absence: who, from which day to which, who stands in."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import PersonField, offer
from accounts.models import User


class AbsenceForm(forms.Form):
    person = PersonField(label=_("Who is away?"))
    first_day = forms.DateField(
        label=_("First day away"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Enter the first day they are away.")},
    )
    last_day = forms.DateField(
        label=_("Last day away"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Enter the last day they are away.")},
    )
    deputy = PersonField(
        label=_("Who stands in?"),
        required=False,
        help_text=_("They see and work what waits. Without a deputy, what runs out goes on up the line."),
    )

    def __init__(self, *args: Any, allowed: QuerySet[User], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "person", allowed.order_by("name"))

    def wanted(self) -> dict[str, Any]:
        """Days become moments in the reader's zone: from the beginning of the first to the end of the last."""
        zone = timezone.get_current_timezone()
        data = self.cleaned_data
        ends = datetime.combine(data["last_day"] + timedelta(days=1), time.min, zone)
        starts = datetime.combine(data["first_day"], time.min, zone)
        return {"person": data["person"], "deputy": data["deputy"], "starts": starts, "ends": ends}

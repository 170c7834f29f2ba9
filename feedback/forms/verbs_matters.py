"""Forms of the verbs about which matter it is, whom it is about, and what was logged wrongly."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cxapp.lib.widgets import RadioTiles
from feedback.enums import Feeling
from feedback.forms.choices import offer
from feedback.forms.verbs import VerbForm, words_field
from feedback.forms.verbs_more import PersonField, leading
from feedback.models import OPEN, Case, ContactAttempt, Signal


class MergeForm(VerbForm):
    guarded = False
    other = forms.TypedChoiceField(
        label=_("Which case is about the same?"), coerce=int, widget=forms.RadioSelect
    )

    def prepare(self) -> None:
        rows = Case.objects.filter(OPEN, customer=self.case.customer_id, customer__isnull=False).exclude(
            pk=self.case.pk
        )
        self.cases = {row.pk: row for row in rows.select_related("leader")}
        offer(self, "other", [(pk, f"#{pk}, {row.leader.name}") for pk, row in self.cases.items()])

    def arguments(self) -> dict[str, Any]:
        return {"cases": (self.case, self.cases[self.cleaned_data["other"]])}


class SignalForm(VerbForm):
    """Which of the customer's messages it is about."""

    guarded = False
    signal = forms.TypedChoiceField(label=_("Which message"), coerce=int, widget=forms.RadioSelect)

    def prepare(self) -> None:
        rows = Signal.objects.filter(case=self.case).select_related("text").order_by("received_at")
        self.signals = {row.pk: row for row in rows}
        choices = [
            (pk, (row.text.body[:80] if row.text else row.get_kind_display()))
            for pk, row in self.signals.items()
        ]
        offer(self, "signal", choices)
        if len(choices) == 1:
            self.fields["signal"].initial = choices[0][0]

    def chosen(self) -> Signal:
        return self.signals[self.cleaned_data["signal"]]


class SplitForm(SignalForm):
    leader = PersonField(label=_("Who leads the other matter?"), missing=_("Choose who leads it."))
    why = words_field(
        _("Why these are two matters"), _("Say why these are two matters, in one sentence."), rows=2
    )

    def prepare(self) -> None:
        super().prepare()
        self.fields["leader"].queryset = leading()  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        return {
            "signal": self.chosen(),
            "leader": self.cleaned_data["leader"],
            "why": self.cleaned_data["why"],
        }


class ConcernForm(SignalForm):
    person = PersonField(label=_("Whom is it about?"), missing=_("Choose whom it is about."))

    def prepare(self) -> None:
        super().prepare()
        self.fields["person"].queryset = User.objects.filter(is_active=True).order_by("name")  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        return {"signal": self.chosen(), "person": self.cleaned_data["person"]}


class CorrectForm(VerbForm):
    guarded = False
    attempt = forms.TypedChoiceField(label=_("Which entry"), coerce=int, widget=forms.RadioSelect)
    feeling = forms.ChoiceField(
        label=_("How do they feel now?"), choices=Feeling.choices, widget=RadioTiles(columns=4)
    )
    note = words_field(_("Note"), "", rows=3, required=False)

    def prepare(self) -> None:
        rows = ContactAttempt.objects.filter(
            case=self.case, by=self.reader, withdrawn_at=None
        ).select_related("note")
        self.attempts = {row.pk: row for row in rows.order_by("-logged_at")}
        choices = [
            (
                pk,
                f"{row.get_outcome_display()}: {row.note.body[:60]}"
                if row.note
                else row.get_outcome_display(),
            )
            for pk, row in self.attempts.items()
        ]
        offer(self, "attempt", choices)
        if choices:
            newest = self.attempts[choices[0][0]]
            self.fields["attempt"].initial, self.fields["feeling"].initial = newest.pk, newest.feeling
            self.fields["note"].initial = newest.note.body if newest.note else ""

    def arguments(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "attempt": self.attempts[data["attempt"]],
            "note": data["note"],
            "feeling": Feeling(data["feeling"]),
        }

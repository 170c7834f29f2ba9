"""Log contact: what happened, how they feel, what was promised, a note. Twenty seconds on a phone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cxapp.lib.widgets import RadioTiles
from feedback.enums import Feeling, How, Outcome, PromiseKind, Wish
from feedback.forms.moments import MomentField, preset_choices, read_moment
from feedback.models import Case
from feedback.operations.promises import NewPromise

NOTE = 280
NOTHING, OTHER = "nothing", "other"
OUTCOMES = [
    (Outcome.REACHED, _("Spoke")),
    (Outcome.VOICEMAIL, _("Left a message")),
    (Outcome.NO_ANSWER, _("No answer")),
    (Outcome.WROTE, _("Wrote to them")),
    (Outcome.WRONG_DETAILS, _("Wrong number or address")),
]
ICONS = {
    "reached": "chat-bubble-left-right",
    "voicemail": "chat-bubble-bottom-center-text",
    "no_answer": "phone-x-mark",
    "wrote": "envelope",
    "wrong_details": "exclamation-triangle",
}


class ContactForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What happened?"),
        choices=OUTCOMES,
        widget=RadioTiles(icons=ICONS),
        error_messages={"required": _("Choose what happened.")},
    )
    feeling = forms.ChoiceField(
        label=_("How do they feel now?"),
        choices=Feeling.choices,
        widget=RadioTiles(columns=4),
        required=False,
        initial=Feeling.NOT_SAID,
    )
    promise = forms.CharField(
        label=_("What did you promise?"), required=False, initial=NOTHING, widget=RadioTiles()
    )
    promise_kind = forms.ChoiceField(label=_("What"), choices=PromiseKind.choices, required=False)
    promise_at = MomentField(label=_("By when"), required=False)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=NOTE,
        widget=forms.Textarea(attrs={"rows": 2, "data-cx-count": ""}),
    )
    how = forms.ChoiceField(
        label=_("How"), choices=[(How.CALL, _("By phone")), (How.VISIT, _("In person"))], required=False
    )
    stated_at = MomentField(label=_("When it was"), required=False, help_text=_("Leave empty for now."))
    started_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    seq = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.now = case, now
        self.fields["how"].initial = How.VISIT if case.wish == Wish.VISIT else How.CALL
        self.fields["seq"].initial = case.seq
        choices = [
            (NOTHING, _now("Nothing more")),
            *preset_choices(now, _now("Call by %(time)s"), f"{PromiseKind.CALL_BY.value}|"),
            *preset_choices(now, _now("Fix by %(time)s"), f"{PromiseKind.FIX_BY.value}|"),
            (OTHER, _now("Another time…")),
        ]
        sent = self.data.get("promise", "") if self.is_bound else ""
        if sent and sent not in dict(choices) and _preset(sent):
            choices.insert(1, (sent, _now("As chosen before")))
        self.fields["promise"].widget.choices = choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "outcome" in data:
            data["way"] = _way(data["outcome"], data.get("how") or How.CALL, self.case.wish)
        data["new_promise"] = self._promise(data)
        return data

    def _promise(self, data: dict[str, Any]) -> NewPromise | None:
        chosen = data.get("promise") or NOTHING
        if chosen == OTHER:
            if data.get("promise_at") is None and "promise_at" not in self.errors:
                self.add_error("promise_at", _("Enter the day and time you promised."))
            if data.get("promise_at") is None:
                return None
            return NewPromise(
                PromiseKind(data.get("promise_kind") or PromiseKind.CALL_BY), data["promise_at"]
            )
        if chosen == NOTHING:
            return None
        found = _preset(chosen)
        if found is None:
            self.add_error("promise", _("Choose what you promised."))
        return found


def _preset(value: str) -> NewPromise | None:
    kind, _bar, moment = value.partition("|")
    at = read_moment(moment)
    return NewPromise(PromiseKind(kind), at) if at is not None and kind in PromiseKind.values else None


def _way(outcome: str, how: str, wish: str) -> How:
    """How it was tried: writing says so itself; wrong details of somebody to write to are an address."""
    if outcome == Outcome.WROTE or (outcome == Outcome.WRONG_DETAILS and wish == Wish.WRITE):
        return How.WRITE
    return How.CALL if outcome == Outcome.VOICEMAIL else How(how)

"""What each verb on a case asks for. One form a verb; `arguments` is what its operation is called with.

Not here: which operation that is and who may (`views.verbs`, `rules.transitions`).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cxapp.lib.widgets import RadioTiles
from feedback.enums import PromiseKind, Wish
from feedback.forms.choices import offer
from feedback.forms.moments import MomentField, preset_choices, read_moment
from feedback.models import Case, Promise

OTHER = "other"
LONGEST = 4000


class VerbForm(forms.Form):
    """The base: knows the case, who acts and when. `guarded`: refused where the case changed since the form was opened."""

    guarded: ClassVar[bool] = True
    seq = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, case: Case, reader: User, now: datetime, roles: Collection[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.reader, self.now, self.roles = case, reader, now, roles
        self.fields["seq"].initial = case.seq
        self.prepare()

    def prepare(self) -> None:
        """Fill the choices that depend on the case."""

    def arguments(self) -> dict[str, Any]:
        """For the operation, beside `by` and `now`."""
        return {"case": self.case, **self._guard(), **self.own()}

    def own(self) -> dict[str, Any]:
        """What this verb adds."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seq"}

    def _guard(self) -> dict[str, Any]:
        return {"expected_seq": self.cleaned_data.get("seq")} if self.guarded else {}


def words_field(
    label: Any, missing: Any, hint: Any = "", *, rows: int = 4, required: bool = True
) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
    )


class ConfirmForm(VerbForm):
    """Nothing to say, only to press."""

    guarded = False


class WriteForm(VerbForm):
    words = words_field(
        _("What you tell the customer"),
        _("Write what you want to tell the customer."),
        _("They read it on their private page, with your name."),
        rows=7,
    )


class DecideForm(VerbForm):
    words = words_field(
        _("What you decided"),
        _("Write what you decided, so that the customer can read it."),
        _("The customer asked not to be contacted: nothing is sent, it stands on their private page."),
        rows=6,
    )


class ActionForm(VerbForm):
    words = words_field(
        _("What you did about it"),
        _("Say what you did, so that customers and staff can read it."),
        _("Customers and colleagues read this at the place."),
    )


class WhenMixin(VerbForm):
    """A moment: two presets or any other."""

    def prepare(self) -> None:
        self.fields["when"].widget.choices = [
            *preset_choices(self.now),
            (OTHER, _now("Another time…")),
        ]

    def moment(self, missing: Any) -> datetime | None:
        """The moment chosen; an error beside the field where there is none."""
        chosen = self.cleaned_data.get("when") or ""
        if not chosen:
            return None
        if chosen != OTHER:
            found = read_moment(chosen)
            if found is None:
                self.add_error("when", missing)
            return found
        at: datetime | None = self.cleaned_data.get("at")
        if at is None and "at" not in self.errors:
            self.add_error("at", missing)
        return at


class PromiseForm(WhenMixin):
    kind = forms.ChoiceField(
        label=_("What do you promise?"),
        choices=PromiseKind.choices,
        initial=PromiseKind.FIX_BY,
        widget=RadioTiles(icons={"call_by": "phone", "fix_by": "wrench"}),
        error_messages={"required": _("Choose what you promise.")},
    )
    when = forms.CharField(
        label=_("By when?"),
        widget=RadioTiles(columns=3),
        error_messages={"required": _("Choose by when you promise it.")},
    )
    at = MomentField(label=_("Day and time"), required=False)
    words = forms.CharField(label=_("What exactly"), required=False, max_length=280)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["due_at"] = self.moment(_("Choose by when you promise it."))
        return data

    def own(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"kind": PromiseKind(data["kind"]), "due_at": data["due_at"], "words": data["words"]}


class KeepPromiseForm(VerbForm):
    promise = forms.TypedChoiceField(label=_("Which promise"), coerce=int, widget=forms.RadioSelect)
    words = words_field(
        _("What was done"), _("Say what was done, in a sentence the customer can read."), rows=3
    )

    def prepare(self) -> None:
        rows = Promise.objects.filter(
            case=self.case, kind=PromiseKind.FIX_BY, kept_at=None, withdrawn_at=None
        ).select_related("words")
        self.promises = {row.pk: row for row in rows.order_by("due_at")}
        offer(
            self,
            "promise",
            [(pk, row.words.body if row.words else str(row)) for pk, row in self.promises.items()],
        )
        if len(self.promises) == 1:
            self.fields["promise"].initial = next(iter(self.promises))

    def arguments(self) -> dict[str, Any]:
        promise = self.promises[self.cleaned_data["promise"]]
        return {"promise": promise, "words": self.cleaned_data["words"], **self._guard()}


class LaterForm(WhenMixin):
    when = forms.CharField(
        label=_("When does the customer want to hear from us?"),
        widget=RadioTiles(columns=3),
        error_messages={"required": _("Choose the moment the customer named.")},
    )
    at = MomentField(label=_("Day and time"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["until"] = self.moment(_("Enter the moment the customer named; it lies ahead."))
        return data

    def own(self) -> dict[str, Any]:
        return {"until": self.cleaned_data["until"]}


class WishForm(VerbForm):
    wish = forms.ChoiceField(
        label=_("How does the customer want to hear from us?"),
        choices=Wish.choices,
        widget=RadioTiles(
            icons={"call": "phone", "visit": "user-group", "write": "envelope", "no_contact": "bell-slash"}
        ),
    )
    when = forms.CharField(
        label=_("When"), required=False, max_length=80, help_text=_("For example: after 17:00.")
    )

    def prepare(self) -> None:
        self.fields["wish"].initial, self.fields["when"].initial = self.case.wish, self.case.wish_when

    def own(self) -> dict[str, Any]:
        return {"wish": Wish(self.cleaned_data["wish"]), "when": self.cleaned_data["when"]}

"""Forms of the verbs about who leads, how severe it is, how it ends, what was given and whom it is about."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role, Severity
from accounts.models import Unit, User
from cxapp.lib.widgets import RadioTiles
from feedback.enums import CustomerOutcome, End, RecoveryKind, RecoveryState
from feedback.forms.choices import offer
from feedback.forms.verbs import VerbForm, words_field
from feedback.models import Cause, EndProposal, HandOver, Recovery
from feedback.rules.transitions import ENDS, may_end, may_propose

YES, NO = "yes", "no"
ANSWERS = [(YES, _("Yes")), (NO, _("No"))]
RECOVERY_ICONS = {"apology": "chat-bubble-left", "fix": "wrench", "refund": "banknotes", "goodwill": "gift"}
OUTCOME_WORDS = [(CustomerOutcome.UNKNOWN, _("Too early to say")), *CustomerOutcome.choices[:2]]


def leading() -> QuerySet[User]:
    """Everybody a case can be given to."""
    return User.objects.filter(is_active=True, grants__role=Role.LEADER).distinct().order_by("name")


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for the type checker only
    def __init__(self, *, label: Any, missing: Any) -> None:
        super().__init__(
            queryset=User.objects.none(),
            label=label,
            empty_label=_("Choose"),
            error_messages={"required": missing},
        )

    def label_from_instance(self, obj: User) -> str:
        return f"{obj.name}, {obj.title}" if obj.title else obj.name


class ReasonForm(VerbForm):
    reason = words_field(_("Why"), _("Say why, in one sentence."), rows=3)


class OfferForm(ReasonForm):
    receiver = PersonField(label=_("Who should take it?"), missing=_("Choose who should take it."))
    field_order = ("receiver", "reason")

    def prepare(self) -> None:
        self.fields["receiver"].queryset = leading().exclude(pk=self.case.leader_id)  # type: ignore[attr-defined]


class AboutRowForm(VerbForm):
    """A verb about one row of the case, an offer or a proposal, which may be gone by now."""

    guarded = False
    subject: ClassVar[str]

    def row(self) -> Any:
        """The row, the newest where there were several."""
        return None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.row() is None:
            raise forms.ValidationError(_("There is nothing open to answer here any more."))
        return data

    def arguments(self) -> dict[str, Any]:
        return {self.subject: self.row(), **self.own()}


class YesNoForm(VerbForm):
    """One answer, with a reason where it is no."""

    guarded = False
    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=ANSWERS,
        widget=RadioTiles(icons={YES: "check", NO: "x-mark"}),
        error_messages={"required": _("Choose yes or no.")},
    )
    why = words_field(_("Why"), "", rows=2, required=False)

    @property
    def yes(self) -> bool:
        return bool(self.cleaned_data["answer"] == YES)

    def own(self) -> dict[str, Any]:
        return {"yes": self.yes, "why": self.cleaned_data["why"]}


class AnswerOfferForm(AboutRowForm, YesNoForm):
    subject = "offer"

    def row(self) -> HandOver | None:
        return HandOver.objects.filter(case=self.case, receiver=self.reader).order_by("-pk").first()


class WithdrawOfferForm(AboutRowForm):
    subject = "offer"

    def row(self) -> HandOver | None:
        return HandOver.objects.filter(case=self.case).order_by("-pk").first()


class SeverityForm(VerbForm):
    higher = True
    severity = forms.ChoiceField(label=_("How severe is it?"), widget=RadioTiles(columns=3))
    why = words_field(_("Why"), _("Say why, in one sentence."), rows=2)

    def prepare(self) -> None:
        now = Severity.rank(self.case.severity)
        offer(
            self,
            "severity",
            [
                c
                for c in Severity.choices
                if (Severity.rank(c[0]) > now) == self.higher and c[0] != self.case.severity
            ],
        )


class LowerSeverityForm(SeverityForm):
    higher = False


class CauseForm(VerbForm):
    guarded = False
    cause = forms.ModelChoiceField(
        label=_("What caused it?"),
        queryset=Cause.objects.filter(is_active=True).order_by("pk"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose what caused it, so that it can be fixed for good.")},
    )
    department = forms.ModelChoiceField(
        label=_("Where it started"),
        queryset=Unit.objects.filter(is_active=True).order_by("name"),
        required=False,
        empty_label=_("Not known"),
    )

    def prepare(self) -> None:
        self.fields["cause"].initial, self.fields["department"].initial = (
            self.case.cause,
            self.case.cause_department,
        )


class ResolveForm(CauseForm):
    guarded = True
    outcome = forms.ChoiceField(
        label=_("Does the customer stay with us?"),
        choices=OUTCOME_WORDS,
        widget=RadioTiles(columns=3),
        required=False,
    )
    words = words_field(_("What put it right"), "", rows=2, required=False)

    def own(self) -> dict[str, Any]:
        return {**super().own(), "outcome": self.cleaned_data["outcome"] or CustomerOutcome.UNKNOWN}


class EndForm(VerbForm):
    end = forms.ChoiceField(
        label=_("How does it end?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it ends.")},
    )
    why = words_field(_("Why, in plain words"), "", rows=3, required=False)

    def prepare(self) -> None:
        allowed = [end for end in ENDS if may_end(end=end, case=self.case, role=self.roles)]
        offer(self, "end", [(end.value, end.label) for end in allowed])

    def own(self) -> dict[str, Any]:
        return {"end": End(self.cleaned_data["end"]), "why": self.cleaned_data["why"]}


class ProposeEndForm(EndForm):
    def prepare(self) -> None:
        allowed = [end for end in ENDS if may_propose(end=end, case=self.case, role=self.roles)]
        offer(self, "end", [(end.value, end.label) for end in allowed])


class AnswerEndForm(AboutRowForm, YesNoForm):
    subject = "proposal"

    def row(self) -> EndProposal | None:
        return EndProposal.objects.filter(case=self.case).order_by("-pk").first()


class RecoveryForm(VerbForm):
    kind = forms.ChoiceField(
        label=_("What do you give?"),
        choices=RecoveryKind.choices,
        widget=RadioTiles(icons=RECOVERY_ICONS),
        error_messages={"required": _("Choose what you give.")},
    )
    what = forms.CharField(label=_("In words"), required=False, max_length=200)
    cost = forms.DecimalField(
        label=_("What it costs us"),
        required=False,
        min_value=0,
        max_digits=10,
        decimal_places=2,
        error_messages={
            "invalid": _("Enter an amount, for example 25."),
            "min_value": _("Enter what it costs, 0 or more."),
        },
    )

    def own(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"kind": RecoveryKind(data["kind"]), "what": data["what"], "cost": data["cost"] or Decimal(0)}


class DecideRecoveryForm(YesNoForm):
    recovery = forms.TypedChoiceField(label=_("What was asked for"), coerce=int, widget=forms.RadioSelect)
    field_order = ("recovery", "answer")

    def prepare(self) -> None:
        del self.fields["why"]
        rows = (
            Recovery.objects.filter(case=self.case, state=RecoveryState.ASKED)
            .select_related("by")
            .order_by("pk")
        )
        self.asked = {row.pk: row for row in rows}
        choices = [
            (pk, f"{row.get_kind_display()} {row.what} ({row.cost}), {row.by.name}")
            for pk, row in self.asked.items()
        ]
        offer(self, "recovery", choices)
        if len(choices) == 1:
            self.fields["recovery"].initial = choices[0][0]

    def arguments(self) -> dict[str, Any]:
        return {"recovery": self.asked[self.cleaned_data["recovery"]], "yes": self.yes}

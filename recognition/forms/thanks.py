"""What is typed on the thank pages. Lengths and meanings are checked by the operations; here only what a form can know."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from cxapp.lib.widgets import RadioTiles
from feedback.models import Case
from recognition.forms.people import PeopleForm
from recognition.models import CompanyValue
from recognition.operations.wall import LONGEST_WHY
from recognition.rules.limits import LONGEST_REASON, LONGEST_REPLY, SHORTEST_REASON


def _reason_box(longest: int, **attrs: Any) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 4, "maxlength": longest, "data-cx-count": "", **attrs})


def values_in_use() -> forms.ModelChoiceField[CompanyValue]:
    return forms.ModelChoiceField(
        CompanyValue.objects.filter(is_active=True),
        label=_("Which of our values was it?"),
        empty_label=None,
        widget=RadioTiles(),
        error_messages={"required": _("Choose the value it stands for.")},
    )


class ThankForm(PeopleForm):
    """Whom, what for, which value. `ask` is set when it is more than usual and may still be sent."""

    reason = forms.CharField(
        label=_("What did they do?"),
        help_text=_(
            "Be particular: what happened, and what it did for the customer or for you. 20 characters or more."
        ),
        max_length=LONGEST_REASON,
        widget=_reason_box(LONGEST_REASON),
        error_messages={"required": _("Say what they did, in 20 characters or more.")},
    )
    case = forms.ModelChoiceField(Case.objects.none(), required=False, widget=forms.HiddenInput)
    field_order = ["whom", "reason", "value", "case"]

    def __init__(self, *args: Any, reader: User, cases: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, reader=reader, **kwargs)
        self.ask = ""
        self.fields["value"] = values = values_in_use()
        chosen = list(values.queryset or [])
        tiles: Any = values.widget
        tiles.hints = {str(one.pk): one.sentence for one in chosen}
        if cases is not None:
            field: Any = self.fields["case"]
            field.queryset = cases

    def given(self) -> dict[str, Any]:
        """What `operations.kudos.thank` wants beside the people. The button under the question says `sure`."""
        data = self.cleaned_data
        return {
            "reason": data["reason"],
            "value": data["value"],
            "case": data["case"],
            "sure": "sure" in self.data,
        }

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"].strip()
        if len(" ".join(reason.split())) < SHORTEST_REASON:
            raise forms.ValidationError(
                _("Say a little more: 20 characters or more, so that they know what to go on doing.")
            )
        return reason


class ComplimentForm(PeopleForm):
    """What a customer said to one of us. Without a name the leader of the place says whom it is for."""

    words = forms.CharField(
        label=_("What did the customer say?"),
        help_text=_("In their own words, as far as you remember them."),
        max_length=LONGEST_REASON,
        widget=_reason_box(LONGEST_REASON),
        error_messages={"required": _("Write down what the customer said.")},
    )
    customer_name = forms.CharField(
        label=_("Customer's name"),
        help_text=_("It stands on our wall: leave it empty if the customer would not like that."),
        max_length=120,
        required=False,
    )
    place = forms.ModelChoiceField(
        Unit.objects.filter(is_active=True).order_by("name", "pk"),
        label=_("Where did it happen?"),
        empty_label=None,
    )
    field_order = ["words", "whom", "place", "customer_name"]

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, reader=reader, **kwargs)
        whom = self.fields["whom"]
        whom.label = _("Whom did they praise?")
        whom.help_text = _("Leave it empty if you do not know: the leader of the place will say.")
        whom.required = False
        self.fields["place"].initial = reader.unit_id

    def given(self) -> dict[str, Any]:
        """What `operations.kudos.compliment` wants beside the people."""
        data = self.cleaned_data
        return {
            "words": data["words"],
            "customer_name": data["customer_name"],
            "names_typed": "",
            "place": data["place"],
        }


class ConfirmForm(PeopleForm):
    """Whom a waiting compliment is for: suggested people to tick, the whole place, or names typed."""

    suggested = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("Found by name"), required=False, widget=forms.CheckboxSelectMultiple
    )
    everybody = forms.BooleanField(required=False)
    field_order = ["suggested", "everybody", "whom"]

    def __init__(self, *args: Any, reader: User, suggested: Any, place: Unit | None, **kwargs: Any) -> None:
        super().__init__(*args, reader=reader, **kwargs)
        whom = self.fields["whom"]
        whom.label = _("Type a name") if not suggested.exists() else _("Somebody else")
        whom.required = False
        field: Any = self.fields["suggested"]
        field.queryset = suggested
        if not suggested.exists():
            del self.fields["suggested"]
        if place is None:
            del self.fields["everybody"]
        else:
            self.fields["everybody"].label = _("Everybody at %(place)s") % {"place": place.name}

    def chosen(self) -> list[User]:
        return [*self.cleaned_data.get("suggested", ()), *self.people]


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=_("Reply"),
        max_length=LONGEST_REPLY,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": LONGEST_REPLY, "data-cx-count": ""}),
        error_messages={"required": _("Write a few words.")},
    )


class HideForm(forms.Form):
    why = forms.CharField(
        label=_("Why is it taken down?"),
        help_text=_("Moderators read this with your name."),
        max_length=LONGEST_WHY,
        error_messages={"required": _("Say why it is taken down; moderators read it.")},
    )

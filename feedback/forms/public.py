"""Forms of the open pages: tell us what went wrong, ask, thank. One way to be reached is enough, none is fine too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cxapp.lib.fields import WholeText
from cxapp.lib.widgets import RadioTiles
from feedback.enums import Wish
from feedback.models import Stage
from feedback.queries.public import contact_point

LONGEST = 4000
WISHES = [
    (Wish.CALL.value, _("Call me")),
    (Wish.WRITE.value, _("Write to me")),
    (Wish.VISIT.value, _("Meet me")),
    (Wish.NO_CONTACT.value, _("Do not contact me")),
]
WISH_ICONS = {"call": "phone", "write": "envelope", "visit": "users", "no_contact": "no-symbol"}
NO_WAY = _("Enter a telephone number or an e-mail address, for example 020 7946 0018 or name@example.org.")


def box(label: Any, missing: Any, *, help_text: Any = "", rows: int = 5) -> forms.CharField:
    """A box for somebody's own words."""
    return WholeText(
        label=label,
        help_text=help_text,
        longest=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
    )


def short(label: Any, *, help_text: Any = "", longest: int = 200, **attrs: str) -> forms.CharField:
    return WholeText(
        label=label,
        help_text=help_text,
        required=False,
        longest=longest,
        widget=forms.TextInput(attrs=attrs),
    )


class ReachForm(forms.Form):
    """Part of other forms: how to reach somebody, and how they wish it."""

    reach = short(
        _("How can we reach you?"),
        help_text=_("A telephone number or an e-mail address. One is enough."),
        autocomplete="email",
        inputmode="text",
        autocapitalize="none",
        spellcheck="false",
    )
    wish = forms.ChoiceField(
        label=_("How would you like to hear from us?"),
        choices=WISHES,
        required=False,
        widget=RadioTiles(icons=WISH_ICONS),
        error_messages={"invalid_choice": _("Choose one of the ways shown.")},
    )
    when = short(_("When suits you?"), help_text=_("For example: after 17:00"), longest=80)

    point: tuple[str, str] | None = None

    def clean_reach(self) -> str:
        typed: str = self.cleaned_data["reach"].strip()
        if typed:
            self.point = contact_point(typed)
            if self.point is None:
                raise forms.ValidationError(NO_WAY)
        return typed


class WrongForm(ReachForm):
    """Something went wrong. Only the words are needed."""

    words = box(_("What happened?"), _("Write what happened, in a sentence or two."))
    stage = forms.ModelChoiceField(
        label=_("When did it happen?"),
        queryset=Stage.objects.none(),
        required=False,
        empty_label=_("Not sure"),
    )
    wanted = box(_("What would put it right?"), "", rows=2)
    about = short(
        _("Is it about a person who works here? Write the name"),
        help_text=_("We check this first. Nobody decides about a complaint against themselves."),
    )
    name = short(_("Your name"), autocomplete="name")

    field_order = ("words", "stage", "wanted", "reach", "wish", "when", "about", "name")

    def __init__(self, *args: Any, stages: Sequence[Stage] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wanted"].required = False
        field: Any = self.fields["stage"]
        field.queryset = Stage.objects.filter(pk__in=[stage.pk for stage in stages]).order_by("order", "pk")

    def clean(self) -> dict[str, Any]:
        """Nobody is promised a call we have no number for."""
        values = super().clean() or {}
        wish, point = values.get("wish"), self.point
        if wish in (Wish.CALL, Wish.WRITE) and point is None and "reach" not in self.errors:
            self.add_error("reach", _("Enter a number or an address, so that we can do as you wish."))
        if wish == Wish.CALL and point is not None and point[0] == "email":
            self.add_error(
                "reach", _("Enter a telephone number, so that we can call you, or choose “Write to me”.")
            )
        return values


class QuestionForm(forms.Form):
    words = box(_("Your question"), _("Write your question."))
    reach = short(
        _("Where shall we send the answer?"),
        help_text=_("An e-mail address. Without one you read the answer on a private page."),
        autocomplete="email",
        autocapitalize="none",
        spellcheck="false",
    )
    name = short(_("Your name"), autocomplete="name")
    point: tuple[str, str] | None = None

    clean_reach = ReachForm.clean_reach


class ThankForm(forms.Form):
    names = short(
        _("Whom do you want to thank?"), help_text=_("A name, or what they looked like. Several are fine.")
    )
    words = box(_("What did they do for you?"), _("Write what they did for you, in a sentence."))
    name = short(
        _("Your name"), help_text=_("They will see it. Leave it out if you like."), autocomplete="name"
    )


class ThankThemForm(ThankForm):
    """The same under the heading "Whom shall we thank?"."""

    names = short(_("Their name, or what they looked like"), help_text=_("Several are fine."))


class MessageForm(forms.Form):
    words = box(_("Add a message"), _("Write what you want to tell us."), rows=3)


class SayForm(forms.Form):
    """One of the two questions, answered by the button pressed."""

    reached = forms.ChoiceField(choices=[("yes", ""), ("no", "")], required=False)
    right = forms.ChoiceField(choices=[("yes", ""), ("partly", ""), ("no", "")], required=False)
    words = WholeText(required=False, longest=LONGEST)

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **{**options, "auto_id": "say-%s"})


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Ten letters and numbers from your slip, like K7QF-2M9X-4T. Small letters are fine."),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "code-input",
            }
        ),
        error_messages={"required": _("Enter the code from your slip.")},
    )

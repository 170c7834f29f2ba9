"""Forms of asking: one customer, many, rules, how often, open links, and what customers say about it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from cxapp.lib.widgets import RadioTiles
from feedback.enums import OpenLinkKind, SendingTrigger
from feedback.forms.choices import offer
from feedback.forms.public import short
from feedback.models import AskingRules, Stage
from feedback.rules.asking import DAY, LESS, OFF, WEEK
from feedback.rules.languages import Language

ALLOWED = (".csv", ".txt", ".gz", ".xlsx")
LONGEST_LIST = 2_000_000
WAITS = (
    (0, _("At once")),
    (4, _("4 hours")),
    (DAY, _("1 day")),
    (2 * DAY, _("2 days")),
    (3 * DAY, _("3 days")),
    (WEEK, _("1 week")),
    (2 * WEEK, _("2 weeks")),
    (30 * DAY, _("30 days")),
)


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the places offered."""

    def __init__(self, label: Any, *, empty: Any, required: bool = False, help_text: Any = "") -> None:
        super().__init__(
            label=label,
            queryset=Unit.objects.none(),
            required=required,
            empty_label=empty,
            help_text=help_text,
            error_messages={
                "required": _("Choose a place."),
                "invalid_choice": _("Choose one of the places shown."),
            },
        )


def offer_places(form: forms.Form, places: list[Unit]) -> None:
    field: Any = form.fields["place"]
    field.queryset = Unit.objects.filter(pk__in=[place.pk for place in places]).order_by("name")


class AskOneForm(forms.Form):
    """Ask one customer."""

    reach = forms.EmailField(
        label=_("E-mail address of the customer"),
        error_messages={
            "required": _("Enter the customer's e-mail address."),
            "invalid": _("Enter an e-mail address like name@example.org."),
        },
    )
    name = short(_("Their name"), autocomplete="off")
    place = UnitField(_("Which place is it about?"), empty=None, required=True)
    about = short(
        _("What is it about?"), help_text=_("For example: your order of 3 March. The customer reads this.")
    )

    def __init__(self, *args: Any, places: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_places(self, places)


class AskManyForm(forms.Form):
    """A list, pasted or as a file. `rows` is what was pasted, or what the preview carries along."""

    name = forms.CharField(
        label=_("What is this list?"),
        max_length=160,
        help_text=_("For example: visitors of the open day. Only you and your colleagues read it."),
        error_messages={"required": _("Give the list a name, so that you know it again.")},
    )
    place = UnitField(
        _("Which place is it about?"),
        empty=_("The place of each customer"),
        help_text=_("For rows that name none."),
    )
    rows = forms.CharField(
        label=_("Addresses, one a line"),
        required=False,
        max_length=LONGEST_LIST,
        help_text=_(
            "Just the address, or Name <address>, or columns under a header: email, name, phone, place, stage, about, language."
        ),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocapitalize": "none"}),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        help_text=_("CSV or Excel (XLSX) with a header, one row for each customer."),
        widget=forms.FileInput(attrs={"accept": ",".join(ALLOWED)}),
        error_messages={"empty": _("This file is empty. Choose another one.")},
    )

    def __init__(self, *args: Any, places: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_places(self, places)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and not file.name.lower().endswith(ALLOWED):
            raise forms.ValidationError(
                _("Choose a CSV or XLSX file. Other programs can save as one of these.")
            )
        return file

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not values.get("rows", "").strip() and not values.get("file"):
            self.add_error("rows", _("Paste the addresses, or choose a file."))
        return values


class SendingRuleForm(forms.Form):
    """When to ask by itself."""

    trigger = forms.ChoiceField(
        label=_("When"),
        choices=SendingTrigger.choices,
        initial=SendingTrigger.CASE_CLOSED,
        help_text=_("After a case only customers who were heard are asked, not those who withdrew it."),
        widget=RadioTiles(columns=1),
    )
    event = forms.SlugField(
        label=_("Name of the event"),
        required=False,
        max_length=60,
        help_text=_("Only for a program: the name it reports, for example order-delivered."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"invalid": _("Use letters, numbers and hyphens only.")},
    )
    wait_hours = forms.TypedChoiceField(label=_("How long after it"), choices=WAITS, coerce=int, initial=DAY)
    place = UnitField(_("Only at"), empty=_("Every place"))

    def __init__(self, *args: Any, places: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_places(self, places)


class AskingRulesForm(forms.Form):
    """How often a customer is asked, whatever the survey."""

    quiet_days = forms.IntegerField(
        label=_("Days between two surveys for one customer"),
        min_value=1,
        max_value=730,
        help_text=_("All surveys count together. Nobody is asked again before."),
    )
    check_back_most = forms.IntegerField(
        label=_("Questions after a case in that time"),
        min_value=0,
        max_value=20,
        help_text=_("“Did we reach you, is it right?” is asked in the quiet time too, but only so often."),
    )

    def __init__(self, *args: Any, rules: AskingRules, **kwargs: Any) -> None:
        kwargs["initial"] = {"quiet_days": rules.quiet_days, "check_back_most": rules.check_back_most}
        super().__init__(*args, **kwargs)


class OpenLinkForm(forms.Form):
    """A link, a poster or a kiosk."""

    kind = forms.ChoiceField(
        label=_("What is it for?"),
        choices=OpenLinkKind.choices,
        initial=OpenLinkKind.QR,
        widget=RadioTiles(
            columns=1,
            icons={"link": "link", "qr": "qr-code", "kiosk": "device-tablet"},
            hints={
                "link": _("For a page, a receipt or a message."),
                "qr": _("A poster to print, with a code for telephones."),
                "kiosk": _("A tablet at the place, back to its start after each answer."),
            },
        ),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=160,
        help_text=_("For example: door of the shop. Only you and your colleagues read it."),
        error_messages={"required": _("Give the link a name, so that you know it again.")},
    )
    place = UnitField(
        _("Place"), empty=_("None"), help_text=_("Goes with every answer, and names who is responsible.")
    )
    stage = forms.ModelChoiceField(
        label=_("Stage of the journey"),
        queryset=Stage.objects.none(),
        required=False,
        empty_label=_("That of the survey"),
    )
    pin = forms.CharField(
        label=_("PIN that leaves the kiosk"),
        required=False,
        max_length=8,
        help_text=_("Only for a kiosk: 4 to 8 digits. Nobody can read it again later."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, places: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_places(self, places)
        stage: Any = self.fields["stage"]
        stage.queryset = Stage.objects.filter(is_active=True).exclude(slug="none").order_by("order", "pk")


class PinForm(forms.Form):
    pin = forms.CharField(
        label=_("New PIN"),
        max_length=8,
        help_text=_("4 to 8 digits. Nobody can read it again later."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Enter a PIN of 4 to 8 digits.")},
    )


class MailChoicesForm(forms.Form):
    """What a customer says about being asked. The language only where surveys speak several."""

    choice = forms.ChoiceField(
        label=_("How often may we ask you?"),
        choices=[
            ("usual", _("As now")),
            (LESS, _("Less often: once a year at most")),
            (OFF, _("Not at all")),
        ],
        widget=RadioTiles(columns=1),
        error_messages={
            "required": _("Choose one of the three."),
            "invalid_choice": _("Choose one of the three."),
        },
    )
    language = forms.ChoiceField(
        label=_("Which language shall we write in?"),
        required=False,
        error_messages={"invalid_choice": _("Choose one of the languages shown.")},
    )

    def __init__(self, *args: Any, languages: list[Language], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(languages) > 1:
            offer(self, "language", [(one.code, one.name) for one in languages])
        else:
            del self.fields["language"]

"""Log a complaint: everything on one page, in the order it is spoken. Under a minute with the customer standing there."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.enums import CriticalKind, UnitKind
from accounts.models import User
from accounts.queries.house import house
from cxapp.lib.contact_points import EMAIL, PHONE, normalise
from cxapp.lib.widgets import RadioTiles
from feedback.enums import RecoveryKind, SignalChannel, SignalKind, Wish
from feedback.forms.choices import offer
from feedback.forms.verbs_more import RECOVERY_ICONS
from feedback.queries.choosing import stages
from feedback.queries.customers import Known
from feedback.rules.drafts import SignalDraft

TILES = 8
NOBODY, LEADER, ME = "0", "leader", "me"
WISH_ICONS = {"call": "phone", "visit": "user-group", "write": "envelope", "no_contact": "bell-slash"}


class LogForm(forms.Form):
    reach = forms.CharField(
        label=_("Phone number or e-mail"),
        required=False,
        max_length=200,
        help_text=_("As they say it, any format."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )
    name = forms.CharField(
        label=_("Name"), required=False, max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    unnamed = forms.BooleanField(label=_("No name given"), required=False)
    customer = forms.ChoiceField(label=_("Is it one of them?"), required=False, widget=forms.RadioSelect)
    stage = forms.TypedChoiceField(
        label=_("What went wrong?"),
        coerce=int,
        widget=RadioTiles(columns=3),
        error_messages={"required": _("Choose where it went wrong.")},
    )
    words = forms.CharField(
        label=_("In their words"),
        help_text=_("One sentence is enough."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write in a sentence what the customer says.")},
    )
    critical = forms.ChoiceField(
        label=_("Is somebody hurt or in danger?"), required=False, widget=forms.RadioSelect
    )
    wish = forms.ChoiceField(
        label=_("How do they want to hear from us?"),
        choices=Wish.choices,
        initial=Wish.CALL,
        widget=RadioTiles(icons=WISH_ICONS),
        error_messages={"required": _("Ask how they want to hear from us.")},
    )
    wish_when = forms.CharField(
        label=_("When suits them"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"placeholder": _("any time, after 17:00, …")}),
    )
    fix = forms.ChoiceField(
        label=_("Can you put it right now?"),
        initial=LEADER,
        required=False,
        widget=RadioTiles(icons={ME: "check-badge", LEADER: "user"}),
    )
    give = forms.ChoiceField(
        label=_("What do you do for them?"),
        choices=RecoveryKind.choices,
        required=False,
        widget=RadioTiles(icons=RECOVERY_ICONS),
    )
    give_what = forms.CharField(label=_("In words"), required=False, max_length=200)
    give_cost = forms.DecimalField(
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
    wanted = forms.CharField(label=_("What would they like?"), required=False, max_length=280)
    place = forms.TypedChoiceField(label=_("Where it happened"), required=False, coerce=int, empty_value=None)
    raised_for_by = forms.CharField(
        label=_("Who complains for the customer?"), required=False, max_length=200
    )
    consent_noted = forms.BooleanField(label=_("The customer agreed to it"), required=False)
    about = forms.TypedMultipleChoiceField(label=_("Whom is it about?"), required=False, coerce=int)

    def __init__(self, *args: Any, reader: User, found: list[Known] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader, self.found = reader, found or []
        offer(self, "stage", _stages())
        self._offer_critical()
        offer(self, "place", lambda: [("", _now("Not at one of our places")), *_places()])
        offer(self, "about", lambda: _colleagues(reader))
        offer(self, "fix", [(ME, _now("Yes, I do it")), (LEADER, _now("Needs my leader"))])
        known = [(str(person.id), person.name) for person in self.found]
        sent = self.data.get("customer", "") if self.is_bound else ""
        if sent.isdecimal() and sent != NOBODY and sent not in dict(known):
            known.append((sent, _now("As chosen before")))
        offer(self, "customer", [*known, (NOBODY, _now("Somebody else"))])
        if reader.unit_id and house().units[reader.unit_id].kind == UnitKind.PLACE:
            self.fields["place"].initial = reader.unit_id

    def _offer_critical(self) -> None:
        """Only what the organisation listed; where it listed nothing, nothing is asked."""
        listed = house().organisation.critical_kinds
        kinds = [(kind.value, kind.label) for kind in CriticalKind if kind in listed]
        if kinds:
            offer(self, "critical", [("", _now("No")), *kinds])
        else:
            del self.fields["critical"]

    def clean_reach(self) -> str:
        reach: str = self.cleaned_data["reach"].strip()
        if reach and _point(reach) is None:
            raise forms.ValidationError(
                _("Enter a telephone number or an e-mail address, so that somebody can reach them.")
            )
        return reach

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        who = data.get("reach") or data.get("name") or data.get("unnamed") or _chosen(data)
        if not who and "reach" not in self.errors:
            self.add_error("reach", _("Enter a phone number, an e-mail or a name, or tick No name given."))
        if data.get("fix") == ME and not data.get("give"):
            self.add_error("give", _("Choose what you do for them."))
        return data

    def draft(self, now: datetime) -> SignalDraft:
        """The signal as it is received."""
        data = self.cleaned_data
        point = _point(data["reach"]) if data["reach"] else None
        place = data["place"]
        department = None if place else self.reader.unit_id
        return SignalDraft(
            kind=SignalKind.COMPLAINT,
            channel=SignalChannel.STAFF,
            received_at=now,
            words=data["words"].strip(),
            wanted=data["wanted"].strip(),
            name="" if data["unnamed"] else data["name"].strip(),
            customer=_chosen(data),
            contact_points=(point,) if point else (),
            wish=Wish(data["wish"]),
            wish_when=data["wish_when"].strip(),
            place=place,
            department=department,
            stage=data["stage"],
            raised_for_by=data["raised_for_by"].strip(),
            consent_noted=data["consent_noted"],
            concerns=tuple(data["about"]),
            critical_kind=data.get("critical", ""),
            logged_by=self.reader.pk,
        )

    def recovery(self) -> dict[str, Any] | None:
        """What is given on the spot; None where the leader does it."""
        data = self.cleaned_data
        if data["fix"] != ME:
            return None
        return {
            "kind": RecoveryKind(data["give"]),
            "what": data["give_what"],
            "cost": data["give_cost"] or Decimal(0),
        }


def _point(text: str) -> tuple[str, str] | None:
    """Telephone or e-mail, whichever it reads as."""
    kind = EMAIL if "@" in text else PHONE
    return (kind, text) if normalise(kind, text, region=house().organisation.region) else None


def _chosen(data: dict[str, Any]) -> int | None:
    picked = data.get("customer") or NOBODY
    return int(picked) if picked != NOBODY else None


def _stages() -> list[tuple[int, str]]:
    """Up to eight stages in the order of the journey, and "Other" for the row that stands for not known."""
    active = [stage for stage in stages() if stage.is_active]
    tiles = [(stage.pk, stage.name) for stage in active if stage.slug != "none"][:TILES]
    return [*tiles, *((stage.pk, _now("Other")) for stage in active if stage.slug == "none")]


def _places() -> list[tuple[int, str]]:
    units = [unit for unit in house().units.values() if unit.kind == UnitKind.PLACE and unit.is_active]
    return sorted(((unit.id, unit.name) for unit in units), key=lambda pair: pair[1])


def _colleagues(reader: User) -> list[tuple[int, str]]:
    """The people of the reader's own unit: whom a customer at this counter may complain about."""
    people = User.objects.filter(unit=reader.unit_id, is_active=True, unit__isnull=False)
    return list(people.order_by("name").values_list("pk", "name")[:100])

"""What people without an account may read: the places they can write to, and what a private link opens.

Not here: the sentences of a followed case (`follow`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, CharField

from accounts.enums import UnitKind
from accounts.models import Unit
from accounts.queries.house import house
from cxapp.lib.contact_points import EMAIL, PHONE, normalise
from cxapp.lib.kept import Given, Kept
from cxapp.lib.tokens import fingerprint, read_code
from feedback.models import Customer, Enquiry, Invitation, Signal, Stage
from feedback.queries.answer_reads import invitation_of
from feedback.queries.choosing import stages
from feedback.rules.links import handed_link, is_genuine, named_in

SIGNALS = Signal.objects.select_related(
    "case__leader", "case__place", "case__stage", "customer", "text", "wanted"
)
ENQUIRIES = Enquiry.objects.select_related("leader", "place", "text", "answer", "answered_by", "customer")


@dataclass(frozen=True, slots=True)
class Opened:
    """What a private link opens: a signal (`mailed`: by the link sent to a stored contact point) or a question."""

    signal: Signal | None = None
    enquiry: Enquiry | None = None
    mailed: bool = False


def live_places(now: datetime) -> list[Unit]:
    """Places visitors may write to: active, live, with nothing but the places themselves (no places inside them)."""
    places = list(
        Unit.objects.filter(kind=UnitKind.PLACE, is_active=True, live_at__lte=now).order_by("name", "pk")
    )
    parents = {place.parent_id for place in places}
    return [place for place in places if place.pk not in parents] or places


def place_named(slug: str, now: datetime) -> Unit | None:
    """A place under its short name. One that still rehearses can be written to as well: its staff practise on it."""
    return next(iter(_PLACE.objects(slug=slug)), None)


_PLACE = Kept(
    lambda: Unit.objects.filter(kind=UnitKind.PLACE, is_active=True, slug=Given("slug", CharField()))
)


def stages_asked() -> list[Stage]:
    return [stage for stage in stages() if stage.is_active and stage.slug != "none"]


def open_link(link: str) -> Opened | None:
    """The row behind a private link, or None."""
    uuid = named_in(link)
    if uuid is not None:
        return _handed(link, uuid)
    mark = fingerprint(link)
    signal = SIGNALS.filter(token_sha=mark).first()
    if signal is not None:
        signal.confirmed = True
        return Opened(signal=signal, mailed=True)
    enquiry = ENQUIRIES.filter(token_sha=mark).first()
    return Opened(enquiry=enquiry) if enquiry is not None else None


def _handed(link: str, uuid: UUID) -> Opened | None:
    signal = SIGNALS.filter(uuid=uuid).first()
    if signal is not None and is_genuine(link, "signal", uuid, signal.link_generation):
        signal.confirmed = False
        return Opened(signal=signal)
    enquiry = ENQUIRIES.filter(uuid=uuid).first()
    if enquiry is not None and is_genuine(link, "enquiry", uuid):
        return Opened(enquiry=enquiry)
    return None


def link_of(signal: int) -> str:
    """The link handed out with a signal."""
    [(uuid, generation)] = _LINK(pk=signal)
    return handed_link("signal", uuid, generation)


_LINK = Kept(
    lambda: Signal.objects.filter(pk=Given("pk", BigIntegerField())).values_list("uuid", "link_generation")
)


def open_code(typed: str) -> str | None:
    """The handed-out link behind the code on a slip, or None."""
    code = read_code(typed)
    if code is None:
        return None
    mark = fingerprint(code)
    signal = Signal.objects.filter(code_sha=mark).first()
    if signal is not None:
        return handed_link("signal", signal.uuid, signal.link_generation)
    enquiry = Enquiry.objects.filter(code_sha=mark).first()
    return handed_link("enquiry", enquiry.uuid) if enquiry is not None else None


def open_survey(token: str) -> Invitation | None:
    return invitation_of(fingerprint(token))


def open_choices(link: str) -> Customer | None:
    """Whose mail choices a link opens."""
    uuid = named_in(link)
    if uuid is None or not is_genuine(link, "choices", uuid):
        return None
    return Customer.objects.filter(uuid=uuid, erased_at=None).first()


def contact_point(typed: str) -> tuple[str, str] | None:
    """What somebody typed as a way to reach them: (kind, value), or None where it can reach nobody."""
    text = typed.strip()
    kind = EMAIL if "@" in text else PHONE
    return (kind, text) if normalise(kind, text, region=house().organisation.region) else None


def zone_of(unit: int | None) -> Any:
    """The time zone of a place's clock on the wall."""
    return house().calendar_of(unit).zone

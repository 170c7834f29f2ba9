"""The kiosk: one press is one answer, pressing again at once is none, and only who knows the number leaves."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password
from django.utils.translation import gettext as _

from cxapp.lib.errors import Refused
from feedback.enums import HeldFor, OpenLinkKind
from feedback.models import OpenLink
from feedback.operations import intake_guard as guard
from feedback.operations.answering import Answered, keep, send
from feedback.queries.answering import Door
from feedback.rules.answering import Given

RESTS = timedelta(seconds=5)
"""A second press in this time is the same hand."""


class WrongPin(Refused):
    code = "wrong_pin"


def press(*, door: Door, given: Given, now: datetime, at: datetime | None = None) -> Answered:
    """Somebody pressed a face and is done. `at`: when, on a device that had no connection then."""
    return send(door=door, given=given, now=now, at=at, held_for=_held(door, now))


def press_first(*, door: Door, given: Given, now: datetime) -> None:
    """Somebody pressed a face and is asked one thing more: kept already, should they walk away."""
    if _held(door, now) is None:
        keep(door=door, given=given, now=now)


def _held(door: Door, now: datetime) -> HeldFor | None:
    code = door.link.code if door.link is not None else ""
    many = guard.is_one_too_many(limit=guard.PRESSES_ON_KIOSK, key=code, now=now)
    return HeldFor.MANY if many else None


def leave(*, link: OpenLink, pin: str, now: datetime) -> None:
    """Ends kiosk mode. A few tries, then a rest, so that nobody counts through all numbers."""
    guard.check_limit(limit=guard.PINS_ON_KIOSK, key=link.code, now=now)
    if link.kind != OpenLinkKind.KIOSK or not check_password(pin.strip(), link.pin):
        raise WrongPin(_("That is not the number of this kiosk. Whoever set it up knows it."), field="pin")

"""Links anybody may use: on a page, as a QR poster, on a kiosk. Not here: what is answered there (`answering`)."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from cxapp.lib.errors import Refused
from cxapp.lib.tokens import CROCKFORD
from feedback.enums import OpenLinkKind
from feedback.models import OpenLink, Stage, Survey
from feedback.operations.asking import check_asker

CODE_LENGTH = 8
"""Letters of the address: short enough for a poster. It keeps nothing secret, so nobody needs to guess it."""
PIN_DIGITS = range(4, 9)
TRIES = 4


class LinkRefused(Refused):
    code = "link_refused"


def create_open_link(
    *,
    survey: Survey,
    kind: OpenLinkKind,
    name: str,
    place: Unit | None,
    by: User,
    now: datetime,
    department: Unit | None = None,
    stage: Stage | None = None,
    pin: str = "",
) -> OpenLink:
    """A link of its own for each place, so that every answer says where it was given."""
    check_asker(by)
    if not name.strip():
        raise LinkRefused(_("Give the link a name, so that you know it again."), field="name")
    if kind == OpenLinkKind.KIOSK and place is None:
        raise LinkRefused(_("Choose the place where the kiosk stands."), field="place")
    link = OpenLink(
        kind=kind,
        name=name.strip()[:160],
        survey=survey,
        place=place,
        department=department,
        stage=stage or survey.stage,
        pin=hashed(pin) if kind == OpenLinkKind.KIOSK else "",
        created_by=by,
        created_at=now,
    )
    for remaining in reversed(range(TRIES)):
        link.code = "".join(secrets.choice(CROCKFORD) for _number in range(CODE_LENGTH)).lower()
        try:
            with transaction.atomic():
                link.save(force_insert=True)
            return link
        except IntegrityError:
            if not remaining:
                raise
    raise AssertionError("the last try returns or raises")


@transaction.atomic
def switch_open_link(*, link: OpenLink, on: bool, by: User, now: datetime) -> None:
    """Off: the address says that nobody is asked there any more. Answers given stay."""
    check_asker(by)
    OpenLink.objects.filter(pk=link.pk).update(is_active=on)


@transaction.atomic
def change_pin(*, link: OpenLink, pin: str, by: User, now: datetime) -> None:
    """The number that leaves the kiosk, from now on."""
    check_asker(by)
    if link.kind != OpenLinkKind.KIOSK:
        raise LinkRefused(_("Only a kiosk has a PIN."))
    OpenLink.objects.filter(pk=link.pk).update(pin=hashed(pin))


def hashed(pin: str) -> str:
    """Only a hash of the PIN is kept."""
    if not (pin.isascii() and pin.isdecimal() and len(pin) in PIN_DIGITS):
        raise LinkRefused(_("Enter a PIN of 4 to 8 digits."), field="pin")
    return make_password(pin)

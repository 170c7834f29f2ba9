"""Switching practices on and off. What it means for their clocks is done beside (`practice_clocks`), on the announcement."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.announcements import practice_switched
from accounts.models import Practice, User
from accounts.operations.timeline import Entry, record
from accounts.rules.practices import BY_NAME
from cxapp.lib.errors import Refused


class CannotSwitch(Refused):
    code = "cannot_switch"


@transaction.atomic
def switch(*, name: str, on: bool, by: User, now: datetime) -> Practice:
    """On: dues count from now. Off: no menu, clock or figure; what was written stays."""
    info = BY_NAME.get(name)
    if info is None:
        raise CannotSwitch(_("There is no such practice. Load the page again."))
    if info.always_on and not on:
        raise CannotSwitch(
            _("“%(practice)s” is part of the promise and stays on.") % {"practice": info.label}
        )
    if not info.ready and on:
        raise CannotSwitch(_("“%(practice)s” is not part of this version.") % {"practice": info.label})
    practice, _made = Practice.objects.select_for_update().get_or_create(name=name)
    if practice.on == on:
        return practice
    practice.on, practice.since = on, now if on else None
    practice.save(update_fields=["on", "since"])
    record(entries=[Entry("person", by.pk, "practice_switched", by, {"practice": name, "on": on})], now=now)
    practice_switched.send(sender=Practice, name=name, on=on, by=by, now=now)
    return practice


def switch_on_first_ones(*, now: datetime) -> None:
    """What is on from the first day, with its date."""
    for info in BY_NAME.values():
        if info.always_on:
            Practice.objects.update_or_create(name=info.name, defaults={"on": True, "since": now})

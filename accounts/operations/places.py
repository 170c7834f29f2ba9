"""Units: add, change, name a head. Not here: going live (`units`), calendars and profiles themselves."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.announcements import calendar_changed
from accounts.models import Calendar, Organisation, Unit, User
from accounts.operations.timeline import By, Entry, record
from cxapp.lib.errors import Refused
from cxapp.lib.sql import ancestors


class UnitRefused(Refused):
    code = "unit_refused"


CHANGEABLE = ("kind", "name", "parent", "calendar", "profile", "address", "phone")


@transaction.atomic
def add_unit(
    *, kind: str, name: str, by: By, now: datetime, head: User | None = None, **details: Any
) -> Unit:
    """A place or department, in rehearsal until it goes live. `details`: parent, calendar, profile, address, phone."""
    unit = Unit(kind=kind, name=name.strip(), head=head, **details)
    _refuse_unusable(unit)
    unit.slug = free_slug(unit.name, set(Unit.objects.values_list("slug", flat=True)))
    unit.save()
    record(
        entries=[Entry("unit", unit.pk, "added", by, {"head": unit.head_id, "parent": unit.parent_id})],
        now=now,
    )
    return unit


@transaction.atomic
def change_unit(*, unit: Unit, by: By, now: datetime, **changes: Any) -> list[str]:
    """Returns the names of what really changed. Another calendar moves the due times still ahead."""
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    changed = [name for name in CHANGEABLE if name in changes and getattr(unit, name) != changes[name]]
    if not changed:
        return []
    for name in changed:
        setattr(unit, name, changes[name])
    _refuse_unusable(unit)
    unit.save(update_fields=changed)
    record(entries=[Entry("unit", unit.pk, "changed", by, {"fields": changed})], now=now)
    if "calendar" in changed:
        calendar = unit.calendar or Organisation.objects.select_related("calendar").get(pk=1).calendar
        calendar_changed.send(sender=Calendar, calendar=calendar, by=by, now=now)
    return changed


@transaction.atomic
def set_head(*, unit: Unit, head: User | None, by: By, now: datetime) -> None:
    """Who leads the unit. Cases that already have a leader keep them."""
    unit.refresh_from_db(fields=["head"])
    before, after = unit.head_id, head.pk if head else None
    if before == after:
        return
    unit.head = head
    _refuse_unusable(unit)
    unit.save(update_fields=["head"])
    record(entries=[Entry("unit", unit.pk, "head_set", by, {"from": before, "to": after})], now=now)


def free_slug(name: str, taken: Collection[str]) -> str:
    """A short name for links that no other unit has."""
    base = slugify(name)[:70].strip("-") or "unit"
    slug, turn = base, 1
    while slug in taken:
        turn += 1
        slug = f"{base}-{turn}"
    return slug


def _refuse_unusable(unit: Unit) -> None:
    if not unit.name:
        raise UnitRefused(_("Enter a name."), field="name")
    if unit.head is not None and not unit.head.is_active:
        words = _("%(name)s is not active. Choose somebody who is here.")
        raise UnitRefused(words % {"name": unit.head.name}, field="head")
    above = ancestors(Unit, "parent", [unit.parent_id]) if unit.parent_id else []
    if unit.pk and unit.pk in above:
        words = _("%(parent)s is itself part of %(unit)s. Choose another unit above.")
        raise UnitRefused(words % {"parent": unit.parent, "unit": unit.name}, field="parent")

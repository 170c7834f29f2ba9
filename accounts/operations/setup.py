"""The first minutes of an installation: from an empty database to an owner, their places and what is always on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.enums import Role, UnitKind
from accounts.models import Organisation, RoleGrant, Unit, User
from accounts.operations.passwords import check_password
from accounts.operations.practices import switch_on_first_ones
from accounts.operations.timeline import Entry, record
from cxapp.lib.errors import Conflict, Refused

SMALL = 25
"""Up to this many people one person is leader, CX manager and administrator at once."""


class AlreadySetUp(Conflict):
    code = "already_set_up"


class PlaceTwice(Refused):
    code = "place_twice"


@transaction.atomic
def set_up(
    *,
    people_about: int,
    places: Sequence[str],
    owner_name: str,
    owner_title: str,
    sign_in_name: str,
    email: str | None,
    password: str,
    now: datetime,
    organisation_name: str = "",
    zone: str = "UTC",
) -> User:
    """Organisation, places in rehearsal headed by the owner, the owner, and the practices of the first day."""
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=1)
    if User.objects.exists():
        raise AlreadySetUp(_("This installation has an owner already. Sign in instead."))
    names = _names(places)
    check_password(password=password, person=User(sign_in_name=sign_in_name, name=owner_name, email=email))
    owner = User.objects.create_user(
        sign_in_name, owner_name, password, email=email, title=owner_title, is_owner=True
    )
    roles = [Role.LEADER, Role.ADMINISTRATOR] + ([Role.CX_MANAGER] if people_about <= SMALL else [])
    RoleGrant.objects.bulk_create([RoleGrant(user=owner, role=role) for role in roles])
    units = [_place(name, owner) for name in names]
    owner.unit = units[0] if units else None
    owner.save(update_fields=["unit"])
    organisation.name, organisation.owner_title = organisation_name, owner_title
    organisation.people_about, organisation.zone, organisation.started_at = people_about, zone, now
    organisation.save()
    if organisation.calendar is not None:
        organisation.calendar.zone = zone
        organisation.calendar.save(update_fields=["zone"])
    switch_on_first_ones(now=now)
    entries = [Entry("person", owner.pk, "set_up", owner, {"roles": sorted(roles)})]
    entries += [Entry("unit", unit.pk, "added", owner, {"head": owner.pk}) for unit in units]
    record(entries=entries, now=now)
    return owner


def _names(places: Sequence[str]) -> list[str]:
    names = [" ".join(place.split()) for place in places if place.strip()]
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise PlaceTwice(
                _("“%(place)s” is there twice. Name each place once.") % {"place": name}, field="places"
            )
        seen.add(name.casefold())
    return names


def _place(name: str, head: User) -> Unit:
    stem = slugify(name)[:70] or "place"
    slug, number = stem, 2
    while Unit.objects.filter(slug=slug).exists():
        slug, number = f"{stem}-{number}", number + 1
    return Unit.objects.create(kind=UnitKind.PLACE, name=name, slug=slug, head=head)

"""What a person may do and how they get in: roles and the invitation. Not here: passwords themselves (`passwords`)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import RoleGrant, User
from accounts.operations.notices import NewNotice, notify
from accounts.operations.timeline import By, Entry, record
from cxapp.lib.errors import Refused


class RightRefused(Refused):
    code = "right_refused"


@transaction.atomic
def grant_role(*, person: User, role: str, by: By, now: datetime) -> bool:
    """Whether anything changed."""
    _, made = RoleGrant.objects.get_or_create(user=person, role=Role(role))
    if made:
        person.__dict__.pop("roles", None)
        record(entries=[Entry("person", person.pk, "role_granted", by, {"role": str(role)})], now=now)
    return made


@transaction.atomic
def revoke_role(*, person: User, role: str, by: By, now: datetime) -> bool:
    """The last administrator keeps the role: somebody must be able to open these pages."""
    holders = list(
        RoleGrant.objects.select_for_update()
        .filter(role=role, user__is_active=True)
        .order_by("pk")
        .values_list("user", flat=True)
    )
    if role == Role.ADMINISTRATOR and holders == [person.pk]:
        words = _("%(name)s is the only administrator. Give somebody else this role first.")
        raise RightRefused(words % {"name": person.name}, field="roles")
    gone, _each = RoleGrant.objects.filter(user=person, role=role).delete()
    if gone:
        person.__dict__.pop("roles", None)
        record(entries=[Entry("person", person.pk, "role_revoked", by, {"role": str(role)})], now=now)
    return bool(gone)


@transaction.atomic
def set_roles(*, person: User, roles: Collection[str], by: By, now: datetime) -> None:
    """Exactly these roles from now on."""
    had = set(RoleGrant.objects.filter(user=person).values_list("role", flat=True))
    for role in sorted(set(roles) - had):
        grant_role(person=person, role=role, by=by, now=now)
    for role in sorted(had - set(roles)):
        revoke_role(person=person, role=role, by=by, now=now)


@transaction.atomic
def invite(*, person: User, by: By, now: datetime) -> None:
    """A mail with a link to choose a password. The link itself is made when the mail is sent."""
    if not person.is_active or not person.email:
        words = _("%(name)s has no e-mail address here. Enter one, or set a first password and hand it over.")
        raise RightRefused(words % {"name": person.name})
    key = f"invitation:{now.isoformat(timespec='seconds')}"
    notify(notices=[NewNotice("invitation", "person", person.pk, key, {})], now=now)
    record(entries=[Entry("person", person.pk, "invited", by, {})], now=now)

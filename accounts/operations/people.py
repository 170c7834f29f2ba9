"""People and their line: add, change, move, fill a post, leave, the next owner.

Not here: rights and passwords (`rights`), absences, units (`places`), whole files (`line_import`).
Whatever changes the line first locks the organisation's row, so that two moves made at once cannot close a circle.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.announcements import person_left
from accounts.enums import Role
from accounts.models import ApiToken, Clock, Organisation, RoleGrant, Unit, User, Witness
from accounts.operations import clocks
from accounts.operations.leaving import hand_on_rungs
from accounts.operations.timeline import By, Entry, record
from accounts.queries.line import line_of
from accounts.rules.line import Line
from cxapp.lib.errors import Refused


class NotAPerson(Refused):
    """What was entered does not make a person."""

    code = "not_a_person"


class LineRefused(Refused):
    """The line would have a loop, or somebody without a way to the owner."""

    code = "line_refused"


class CannotLeave(Refused):
    code = "cannot_leave"


CHANGEABLE = ("sign_in_name", "name", "email", "title", "phone", "unit", "zone", "language")


@transaction.atomic
def add_person(
    *,
    sign_in_name: str,
    name: str,
    reports_to: User | None,
    by: By,
    now: datetime,
    unit: Unit | None = None,
    roles: Collection[str] = (Role.FRONT_LINE,),
    is_owner: bool = False,
    **details: Any,
) -> User:
    """A new person, who cannot sign in before they have a password. `details`: email, title, phone, zone, language."""
    _lock_line()
    person = User(
        sign_in_name=sign_in_name.strip(), name=name.strip(), unit=unit, is_owner=is_owner, **details
    )
    person.email = (person.email or "").strip() or None
    person.set_unusable_password()
    if is_owner:
        _refuse_second_owner()
    elif reports_to is None:
        raise LineRefused(
            _("Choose whom this person reports to. Only the owner reports to nobody."), field="reports_to"
        )
    else:
        _refuse_inactive(reports_to)
        person.reports_to = reports_to
    _refuse_unusable(person)
    person.save()
    RoleGrant.objects.bulk_create([RoleGrant(user=person, role=role) for role in dict.fromkeys(roles)])
    data = {"reports_to": person.reports_to_id, "unit": person.unit_id, "roles": sorted(roles)}
    record(entries=[Entry("person", person.pk, "added", by, data)], now=now)
    return person


@transaction.atomic
def change_person(*, person: User, by: By, now: datetime, **changes: Any) -> list[str]:
    """Change what the person is called and how to reach them. Returns the names of what really changed."""
    person = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if "email" in changes:
        changes["email"] = (changes["email"] or "").strip() or None
    changed = [name for name in CHANGEABLE if name in changes and getattr(person, name) != changes[name]]
    if not changed:
        return []
    for name in changed:
        setattr(person, name, changes[name])
    _refuse_unusable(person)
    person.save(update_fields=changed)
    record(entries=[Entry("person", person.pk, "changed", by, {"fields": changed})], now=now)
    return changed


@transaction.atomic
def fill_post(*, person: User, name: str, by: By, now: datetime, email: str | None = None) -> User:
    """Somebody takes a post nobody held, or comes back. Their place in the line is the one that was kept."""
    person = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if person.is_active:
        raise NotAPerson(_("%(name)s holds this post. Deactivate them first.") % {"name": person.name})
    person.name, person.email = name.strip(), (email or "").strip() or person.email
    person.held = person.is_active = True
    _refuse_unusable(person)
    person.save(update_fields=["name", "email", "held", "is_active"])
    record(entries=[Entry("person", person.pk, "post_filled", by, {})], now=now)
    return person


@transaction.atomic
def move_person(*, person: User, reports_to: User | None, by: By, now: datetime) -> None:
    """Another leader above. Refused where it would close a circle; nobody's clock changes."""
    _lock_line()
    person.refresh_from_db(fields=["reports_to", "is_owner"])
    if person.reports_to_id == (reports_to.pk if reports_to else None):
        return
    if person.is_owner:
        words = _("%(name)s is the owner and reports to nobody. Name the next owner first.")
        raise LineRefused(words % {"name": person.name}, field="reports_to")
    if reports_to is None:
        words = _("Choose whom %(name)s reports to. Only the owner reports to nobody.")
        raise LineRefused(words % {"name": person.name}, field="reports_to")
    _refuse_loop(person, reports_to, now)
    _refuse_inactive(reports_to)
    before, person.reports_to = person.reports_to_id, reports_to
    person.save(update_fields=["reports_to"])
    record(entries=[Entry("person", person.pk, "moved", by, {"from": before, "to": reports_to.pk})], now=now)


@transaction.atomic
def replace_owner(*, successor: User, by: By, now: datetime) -> User | None:
    """The line ends at somebody else from now on; who owned before reports to them. Returns the owner before."""
    _lock_line()
    successor.refresh_from_db(fields=["is_active", "is_owner", "reports_to"])
    _refuse_inactive(successor)
    before = User.objects.filter(is_owner=True, is_active=True).first()
    if before is not None and before.pk == successor.pk:
        raise LineRefused(_("%(name)s is the owner already.") % {"name": successor.name}, field="successor")
    successor.reports_to, successor.is_owner = None, True
    if before is not None:
        before.is_owner = False
        before.save(update_fields=["is_owner"])
    successor.save(update_fields=["reports_to", "is_owner"])
    entries = [Entry("person", successor.pk, "became_owner", by, {"before": before.pk if before else None})]
    if before is not None:
        before.reports_to = successor
        before.save(update_fields=["reports_to"])
        entries.append(Entry("person", before.pk, "was_owner", by, {"to": successor.pk}))
    record(entries=entries, now=now)
    return before


@dataclass(frozen=True, slots=True)
class Left:
    """What a leaver left behind: who took it over, how many rungs and clocks, which units have no head now."""

    successor: User
    rungs: int = 0
    clocks: int = 0
    units: Sequence[Unit] = field(default_factory=tuple)


@transaction.atomic
def deactivate_person(*, person: User, by: By, now: datetime) -> Left:
    """Somebody leaves: what they held goes to the first person here above them, in the same transaction.

    Their reports stay below the empty post, which every climb passes over; filling it is one edit.
    """
    person = User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    _refuse_leaving(person)
    successor, line = _first_here(person, now)
    person_left.send(sender=User, person=person, successor=successor, by=by, now=now)
    rungs = hand_on_rungs(person=person, line=line, now=now)
    still = list(
        Clock.objects.filter(holder=person, met_at=None, ended_at=None)
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    clocks.rehold(clocks=still, holder=successor, charged_to=None, now=now)
    units = list(Unit.objects.filter(head=person).order_by("pk"))
    for unit in units:
        unit.head = None
        unit.save(update_fields=["head"])
    person.is_active = False
    person.save(update_fields=["is_active"])
    ApiToken.objects.filter(user=person, revoked_at=None).update(revoked_at=now)
    Witness.objects.filter(user=person, until=None).update(until=now)
    data = {"successor": successor.pk, "rungs": rungs, "units": [unit.pk for unit in units]}
    entries = [Entry("unit", unit.pk, "head_left", by, {"before": person.pk}) for unit in units]
    record(entries=[Entry("person", person.pk, "left", by, data), *entries], now=now)
    return Left(successor, rungs, len(still), units)


def _lock_line() -> None:
    """One change of the line at a time."""
    list(Organisation.objects.select_for_update(no_key=True).filter(pk=1).values_list("pk"))


def _first_here(person: User, now: datetime) -> tuple[User, Line]:
    """The first active person above, absent or not: absence never moves a lead. A broken line ends at the owner.

    They are locked; where they left while we waited for the lock, the line is read again.
    """
    passed: set[int] = set()
    while True:
        line = line_of(people=[person.pk], now=now)
        path, _broken = line.path(person.pk)
        chosen = next((above for above in path if line.is_active(above)), line.owner)
        if chosen is None or chosen == person.pk or chosen in passed:
            raise CannotLeave(
                _("Nobody is above %(name)s to take over. Name an owner first.") % {"name": person.name}
            )
        found = (
            User.objects.select_for_update(of=("self",), no_key=True)
            .filter(pk=chosen, is_active=True)
            .first()
        )
        if found is not None:
            return found, line
        passed.add(chosen)


def _refuse_leaving(person: User) -> None:
    if not person.is_active:
        raise CannotLeave(
            _("%(name)s is no longer active. There is nothing to hand over.") % {"name": person.name}
        )
    if person.is_owner:
        words = _("%(name)s is the owner. Name the next owner first; then %(name)s can leave.")
        raise CannotLeave(words % {"name": person.name})
    others = RoleGrant.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True).exclude(user=person)
    if person.is_administrator and not others.exists():
        words = _("%(name)s is the only administrator. Give somebody else this role first.")
        raise CannotLeave(words % {"name": person.name})


def _refuse_loop(person: User, reports_to: User, now: datetime) -> None:
    """The sentence names the circle that would be closed."""
    line = line_of(people=[reports_to.pk], now=now)
    way = [reports_to.pk, *line.path(reports_to.pk)[0]]
    if person.pk not in way:
        return
    names = [line.people[pk].name for pk in way[: way.index(person.pk) + 1]]
    words = _("That would close a circle: %(names)s. Move %(first)s somewhere else first.")
    circle = " → ".join([person.name, *names])
    raise LineRefused(words % {"names": circle, "first": reports_to.name}, field="reports_to")


def _refuse_inactive(above: User) -> None:
    if not above.is_active:
        words = _("%(name)s is not active. Choose somebody who is here.")
        raise LineRefused(words % {"name": above.name}, field="reports_to")


def _refuse_second_owner() -> None:
    owner = User.objects.filter(is_owner=True, is_active=True).first()
    if owner is not None:
        words = _("%(name)s is the owner. There is one owner; name another one on the page of that person.")
        raise LineRefused(words % {"name": owner.name}, field="is_owner")


def _refuse_unusable(person: User) -> None:
    others = User.objects.exclude(pk=person.pk)
    if not person.name or not person.sign_in_name:
        raise NotAPerson(_("Enter a name and an employee number or sign-in name."), field="name")
    if others.filter(sign_in_name__iexact=person.sign_in_name).exists():
        words = _("“%(name)s” is somebody else's sign-in name. Choose another one.")
        raise NotAPerson(words % {"name": person.sign_in_name}, field="sign_in_name")
    if person.email and others.filter(email__iexact=person.email).exists():
        raise NotAPerson(
            _("Somebody else has this e-mail address. Leave it empty or enter their own."), field="email"
        )

"""Writes a whole line from a file: all of it or nothing. Repeating the same file changes nothing.

What the rows mean is decided by `rules.line_plan`; reading files is `importers.people`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Role, UnitKind
from accounts.models import Organisation, RoleGrant, Unit, User
from accounts.operations.places import free_slug
from accounts.operations.timeline import By, Entry, record
from accounts.rules.actor import SYSTEM
from accounts.rules.line_plan import Finding, PersonRow, Plan, Post, plan_line
from accounts.rules.unit_plan import plan_departments
from cxapp.lib.errors import Refused
from cxapp.lib.sql import below, update_rows

COLUMNS = {
    "name": "name",
    "title": "title",
    "phone": "phone",
    "held": "held",
    "is_active": "is_active",
    "unit": "unit_id",
}
"""What a file may change about somebody known, each with its attribute."""


class LineNotImported(Refused):
    """The file would leave somebody without a way to the owner."""

    code = "line_not_imported"


@dataclass(slots=True)
class LineImported:
    """What an import did, or would do. `unheld` of `added` are posts without a person; `headless` departments without a head."""

    posts: int = 0
    added: int = 0
    changed: int = 0
    unheld: int = 0
    units: int = 0
    headless: int = 0
    owner: str = ""
    findings: list[Finding] = field(default_factory=list)
    refused: bool = False


@transaction.atomic
def import_line(*, rows: Sequence[PersonRow], by: By | None, now: datetime, dry_run: bool) -> LineImported:
    """The people, posts and departments of a file. A dry run does all of it and takes it back."""
    list(Organisation.objects.select_for_update(no_key=True).filter(pk=1).values_list("pk"))
    owner = User.objects.filter(is_owner=True, is_active=True).first()
    known = {person.sign_in_name: person for person in User.objects.all()}
    plan = plan_line(rows, owner=owner.sign_in_name if owner else None, known=known)
    done = LineImported(len(plan.posts), owner=_name_of_owner(plan, owner), findings=plan.findings)
    if plan.refused:
        done.refused = True
        return done
    with transaction.atomic():
        units = _write_units(plan, done, by or SYSTEM, now)
        people = _write_people(plan, known, units, done, by or SYSTEM, now)
        _connect(plan, people, owner, by or SYSTEM, now)
        _name_heads(plan, people, units, done)
        _grant(plan, people)
        _refuse_lost(plan, people)
        done.unheld = sum(not post.held for post in plan.posts.values())
        transaction.set_rollback(dry_run)
    return done


def _name_of_owner(plan: Plan, owner: User | None) -> str:
    return owner.name if owner else (plan.posts[plan.owner].row.name if plan.owner else "")


def _write_units(plan: Plan, done: LineImported, by: By, now: datetime) -> dict[str, Unit]:
    """A department for each name that no unit has yet; those that exist keep their head and their place."""
    found = {unit.name: unit for unit in Unit.objects.order_by("-pk")}
    slugs = {unit.slug for unit in found.values()} | set(Unit.objects.values_list("slug", flat=True))
    planned = [department for department in plan_departments(plan) if department.name not in found]
    fresh = []
    for department in planned:
        slug = free_slug(department.name, slugs)
        slugs.add(slug)
        fresh.append(Unit(kind=UnitKind.DEPARTMENT, name=department.name, slug=slug))
    for unit in Unit.objects.bulk_create(fresh, batch_size=1000):
        found[unit.name] = unit
    rows = [
        (found[department.name].pk, found[department.parent].pk)
        for department in planned
        if department.parent
    ]
    update_rows(Unit, ["parent"], rows)
    record(entries=[Entry("unit", unit.pk, "imported", by) for unit in fresh], now=now)
    done.units = len(fresh)
    return found


def _write_people(
    plan: Plan, known: dict[str, User], units: dict[str, Unit], done: LineImported, by: By, now: datetime
) -> dict[str, User]:
    """New posts in one statement, changed ones in another; where they stand in the line comes after."""
    taken = {person.email.casefold() for person in known.values() if person.email}
    people = dict(known)
    fresh: list[User] = []
    for post in plan.posts.values():
        if post.key not in known:
            fresh.append(_new_person(post, plan, units, taken))
    for person in User.objects.bulk_create(fresh, batch_size=1000):
        people[person.sign_in_name] = person
    changed = [
        post.key
        for post in plan.posts.values()
        if post.key in known and _refresh(known[post.key], post, units, plan)
    ]
    values = [(people[key].pk, *(getattr(people[key], name) for name in COLUMNS.values())) for key in changed]
    update_rows(User, list(COLUMNS), values)
    entries = [Entry("person", person.pk, "imported", by, {"held": person.held}) for person in fresh]
    entries += [Entry("person", people[key].pk, "imported_again", by) for key in changed]
    record(entries=entries, now=now)
    done.added, done.changed = len(fresh), len(changed)
    return people


def _new_person(post: Post, plan: Plan, units: dict[str, Unit], taken: set[str]) -> User:
    row = post.row
    person = User(
        sign_in_name=post.key,
        name=row.name if post.held else row.title or post.key,
        title=row.title,
        phone=row.phone[:40] if post.held else "",
        email=_own_address(post, plan, taken),
        unit=units.get(row.unit),
        held=post.held,
        is_active=post.held,
    )
    person.set_unusable_password()
    return person


def _own_address(post: Post, plan: Plan, taken: set[str]) -> str | None:
    address = plan.mailboxes.get(post.key)
    if address is None:
        return None
    try:
        validate_email(address)
    except ValidationError:
        plan.say(
            post.row.number, _("“%(address)s” is no e-mail address and was left out.") % {"address": address}
        )
        return None
    if address in taken:
        plan.say(
            post.row.number,
            _("Somebody else has the address %(address)s; it was left out.") % {"address": address},
        )
        return None
    taken.add(address)
    return address


def _refresh(person: User, post: Post, units: dict[str, Unit], plan: Plan) -> bool:
    """Bring somebody known up to date. A person here is never made to leave by a file: their cases need handing on."""
    before = [getattr(person, name) for name in COLUMNS.values()]
    row = post.row
    if not post.held and person.held:
        words = _(
            "The file names nobody for %(key)s, where %(name)s stands. They stay; deactivate them on their page if they left."
        )
        plan.say(row.number, words % {"key": post.key, "name": person.name})
    elif post.held and not person.held:
        person.name, person.held, person.is_active = row.name, True, True
    elif post.held:
        person.name = row.name
        if not person.is_active:
            words = _("%(name)s (%(key)s) is not active here. Make the post active again on their page.")
            plan.say(row.number, words % {"key": post.key, "name": person.name})
    person.title = row.title or person.title
    person.phone = (row.phone[:40] if post.held else "") or person.phone
    if row.unit:
        person.unit = units[row.unit]
    return before != [getattr(person, name) for name in COLUMNS.values()]


def _connect(plan: Plan, people: dict[str, User], owner: User | None, by: By, now: datetime) -> None:
    """Everyone's place in the line. Whoever the file leaves without one reports to the owner."""
    top = people[plan.owner] if plan.owner else owner
    if top is None:
        raise LineNotImported(_("Nobody is the owner. Name one first, then import again."))
    if plan.owner:
        User.objects.filter(pk=top.pk).update(is_owner=True, reports_to=None)
    entries, rows = [], []
    for post in plan.posts.values():
        person, above = people[post.key], people[post.above] if post.above else top
        if person.pk != top.pk and person.reports_to_id != above.pk:
            rows.append((person.pk, above.pk))
            entries.append(
                Entry("person", person.pk, "moved", by, {"from": person.reports_to_id, "to": above.pk})
            )
    update_rows(User, ["reports_to"], rows)
    record(entries=entries, now=now)


def _name_heads(plan: Plan, people: dict[str, User], units: dict[str, Unit], done: LineImported) -> None:
    """The named post nearest the top heads its department. Changing units gives the house a new mark."""
    rows = []
    for department in plan_departments(plan):
        unit = units[department.name]
        if unit.head_id is None and department.head is not None and people[department.head].is_active:
            rows.append((unit.pk, people[department.head].pk))
        elif unit.head_id is None:
            done.headless += 1
    update_rows(Unit, ["head"], rows)
    Organisation.objects.filter(pk=1).update(mark=uuid4().hex)


def _grant(plan: Plan, people: dict[str, User]) -> None:
    """Whoever has a post below them leads; everyone else serves. People who have a role keep what they have."""
    leading = {post.above for post in plan.posts.values()} | {plan.owner}
    leading |= {department.head for department in plan_departments(plan)}
    keys = {people[post.key].pk: post.key for post in plan.posts.values() if post.held}
    have = set(RoleGrant.objects.filter(user__in=keys).values_list("user", flat=True))
    RoleGrant.objects.bulk_create(
        [
            RoleGrant(user_id=pk, role=Role.LEADER if key in leading else Role.FRONT_LINE)
            for pk, key in keys.items()
            if pk not in have
        ],
        batch_size=1000,
    )


def _refuse_lost(plan: Plan, people: dict[str, User]) -> None:
    """The last look before commit, by the database itself: everybody in the file has a way to the owner."""
    owner = User.objects.filter(is_owner=True, is_active=True).values_list("pk", flat=True).first()
    reached = below(User, "reports_to", [owner] if owner else []) | {owner}
    lost = [key for key in plan.posts if people[key].pk not in reached]
    if lost:
        words = _(
            "These posts have no way to the owner, because people above them report in a circle: %(keys)s. Mend that line first."
        )
        raise LineNotImported(words % {"keys": ", ".join(lost[:10])})

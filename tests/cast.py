"""The cast every test meets: one small company, one line, fictional people. Not here: cases and customers (`factories`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from accounts.enums import Role, UnitKind
from accounts.models import Organisation, RoleGrant, Unit, User

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
"""A Tuesday, ten o'clock, inside working hours of the default calendar (Monday to Friday, 9 to 17, UTC)."""

LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Cast:
    """Olga owns; Dora directs both places; Anna leads Leeds, Bruno leads York; Fay serves in Leeds, Finn in York.

    Carl is CX manager, Ada administrator, Bert on the board; Ines works in the office and leads nobody.
    """

    owner: User
    director: User
    leader: User
    peer: User
    front_line: User
    peer_front_line: User
    cx_manager: User
    administrator: User
    board: User
    outsider: User
    leeds: Unit
    york: Unit
    north: Unit
    office: Unit


def person(sign_in_name: str, name: str, *roles: str, **fields: Any) -> User:
    """A person with an e-mail address and no usable password."""
    user = User.objects.create_user(sign_in_name, name, email=f"{sign_in_name}@example.test", **fields)
    RoleGrant.objects.bulk_create([RoleGrant(user=user, role=role) for role in roles])
    return user


def make_cast() -> Cast:
    """Everyone and their line, with all units live."""
    Organisation.objects.filter(pk=1).update(name="Northwind Bakery", started_at=LONG_AGO)
    north = Unit.objects.create(kind=UnitKind.PLACE, name="North", slug="north", live_at=LONG_AGO)
    leeds = Unit.objects.create(
        kind=UnitKind.PLACE, name="Leeds", slug="leeds", parent=north, live_at=LONG_AGO
    )
    york = Unit.objects.create(kind=UnitKind.PLACE, name="York", slug="york", parent=north, live_at=LONG_AGO)
    office = Unit.objects.create(kind=UnitKind.DEPARTMENT, name="Office", slug="office", live_at=LONG_AGO)
    owner = person("olga", "Olga Owner", Role.LEADER, is_owner=True, unit=office)
    director = person("dora", "Dora Director", Role.LEADER, reports_to=owner, unit=north)
    leader = person("anna", "Anna Leader", Role.LEADER, reports_to=director, unit=leeds)
    peer = person("bruno", "Bruno Peer", Role.LEADER, reports_to=director, unit=york)
    cast = Cast(
        owner=owner,
        director=director,
        leader=leader,
        peer=peer,
        front_line=person("fay", "Fay Front", Role.FRONT_LINE, reports_to=leader, unit=leeds),
        peer_front_line=person("finn", "Finn Front", Role.FRONT_LINE, reports_to=peer, unit=york),
        cx_manager=person("carl", "Carl Manager", Role.CX_MANAGER, reports_to=owner, unit=office),
        administrator=person("ada", "Ada Administrator", Role.ADMINISTRATOR, reports_to=owner, unit=office),
        board=person("bert", "Bert Board", Role.BOARD, reports_to=owner, unit=office),
        outsider=person("ines", "Ines Inside", reports_to=owner, unit=office),
        leeds=leeds,
        york=york,
        north=north,
        office=office,
    )
    for unit, head in ((leeds, leader), (york, peer), (north, director), (office, owner)):
        unit.head = head
        unit.save(update_fields=["head"])
    return cast

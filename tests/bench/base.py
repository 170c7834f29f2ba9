"""The database of the benchmarks: filled once, kept, and copied for each run. Not here: what is measured.

500 leaders on five levels, 5,000 people, 105 places; 100,000 cases, 30,000 of them open. The house is made by the ORM,
the mass of rows by SQL. Times lie around the moment of filling, so it is filled again once they are a day old.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from accounts.enums import Role, UnitKind
from accounts.models import Heartbeat, Organisation, RoleGrant, Unit, User
from accounts.operations.practices import switch_on_first_ones

CASES, OPEN_CASES, PEOPLE, PLACES, REGIONS, LEADERS = 100_000, 30_000, 5_000, 100, 5, 500
EVENTS_OF_ONE = 30
BASE = "cxapp_bench"
ROOT = Path(__file__).resolve().parents[2]


def run_sql(name: str, *statements: str) -> list[tuple[object, ...]]:
    """Statements in another database of the same server, each by itself; the rows of the last one."""
    connection.close()
    connection.settings_dict["NAME"] = name
    rows: list[tuple[object, ...]] = []
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            rows = cursor.fetchall() if cursor.description else []
    connection.close()
    return rows


def mark() -> str:
    """Changes with the tables, with this module and with the day."""
    sources = [*sorted(ROOT.glob("*/migrations/0*.py")), Path(__file__), Path(__file__).parent / "base.sql"]
    content = b"".join(source.read_bytes() for source in sources)
    return f"{hashlib.sha256(content).hexdigest()[:16]} {datetime.now(UTC):%Y-%m-%d}"


def fresh_copy(name: str, cases: int = CASES) -> None:
    """A database of that name with everything in it, and the connection on it."""
    base = BASE if cases == CASES else f"{BASE}_{cases}"
    said = run_sql(
        "postgres",
        f"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{base}'",
    )
    if not said or said[0][0] != mark():
        _fill(base, cases)
    run_sql(
        "postgres",
        f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
        f"CREATE DATABASE {name} TEMPLATE {base}",
    )
    connection.settings_dict["NAME"] = name


def drop_copy(name: str) -> None:
    run_sql("postgres", f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _fill(base: str, cases: int) -> None:
    run_sql("postgres", f"DROP DATABASE IF EXISTS {base} WITH (FORCE)", f"CREATE DATABASE {base}")
    connection.settings_dict["NAME"] = base
    call_command("migrate", verbosity=0, interactive=False)
    now = datetime.now(UTC)
    _house(now)
    sql = (Path(__file__).parent / "base.sql").read_text(encoding="utf-8")
    values: dict[str, str | int] = {
        "cases": cases,
        "open": max(cases * OPEN_CASES // CASES, 40),
        "now": now.isoformat(),
        "events": EVENTS_OF_ONE,
    }
    with connection.cursor() as cursor:
        for statement in sql.split(";\n"):
            if statement.strip():
                cursor.execute(statement, values)
        cursor.execute(f"COMMENT ON DATABASE {base} IS '{mark()}'")
    connection.close()


def _house(now: datetime) -> None:
    """Regions and places; an owner, directors, regional leaders, place leaders, team leaders, and who works for them."""
    since = now - timedelta(days=400)
    Organisation.objects.filter(pk=1).update(name="Northwind Stores", started_at=since)
    switch_on_first_ones(now=since)
    Heartbeat.objects.create(name="sweep", at=now + timedelta(days=2))
    regions = Unit.objects.bulk_create(
        Unit(kind=UnitKind.PLACE, name=f"Region {n}", slug=f"region-{n}", live_at=since)
        for n in range(REGIONS)
    )
    places = Unit.objects.bulk_create(
        Unit(kind=UnitKind.PLACE, name=f"Place {n}", slug=f"place-{n}", live_at=since, parent=regions[n % 5])
        for n in range(PLACES)
    )
    above: list[User | None] = [None]
    leaders: list[User] = []
    for count in (1, REGIONS, 25, PLACES, LEADERS - 131):
        row = [_person(len(leaders) + n, above[n % len(above)], places, regions) for n in range(count)]
        above = list(User.objects.bulk_create(row))
        leaders += [person for person in above if person is not None]
    grants = [RoleGrant(user=person, role=Role.LEADER) for person in leaders]
    grants.append(RoleGrant(user=leaders[0], role=Role.CX_MANAGER))
    staff = [
        _person(LEADERS + n, leaders[131 + n % (LEADERS - 131)], places, regions)
        for n in range(PEOPLE - LEADERS)
    ]
    grants += [RoleGrant(user=person, role=Role.FRONT_LINE) for person in User.objects.bulk_create(staff)]
    RoleGrant.objects.bulk_create(grants)
    for unit, head in [*zip(regions, leaders[1:6], strict=True), *zip(places, leaders[31:131], strict=True)]:
        unit.head = head
    Unit.objects.bulk_update([*regions, *places], ["head"])
    Organisation.objects.filter(pk=1).update(mark=settings.HISTORY_KEY_ID + f"{now.timestamp():.0f}")


def _person(number: int, above: User | None, places: list[Unit], regions: list[Unit]) -> User:
    """Place leaders work at their place, those below them at the place of whom they report to."""
    unit = above.unit if above is not None and number >= 131 else None
    if 31 <= number < 131:
        unit = places[number - 31]
    return User(
        sign_in_name=f"p{number}",
        name=f"Person {number}",
        email=f"p{number}@example.test",
        title="Leader" if number < LEADERS else "",
        is_owner=above is None,
        reports_to=above,
        unit=unit or regions[number % REGIONS],
        password="!",
    )

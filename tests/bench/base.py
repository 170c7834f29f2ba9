"""The database of the benchmarks: filled once, kept, and copied for each run. Not here: what is measured.

500 leaders on five levels, 5,000 people, 105 places; 100,000 cases, 30,000 of them open; with answers also ten a case, and
everything counted. The house is made by the ORM, the mass of rows by SQL. Times lie around the moment of filling, so it is
filled again once they are a day old.
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
from cxapp.insights.operations.tallies import kept, rebuild

CASES, OPEN_CASES, PEOPLE, PLACES, REGIONS, LEADERS = 100_000, 30_000, 5_000, 100, 5, 500
ANSWERS_A_CASE = 10
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
    here = Path(__file__)
    sources = [
        *sorted(ROOT.glob("*/migrations/0*.py")),
        *sorted(ROOT.glob("cxapp/*/migrations/0*.py")),
        here,
        *sorted(here.parent.glob("*.sql")),
    ]
    content = b"".join(source.read_bytes() for source in sources)
    return f"{hashlib.sha256(content).hexdigest()[:16]} {datetime.now(UTC):%Y-%m-%d}"


def fresh_copy(name: str, cases: int = CASES, *, answered: bool = False) -> None:
    """A database of that name with everything in it, and the connection on it. `answered`: with answers, and counted."""
    _copy(_answered(cases) if answered else _bare(cases), name)


def _bare(cases: int) -> str:
    base = BASE if cases == CASES else f"{BASE}_{cases}"
    if not _is_filled(base):
        _fill(base, cases)
    return base


def _answered(cases: int) -> str:
    base = f"{BASE}_{cases}_answered"
    if not _is_filled(base):
        _copy(_bare(cases), base)
        _answer(base, cases)
    return base


def _is_filled(base: str) -> bool:
    said = run_sql(
        "postgres",
        f"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{base}'",
    )
    return bool(said) and said[0][0] == mark()


def _copy(base: str, name: str) -> None:
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
    still_open = max(cases * OPEN_CASES // CASES, 40)
    _run("base.sql", cases=cases, open=still_open, now=now.isoformat(), events=EVENTS_OF_ONE)
    _filled(base)


def _answer(base: str, cases: int) -> None:
    """Answers to the survey of the house, then everything counted, as the worker has done wherever this is used."""
    _run("answers.sql", cases=cases, answers=cases * ANSWERS_A_CASE, now=datetime.now(UTC).isoformat())
    rebuild(families_named=[family.name for family in kept()], now=datetime.now(UTC))
    _filled(base)


def _run(script: str, **values: str | int) -> None:
    sql = (Path(__file__).parent / script).read_text(encoding="utf-8")
    with connection.cursor() as cursor:
        for statement in sql.split(";\n"):
            if statement.strip():
                cursor.execute(statement, values)


def _filled(base: str) -> None:
    with connection.cursor() as cursor:
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

"""Append-only tables, kept so by the database itself on both engines. Not here: which tables those are."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

_MESSAGE = "history is append-only"


def install(connection: BaseDatabaseWrapper, table: str) -> None:
    """Refuse UPDATE and DELETE (and TRUNCATE on PostgreSQL) on `table`. Safe to repeat."""
    remove(connection, table)
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor, table):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper, table: str) -> None:
    """Lift the guard (for the flush between two tests, and for restoring a backup)."""
    with connection.cursor() as cursor:
        for verb in ("update", "delete", "truncate"):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}")


def present(connection: BaseDatabaseWrapper, table: str) -> bool:
    """Whether the guard stands, whole and switched on."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        found = {name for (name,) in cursor.fetchall()}
    return found >= {f"{table}_no_{verb}" for verb in verbs(connection.vendor)}


def verbs(vendor: str) -> tuple[str, ...]:
    """What is refused: only PostgreSQL can empty a table beside its rows."""
    return ("update", "delete", "truncate") if vendor == "postgresql" else ("update", "delete")


def _statements(vendor: str, table: str) -> list[str]:
    if vendor == "postgresql":
        refuse = (
            "CREATE OR REPLACE FUNCTION cxapp_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_MESSAGE}'; END $$"
        )
        rows = [
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
            f"FOR EACH {'STATEMENT' if verb == 'truncate' else 'ROW'} EXECUTE FUNCTION cxapp_append_only()"
            for verb in verbs(vendor)
        ]
        return [refuse, *rows]
    return [
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
        for verb in verbs(vendor)
    ]

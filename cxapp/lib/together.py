"""Writing together: what is stored one thing after another travels to PostgreSQL in one message with whatever is asked next.

A way to the server and back costs more than storing a row. So within `together` statements that nobody waits for are kept
until somebody asks a question, a savepoint begins or ends, or the block ends; savepoints themselves travel along. An error of
one of them is met there, inside the block. On SQLite, to which there is no way to go, everything is stored at once. Not here:
the statements (`sql`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import DatabaseError, IntegrityError, connection, models, transaction

from cxapp.lib.arrays import array
from cxapp.lib.statements import Message, Repeated

Model = type[models.Model]
_GOES_ALONG = ("SAVEPOINT", "RELEASE SAVEPOINT")


class FailedBefore(DatabaseError):
    """A row written before a savepoint was there already. Not for whoever begins the savepoint to mend: their own are not at

    fault. Whoever tries the whole again catches this beside `IntegrityError`."""


class Unit:
    """What waits to be sent, and the numbers new rows are given before they are stored."""

    def __init__(self) -> None:
        self.numbers: dict[Model, list[int]] = defaultdict(list)
        self._waiting: list[tuple[str, Sequence[Any]]] = []

    def send(self, statement: str, params: Sequence[Any] = ()) -> None:
        """Along with what is asked next."""
        self._waiting.append((statement, params))

    def ask(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Stands around every question to the database within the block."""
        if _is_savepoint(sql):
            self._finish_before(sql)
            return self.send(sql)
        if sql.startswith("ROLLBACK"):
            self._waiting = self._before(sql)
        if not self._waiting:
            return execute(sql, params, many, context)
        waiting, self._waiting = self._waiting, []
        if many:
            execute(*_message(waiting), False, context)
            return execute(sql, params, many, context)
        if params is None:
            sql, params = sql.replace("%", "%%"), ()
        return execute(*_message([*waiting, (sql, params)]), False, context)

    def _finish_before(self, savepoint: str) -> None:
        """What came before a savepoint must fail outside of it, and what came within it inside: so no row waits across."""
        if all(_is_savepoint(statement) for statement, _ in self._waiting):
            return
        try:
            self.finish()
        except IntegrityError as error:
            if savepoint.startswith("SAVEPOINT"):
                raise FailedBefore from error
            raise

    def finish(self) -> None:
        """Send what waits."""
        waiting, self._waiting = self._waiting, []
        if waiting:
            with connection.cursor() as cursor:
                cursor.execute(*_message(waiting))

    def _before(self, rollback: str) -> list[tuple[str, Sequence[Any]]]:
        """What was kept since the savepoint is undone by never being sent."""
        savepoint = rollback.removeprefix("ROLLBACK TO ")
        kept = [statement for statement, _ in self._waiting]
        return self._waiting[: kept.index(savepoint) + 1] if savepoint in kept else []


def _is_savepoint(sql: str) -> bool:
    return sql.startswith(_GOES_ALONG) and not isinstance(sql, Message)


def _message(statements: Sequence[tuple[str, Sequence[Any]]]) -> tuple[Message, list[Any]]:
    return Message.of([sql for sql, _ in statements]), [value for _, params in statements for value in params]


_unit: ContextVar[Unit | None] = ContextVar("unit", default=None)


def unit() -> Unit | None:
    """The block we are in, where there is a way to be saved."""
    return _unit.get()


@contextmanager
def together() -> Iterator[None]:
    """A part of a transaction whose writing travels together. Within another such block it is a part of that."""
    if connection.vendor != "postgresql":
        yield
        return
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("What is written together belongs into a transaction.")
    outer = unit()
    if outer is not None:
        yield
        outer.finish()
        return
    inner = Unit()
    token = _unit.set(inner)
    # First of all, so that whoever guards or counts sees what is really sent.
    connection.execute_wrappers.insert(0, inner.ask)
    try:
        yield
        inner.finish()
    finally:
        connection.execute_wrappers.remove(inner.ask)
        _unit.reset(token)


def reserve(counts: Mapping[Model, int]) -> None:
    """Ask for the numbers of so many new rows of each table at once. Without a way to save they come when they are needed."""
    waiting = unit()
    if waiting is not None:
        for model, numbers in _handed_out({model: count for model, count in counts.items() if count}).items():
            waiting.numbers[model] += numbers


def give_numbers(rows: Sequence[Any], kind: Model | None = None) -> None:
    """New rows get the numbers they will be stored under, so that others may point to them and seals cover them."""
    lacking = [row for row in rows if row.pk is None]
    if not lacking:
        return
    model: Model = kind or type(lacking[0])
    waiting = unit()
    ready = waiting.numbers[model] if waiting is not None else []
    if len(ready) < len(lacking):
        ready += _handed_out({model: len(lacking) - len(ready)})[model]
    for row, number in zip(lacking, ready, strict=False):
        row.pk = number
    del ready[: len(lacking)]


def _handed_out(counts: Mapping[Model, int]) -> dict[Model, list[int]]:
    """Numbers nobody else gets, also where they are not used in the end."""
    if connection.vendor != "postgresql":
        return {model: _next_on_sqlite(model, count) for model, count in counts.items()}
    names = {f"{model._meta.db_table}_{model._meta.pk.column}_seq": model for model in counts}
    found: dict[Model, list[int]] = {model: [] for model in counts}
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [array(names), array(counts.values())])
        for name, number in cursor.fetchall():
            found[names[name]].append(number)
    return found


_NEXT = Repeated(
    "SELECT name, nextval(name::regclass) FROM unnest(%s::text[], %s::int[]) AS wanted(name, rows), generate_series(1, rows)"
)


def _next_on_sqlite(model: Model, count: int) -> list[int]:
    """SQLite keeps the last number of each table in a table of its own."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s RETURNING seq", [count, table]
        )
        found = cursor.fetchone()
        if found is None:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, count])
    last = found[0] if found is not None else count
    return list(range(last - count + 1, last + 1))

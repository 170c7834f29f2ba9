"""The only raw SQL of the product, for PostgreSQL and SQLite alike: array updates and walks along a tree.

Not here: anything that knows what a row means.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import connection, models

from cxapp.lib.arrays import Column, among, array, column_of, literal
from cxapp.lib.kept import Among
from cxapp.lib.statements import Repeated
from cxapp.lib.together import give_numbers, unit


def update_rows(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    guards: Sequence[str] = (),
) -> int:
    """Update many rows in one statement; returns how many were changed.

    Each row is (id, *guard values, *new values). A row whose guard columns no longer hold those values is left alone.
    """
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(*_filled(_update(model, ("id", *guards), tuple(columns)), rows))
        return int(cursor.rowcount)


def set_rows(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """As `update_rows` where nobody asks how many there were: within `together` it waits for what is sent next."""
    if (waiting := unit()) is None:
        update_rows(model, columns, rows)
    elif rows:
        waiting.send(*_filled(_update(model, ("id",), tuple(columns)), rows))


def _filled(update: _Update, rows: Sequence[Sequence[Any]]) -> tuple[str, list[Any]]:
    """The statement for so many rows, and its values."""
    values = [
        column.prepared(value) for column, value in zip(update.columns, zip(*rows, strict=True), strict=True)
    ]
    if len(rows) == 1:
        one = [value for (value,) in values]
        return update.one, [*one[update.known :], *one[: update.known]]
    if connection.vendor == "postgresql":
        return update.many, [literal(column) for column in values]
    return update.many, [json.dumps(list(zip(*values, strict=True)), default=str)]


def insert_rows(rows: Sequence[Any], model: type[models.Model] | None = None) -> None:
    """Insert new rows of one model in one statement and give them their ids, in order.

    As `bulk_create`, which asks every field of every row several questions: here each row is read once. With `model` the rows
    may be plain objects with its columns as attributes and a `pk`. Within `together` they wait for what is sent next.
    """
    if not rows:
        return
    kind: Any = model or type(rows[0])
    waiting = unit()
    if waiting is not None:
        give_numbers(rows, kind)
    numbered = rows[0].pk is not None
    insert = _insert(kind, numbered)
    for first in range(0, len(rows), insert.most):
        part = rows[first : first + insert.most]
        statement, params = insert.of(part)
        if waiting is not None:
            waiting.send(statement, params)
        else:
            with connection.cursor() as cursor:
                cursor.execute(statement, params)
                if not numbered:
                    for row, (pk,) in zip(part, cursor.fetchall(), strict=True):
                        row.pk = pk
    if isinstance(rows[0], models.Model):
        _have_been_stored(rows)


def insert_unless_there(row: models.Model) -> bool:
    """Insert one new row; False where a unique constraint has one already. Waits for whoever is just inserting it."""
    insert = _insert(type(row), False)
    with connection.cursor() as cursor:
        cursor.execute(insert.few(1, "ON CONFLICT DO NOTHING"), [value for (value,) in insert.columns([row])])
        stored = cursor.fetchone()
    if stored is not None:
        row.pk = stored[0]
        _have_been_stored([row])
    return stored is not None


def _have_been_stored(rows: Sequence[models.Model]) -> None:
    alias = connection.alias
    for row in rows:
        row._state.adding, row._state.db = False, alias


FEW = 8
"""PostgreSQL stores a few rows in half the time when they come as VALUES; for many, one array a column is quicker."""


@dataclass(frozen=True, slots=True)
class _Update:
    """The statements for one row and for many; the columns are id, guards, then what is new. `known`: how many come first."""

    one: str
    many: str
    columns: list[Column]
    known: int


@cache
def _update(model: type[models.Model], guards: tuple[str, ...], columns: tuple[str, ...]) -> _Update:
    known, new = [_field(model, name) for name in guards], [_field(model, name) for name in columns]
    table = connection.ops.quote_name(model._meta.db_table)
    aliases = [f"{field.column}__old" for field in known] + [f"{field.column}__new" for field in new]
    if connection.vendor == "postgresql":
        arrays = ", ".join(f"%s::{_array_type(field)}[]" for field in [*known, *new])
        source = f"unnest({arrays}) AS v({', '.join(aliases)})"
    else:
        picks = ", ".join(
            f"json_extract(value, '$[{index}]') AS {alias}" for index, alias in enumerate(aliases)
        )
        source = f"(SELECT {picks} FROM json_each(%s)) AS v"  # noqa: S608 - names come from models
    one = ", ".join(f"{field.column} = %s" for field in new)
    is_one = " AND ".join(f"{field.column} = %s" for field in known)
    many = ", ".join(f"{field.column} = v.{field.column}__new" for field in new)
    are_they = " AND ".join(f"{table}.{field.column} = v.{field.column}__old" for field in known)
    return _Update(
        Repeated(f"UPDATE {table} SET {one} WHERE {is_one}"),  # noqa: S608
        f"UPDATE {table} SET {many} FROM {source} WHERE {are_they}",  # noqa: S608
        [column_of(field) for field in [*known, *new]],
        len(known),
    )


@dataclass(frozen=True, slots=True)
class _Insert:
    """The statements for rows of one model, at most so many at once."""

    into: str
    many: str
    answer: str
    most: int
    width: int
    read: Callable[[Any], tuple[Any, ...]]
    prepare: list[tuple[int, Column]]
    """The columns, by place, whose values do not go as they are."""

    def of(self, rows: Sequence[Any]) -> tuple[str, list[Any]]:
        """The statement for these rows, and its values."""
        columns = self.columns(rows)
        if len(rows) > FEW and connection.vendor == "postgresql":
            return self.many, [literal(column) for column in columns]
        return self.few(len(rows)), [value for row in zip(*columns, strict=True) for value in row]

    def columns(self, rows: Sequence[Any]) -> list[Sequence[Any]]:
        """Their values, column by column, ready for the driver."""
        columns: list[Sequence[Any]] = list(zip(*map(self.read, rows), strict=True))
        for place, column in self.prepare:
            columns[place] = column.prepared(columns[place])
        return columns

    def few(self, rows: int, conflict: str = "") -> str:
        marks = f"({', '.join(['%s'] * self.width)})"
        return Repeated(f"{self.into} VALUES {', '.join([marks] * rows)} {conflict}{self.answer}")


@cache
def _insert(model: type[models.Model], numbered: bool) -> _Insert:
    """With `numbered` the rows bring their keys and nothing is answered."""
    fields = [field for field in model._meta.concrete_fields if numbered or not field.primary_key]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    arrays = ", ".join(f"%s::{_array_type(field)}[]" for field in fields)
    into = f"INSERT INTO {model._meta.db_table} ({names})"
    answer = "" if numbered else f" RETURNING {model._meta.pk.column}"
    many = f"{into} SELECT * FROM unnest({arrays}){answer}"  # noqa: S608 - names come from models
    # SQLite takes only so many values in one statement.
    most = 1_000_000 if connection.vendor == "postgresql" else 30_000 // len(fields)
    columns = [column_of(field) for field in fields]
    read = attrgetter(*("pk" if field.primary_key else field.attname for field in fields))
    prepare = [(place, column) for place, column in enumerate(columns) if column.prepare is not None]
    return _Insert(into, many, answer, most, len(columns), read, prepare)


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise TypeError(f"{name} is not a column")
    return field


def _array_type(field: models.Field[Any, Any]) -> str:
    """The type a value of this column has: an identity column is read as a plain bigint, and what is too long is refused

    by the column, where a cast to its length would cut it silently."""
    kind = field.rel_db_type(connection) if field.primary_key else field.db_type(connection)
    return str(kind).partition("(")[0]


def ancestors(model: type[models.Model], parent: str, ids: Collection[int]) -> list[int]:
    """The given ids and everything above them along `parent`, each once, also where the line is a loop."""
    if not ids:
        return []
    table, column = model._meta.db_table, _field(model, parent).column
    marks = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE up(id, above) AS (SELECT id, {column} FROM {table} WHERE id IN ({marks})"  # noqa: S608
            f" UNION SELECT t.id, t.{column} FROM {table} t JOIN up ON t.id = up.above) SELECT id FROM up",
            list(ids),
        )
        return [row[0] for row in cursor.fetchall()]


class Below(models.Func):
    """`id IN` sub-query: everyone below the given ids along `parent`, loops included once. For use in filters."""

    def __init__(
        self, model: type[models.Model], parent: str, ids: Collection[int], *, itself: bool = False
    ) -> None:
        super().__init__(output_field=models.BigIntegerField())
        self.table, self.column = model._meta.db_table, _field(model, parent).column
        self.ids, self.itself = sorted(ids) or [0], itself

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        marks = ", ".join(["%s"] * len(self.ids))
        start = f"id IN ({marks})" if self.itself else f"{self.column} IN ({marks})"
        sql = (
            f"(WITH RECURSIVE below(id) AS (SELECT id FROM {self.table} WHERE {start}"  # noqa: S608
            f" UNION SELECT t.id FROM {self.table} t JOIN below ON t.{self.column} = below.id) SELECT id FROM below)"
        )
        return sql, list(self.ids)


class Above(Among):
    """These people and everyone above them along `parent`, each once, loops included; named as in a `Kept` question."""

    def __init__(self, model: type[models.Model], parent: str, ids: Collection[int] | str) -> None:
        super().__init__("pk", ids)
        self.table, self.parent = model._meta.db_table, _field(model, parent).column

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        column, params = compiler.compile(self.source_expressions[0])
        rows = (
            f"(WITH RECURSIVE up(id, above) AS (SELECT id, {self.parent} FROM {self.table} WHERE id {among()}"  # noqa: S608
            f" UNION SELECT t.id, t.{self.parent} FROM {self.table} t JOIN up ON t.id = up.above) SELECT id FROM up)"
        )
        among_them = f"= ANY(ARRAY{rows})" if connection.vendor == "postgresql" else f"IN {rows}"
        handed = self if isinstance(self.values, str) else array(self.values)
        return f"{column} {among_them}", [*params, handed]


class AnyOf(models.Func):
    """A column is among the rows of a sub-query. Asked before the search, so that PostgreSQL can use an index within an OR."""

    def __init__(self, column: str, rows: models.Func | models.Subquery) -> None:
        super().__init__(models.F(column), rows, output_field=models.BooleanField())

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        (column, first), (rows, more) = [compiler.compile(part) for part in self.source_expressions]
        among = f"= ANY(ARRAY{rows})" if connection.vendor == "postgresql" else f"IN {rows}"
        return f"{column} {among}", [*first, *more]


def below(model: type[models.Model], parent: str, ids: Collection[int]) -> set[int]:
    """The ids of everything below the given ones along `parent`; the given ones only where a loop leads back."""
    if not ids:
        return set()
    sql, params = Below(model, parent, ids).as_sql(None, connection)
    with connection.cursor() as cursor:
        cursor.execute(sql[1:-1], params)
        return {row[0] for row in cursor.fetchall()}

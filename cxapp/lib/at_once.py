"""Several questions to the database in one statement, each answered as if it were asked by itself; for both engines alike.

Every question is made with `values_list` of named columns; its rows come back as JSON beside its number. Not here: what is asked.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

from cxapp.lib.kept import Among, Given

Row = tuple[Any, ...]
T = TypeVar("T")
MOST = 400
"""SQLite takes up to 500 questions in one statement."""


@dataclass(frozen=True, slots=True)
class Question:
    """The SQL of one question and its values, among them what stands for a value (`Given`, `Among`); blank: it has no rows."""

    sql: str
    params: tuple[Any, ...]
    readers: tuple[tuple[int, Callable[[Any], Any]], ...]
    """The columns, by place, that JSON does not bring as they were, and how each is read back."""

    def filled(self, values: Mapping[str, Any]) -> Question:
        """With the values it was made without."""
        named = dict(values)
        return replace(
            self, params=tuple(p.filled(named) if isinstance(p, (Given, Among)) else p for p in self.params)
        )


def question(rows: models.QuerySet[Any, Any]) -> Question:
    """A question made ready; it can be kept and asked again."""
    compiler = rows.query.get_compiler(connection=connection)
    try:
        sql, params = compiler.as_sql(with_col_aliases=True)
    except EmptyResultSet:
        return Question("", (), ())
    columns = [(alias, expression.output_field) for expression, _sql, alias in compiler.select]
    names = ", ".join(connection.ops.quote_name(alias) for alias, _field in columns)
    made = "json_build_array" if connection.vendor == "postgresql" else "json_array"
    as_text = "::text" if connection.vendor == "postgresql" else ""
    # Names come from models and from our own annotations.
    wrapped = f"{made}({names}){as_text} FROM ({sql}) asked"
    readers = [(place, _reader(field)) for place, (_alias, field) in enumerate(columns)]
    return Question(wrapped, tuple(params), tuple((place, read) for place, read in readers if read))


@dataclass(frozen=True, slots=True)
class Asked(Generic[T]):
    """Questions that belong together, and what their rows come to."""

    questions: Sequence[models.QuerySet[Any, Any] | Question]
    come_to: Callable[[list[list[Row]]], T]


def together(asked: Sequence[Asked[Any]]) -> list[Any]:
    """What each comes to; all their questions in one statement."""
    everything: Asked[list[Any]] = joined(asked, list)
    return everything.come_to(ask(*everything.questions))


def joined(parts: Sequence[Asked[Any]], come_to: Callable[[list[Any]], T]) -> Asked[T]:
    """Several as one: what they come to is handed on in their order."""

    def each(rows: list[list[Row]]) -> T:
        waiting = iter(rows)
        return come_to([part.come_to(list(islice(waiting, len(part.questions)))) for part in parts])

    return Asked([question for part in parts for question in part.questions], each)


def ask(*asked: models.QuerySet[Any, Any] | Question) -> list[list[Row]]:
    """The rows of each question, in no order. One statement, none where nothing can be found."""
    made = [one if isinstance(one, Question) else question(one) for one in asked]
    found: list[list[Row]] = [[] for _ in made]
    parts = [(number, one) for number, one in enumerate(made) if one.sql]
    for first in range(0, len(parts), MOST):
        _ask(parts[first : first + MOST], found)
    return found


def totals(rows: models.QuerySet[Any, Any], **sums: models.Aggregate) -> models.QuerySet[Any, Any]:
    """What `aggregate` would ask, as a question of one row; none where nothing can be found."""
    all_of_them = rows.order_by().annotate(all_of_them=models.Value(1)).values("all_of_them")
    found: models.QuerySet[Any, Any] = all_of_them.annotate(**sums).values_list(*sums)
    return found


def _ask(parts: Sequence[tuple[int, Question]], found: list[list[Row]]) -> None:
    sql = " UNION ALL ".join(f"SELECT {number}, {one.sql}" for number, one in parts)
    params = [param for _number, one in parts for param in one.params]
    readers = {number: one.readers for number, one in parts}
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for number, written in cursor.fetchall():
            row = _decoded(written)
            for place, read in readers[number]:
                if row[place] is not None:
                    row[place] = read(row[place])
            found[number].append(tuple(row))


_decoded = json.JSONDecoder(parse_float=Decimal).decode


def _reader(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    return next((read for kind, read in _READERS if isinstance(field, kind)), None)


def _moment(value: str) -> datetime:
    """PostgreSQL writes the zone, SQLite keeps every moment in UTC."""
    found = datetime.fromisoformat(value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _plain(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


_READERS: tuple[tuple[type[models.Field[Any, Any]], Callable[[Any], Any]], ...] = (
    (models.DateTimeField, _moment),
    (models.DateField, date.fromisoformat),
    (models.DecimalField, Decimal),
    (models.BooleanField, bool),
    (models.JSONField, _plain),
)
"""The first that fits."""

"""Values on their way into a statement: a column made ready for the driver, and many as one parameter.

Many are an array on PostgreSQL, JSON on SQLite. PostgreSQL reads an array written as one text far quicker than a list of as
many numbers. Not here: the statements.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import NoneType
from typing import Any

from django.db import connection, connections, models

_AS_IS = (models.CharField, models.TextField, models.DateTimeField, models.BooleanField, models.IntegerField)


@dataclass(frozen=True, slots=True)
class Column:
    """A column, and how its values are made ready for the driver; None where they go as they are.

    A whole column is made ready at once: asking Django for the connection costs more than preparing a value.
    """

    attname: str
    prepare: Callable[[Any, Any], Any] | None

    def prepared(self, values: Sequence[Any]) -> Sequence[Any]:
        prepare = self.prepare
        if prepare is None:
            return values
        database = connections[connection.alias]
        return [prepare(value, database) for value in values]


def column_of(field: models.Field[Any, Any]) -> Column:
    as_is = connection.vendor == "postgresql" and isinstance(getattr(field, "target_field", field), _AS_IS)
    if as_is:
        return Column(field.attname, None)
    if isinstance(field, models.JSONField) and field.encoder is None:
        return Column(field.attname, _json)
    return Column(field.attname, field.get_db_prep_save)


_written = json.JSONEncoder().encode


def _json(value: Any, _database: Any) -> str | None:
    """As text, which both engines take: the field would make two objects of the driver for each value."""
    return None if value is None else _written(value)


def array(values: Iterable[Any]) -> str:
    """The parameter for `among`."""
    return literal(values) if connection.vendor == "postgresql" else json.dumps(list(values))


def among(of: str = "bigint") -> str:
    """The SQL for "is one of", followed by one `array`."""
    if connection.vendor == "postgresql":
        return f"= ANY(%s::{of}[])"
    return "IN (SELECT value FROM json_each(%s))"


def literal(values: Iterable[Any]) -> str:
    """PostgreSQL's text of an array. In most columns the same few values come again and again: each is written once."""
    column = list(values)
    written = {value: _element(value) for value in set(column)}
    return f"{{{','.join([written[value] for value in column])}}}"


def _element(value: Any) -> str:
    write = _WRITTEN.get(type(value))
    if write is not None:
        return write(value)
    return _quoted(value) if isinstance(value, str) else str(value)


def _quoted(text: str) -> str:
    if "\\" in text or '"' in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


_WRITTEN: dict[type, Callable[[Any], str]] = {
    NoneType: lambda _: "NULL",
    str: _quoted,
    int: str,
    datetime: lambda value: f'"{value.isoformat()}"',
    date: lambda value: f'"{value.isoformat()}"',
}
"""By type, as most values are of one of these; anything else is a kind of text, or written as it calls itself."""

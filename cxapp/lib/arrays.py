"""Many values as one parameter of a statement: an array on PostgreSQL, JSON on SQLite.

PostgreSQL reads an array written as one text far quicker than a list of as many numbers. Not here: the statements.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import connection


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
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, (datetime, date)):
        return f'"{value.isoformat()}"'
    if hasattr(value, "adapted"):  # the driver's wrapper of JSON
        return _quoted(value.dumps(value.adapted))
    return str(value)


def _quoted(text: str) -> str:
    if "\\" in text or '"' in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'

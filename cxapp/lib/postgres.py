"""The driver of PostgreSQL, taught to prepare: the server reads and plans a `Repeated` statement once a connection.

Reading and planning anew costs the server more than storing a row. Named by the settings as the driver's factories;
with a pooler that changes the server behind a connection they are left out (`DATABASE_POOLER`).
"""

from __future__ import annotations

import re
from typing import Any

from psycopg2.extensions import connection, cursor

from cxapp.lib.statements import Message, Repeated, parts_of

_MARK = re.compile(r"%(s|%)")


class Connection(connection):  # type: ignore[misc]  # the driver brings no types
    """`prepared`: what is sent in place of a statement the server knows already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prepared: dict[str, str] = {}


class Cursor(cursor):  # type: ignore[misc]
    _asked: tuple[str, Any] | None = None

    def execute(self, query: Any, vars: Any = None) -> None:
        """Without values nothing is prepared: the text is the whole of it."""
        self._asked = query, vars
        if vars and self.name is None and isinstance(query, (Repeated, Message)):
            query = "; ".join([self._known(part) for part in parts_of(query)])
        super().execute(query, vars)

    @property
    def query(self) -> bytes | None:
        """What was asked, as whoever asked wrote it; for logs and tests."""
        return None if self._asked is None else self.mogrify(*self._asked)

    def _known(self, statement: str) -> str:
        if not isinstance(statement, Repeated):
            return statement
        known: dict[str, str] = self.connection.prepared
        if statement not in known:
            known[statement] = self._prepare(statement, f"cx{len(known)}")
        return known[statement]

    def _prepare(self, statement: str, name: str) -> str:
        """Values stand as %s in our statements, as $1, $2, … in the server's."""
        marks: list[str] = []

        def numbered(found: re.Match[str]) -> str:
            if found.group(1) == "%":
                return "%"
            marks.append("%s")
            return f"${len(marks)}"

        super().execute(f"PREPARE {name} AS {_MARK.sub(numbered, statement)}")
        return f"EXECUTE {name} ({', '.join(marks)})" if marks else f"EXECUTE {name}"

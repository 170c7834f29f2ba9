"""What a statement is beside its text: one that comes again and again, or several that travel in one message.

Both are plain text to whoever counts, guards or logs them. Not here: how PostgreSQL is spared the work (`postgres`).
"""

from __future__ import annotations

from collections.abc import Iterable


class Repeated(str):
    """A statement whose text never changes, only its values: the server need read and plan it only once a connection."""

    __slots__ = ()


class Message(str):
    """Statements sent in one go; the answer is that of the last one."""

    parts: tuple[str, ...]

    @classmethod
    def of(cls, parts: Iterable[str]) -> Message:
        statements = tuple(parts)
        message = cls("; ".join(statements))
        message.parts = statements
        return message


def parts_of(sql: str) -> tuple[str, ...]:
    """The statements of a message; any other text is one."""
    return sql.parts if isinstance(sql, Message) else (sql,)

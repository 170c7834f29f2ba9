"""The guard that keeps reading from writing: during GET and HEAD the database accepts reading statements only.

Lives here: the list of what is exempt, the guard and its middleware, and asking once what several parts of such a page
want to know. Not here: who may read what.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cxapp.lib.statements import parts_of

P = ParamSpec("P")
R = TypeVar("R")

READING_METHODS = frozenset({"GET", "HEAD"})

EXEMPT: tuple[tuple[str, str], ...] = (
    ("django_session", "a visit needs a session before its first form can be posted"),
    ("accounts_accesslog", "who looked at a customer's data is written when they look"),
    (
        "usersessions_usersession",
        "the list of a person's sessions is kept by the sign-in library on their next page",
    ),
    ("mfa_authenticator", "the sign-in library notes when recovery codes were shown"),
    ("account_emailaddress", "a link in a confirmation mail is followed by GET"),
    ("account_emailconfirmation", "a link in a confirmation mail is followed by GET"),
)
"""Tables that may be written while reading, each with its reason. Add one only with a test."""

_EXEMPT_TABLES = frozenset(table for table, _reason in EXEMPT)
_COMMENTS = re.compile(r"\A(?:\s+|--[^\n]*(?:\n|\Z)|/\*.*?\*/|\()*", re.DOTALL)
_READING = frozenset(
    {
        *("SELECT", "EXPLAIN", "PRAGMA", "SHOW", "SET", "VALUES", "DECLARE", "FETCH", "CLOSE"),
        *("BEGIN", "START", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT", "END"),
    }
)
_NAME = r"""["'`\[]?(?:\w+["`\]]?\.["`\[]?)?(\w+)"""
_WRITTEN_TABLE = re.compile(
    rf"\A(?:(?:INSERT|REPLACE)(?:\s+OR\s+\w+)?\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM)\s+(?:ONLY\s+)?{_NAME}",
    re.IGNORECASE,
)
_WRITING_WITHIN = re.compile(
    r"\b(?:INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|MERGE\s+INTO)\b", re.IGNORECASE
)


class WroteWhileReading(Exception):
    """A page that was only asked for tried to change the database; the change was not made."""

    def __init__(self, sql: str) -> None:
        super().__init__(
            f"A GET request tried to write: {sql[:200]}. Do it in a POST, or name the table in EXEMPT with a reason."
        )
        self.sql = sql


def writes(sql: str) -> bool:
    """Whether a statement changes anything outside the exempt tables."""
    statement = sql[match.end() :] if (match := _COMMENTS.match(sql)) else sql
    first = re.match(r"\w*", statement)
    verb = first.group().upper() if first else ""
    if verb in _READING:
        return False
    if verb == "WITH":
        # PostgreSQL lets a WITH write on its way; one that only reads is allowed.
        return bool(_WRITING_WITHIN.search(statement))
    table = _WRITTEN_TABLE.match(statement)
    return table is None or table.group(1).lower() not in _EXEMPT_TABLES


def _refuse_writing(
    execute: Callable[[str, Any, bool, dict[str, Any]], Any],
    sql: str,
    params: Any,
    many: bool,
    context: dict[str, Any],
) -> Any:
    if any(writes(part) for part in parts_of(sql)):
        raise WroteWhileReading(sql)
    return execute(sql, params, many, context)


_answers: ContextVar[dict[Any, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def reading_only() -> Iterator[None]:
    """Within this block every connection of this thread refuses to write."""
    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(_refuse_writing))
        token = _answers.set({})
        try:
            yield
        finally:
            _answers.reset(token)


def asked_once(question: Callable[P, R]) -> Callable[P, R]:
    """While nothing may be written, the same question is asked once: the answer cannot have changed within the page.

    Outside of the guard every question is asked. Arguments must be hashable, answers left as they are.
    """

    @wraps(question)
    def ask(*args: P.args, **kwargs: P.kwargs) -> R:
        known = _answers.get()
        if known is None:
            return question(*args, **kwargs)
        key = (question, args, tuple(sorted(kwargs.items())))
        if key not in known:
            known[key] = question(*args, **kwargs)
        answer: R = known[key]
        return answer

    return ask


class ReadOnlyOnGetMiddleware:
    """Runs the view of a GET or HEAD under the guard; stands last, so that session middleware stays outside."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in READING_METHODS:
            return self._get_response(request)
        with reading_only():
            return self._get_response(request)

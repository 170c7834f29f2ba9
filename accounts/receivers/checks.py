"""What `manage.py check --database` asks the database itself. Not here: walking the history (`operations.history`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.db import connections

from accounts.models import Event
from cxapp.lib import triggers


def append_only(databases: Sequence[str] | None = None, **_: Any) -> list[checks.CheckMessage]:
    """A warning, not an error: `migrate` asks too, and it is what puts the triggers back."""
    table = Event._meta.db_table
    return [
        checks.Warning(
            f"The triggers that keep the timeline append-only are missing in the database “{name}”.",
            hint="Run: python manage.py migrate. Then see what was changed meanwhile: python manage.py verify_history.",
            id="accounts.W001",
        )
        for name in databases or ()
        if table in connections[name].introspection.table_names()
        and not triggers.present(connections[name], table)
    ]


def register() -> None:
    checks.register(append_only, checks.Tags.database)

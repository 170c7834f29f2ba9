"""The one place where a door asks what time it is. Operations never do: `now` is an argument."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection

from cxapp.lib.readonly import asked_once


@asked_once
def now() -> datetime:
    """The moment, UTC. The database's on PostgreSQL, so that machines with wrong clocks agree."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            moment: datetime = cursor.fetchone()[0]
            return moment.astimezone(UTC)
    return datetime.now(UTC)

"""Signals are found by the day they were received; the index is built while complaints come in."""

from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class AddIndexMeanwhile(AddIndexConcurrently):  # type: ignore[misc]  # the stubs leave it untyped
    """On PostgreSQL without locking the table; SQLite, which one process writes, knows no other way."""

    def database_forwards(self, app_label: str, editor: Any, from_state: Any, to_state: Any) -> None:
        if editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, editor, from_state, to_state)
        else:
            migrations.AddIndex.database_forwards(self, app_label, editor, from_state, to_state)

    def database_backwards(self, app_label: str, editor: Any, from_state: Any, to_state: Any) -> None:
        if editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, editor, from_state, to_state)
        else:
            migrations.AddIndex.database_backwards(self, app_label, editor, from_state, to_state)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("feedback", "0009_alert_of_a_stage")]

    operations = [AddIndexMeanwhile("signal", models.Index(fields=["received_at"], name="signal_received"))]

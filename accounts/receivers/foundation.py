"""After every migration: the timeline's triggers stand and the rows nothing works without exist."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections

from accounts.models import Event
from accounts.operations.foundation import lay_foundation
from cxapp.lib import triggers


def after_migrate(sender: AppConfig, using: str, **_: Any) -> None:
    triggers.install(connections[using], Event._meta.db_table)
    lay_foundation()

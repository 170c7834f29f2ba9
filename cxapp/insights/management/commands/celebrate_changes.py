"""`manage.py celebrate_changes`: writes down which changes are confirmed. The same door as the worker's task."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cxapp.insights.operations.celebrations import look_at_changes
from cxapp.lib.clock import now as clock_now


class Command(BaseCommand):
    help = "Look at every change that is watched, and celebrate what the control chart confirms."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{look_at_changes(now=clock_now())} changes newly confirmed")

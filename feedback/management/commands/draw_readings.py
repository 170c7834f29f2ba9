"""`manage.py draw_readings`: lays answers on leaders' desks. The same door as the worker's task."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cxapp.lib.clock import now as clock_now
from feedback.operations.drawing import draw_readings


class Command(BaseCommand):
    help = "Draw the answers each leader reads, as far as they are not drawn yet."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{draw_readings(now=clock_now())} answers laid on desks")

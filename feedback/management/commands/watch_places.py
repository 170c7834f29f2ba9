"""`manage.py watch_places`: look once whether it hurts anywhere. The same door as the worker's task."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cxapp.lib.clock import now as clock_now
from feedback.operations.alerts import watch_places


class Command(BaseCommand):
    help = "Raise an alert where unhappy customers come faster than usual; close what is over."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{watch_places(now=clock_now())} raised.")

"""`manage.py send_surveys`: one round of asking and reminding. The same door as the worker's task."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cxapp.lib.clock import now as clock_now
from feedback.operations.reminders import send_due


class Command(BaseCommand):
    help = "Ask every customer whose moment has come, and send the reminders that are due, then stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=5_000, help="at most so many of each kind (5000)")

    def handle(self, *args: Any, **options: Any) -> None:
        done = send_due(now=clock_now(), limit=options["limit"])
        self.stdout.write(
            f"{done.decided} occasions decided, {done.asked} customers asked, {done.reminded} reminded."
        )

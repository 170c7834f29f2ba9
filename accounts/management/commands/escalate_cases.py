"""`manage.py escalate_cases`: one sweep of the clocks, or one every so many seconds. The same door as the worker's task."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from accounts.operations.sweep import sweep
from cxapp.lib.clock import now as clock_now


class Command(BaseCommand):
    help = "Tell the next person up the line about every clock that has run out. Safe to run twice at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--every", type=int, metavar="SECONDS", help="go on, with this pause between two sweeps"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            done = sweep(now=clock_now(), batch=settings.SWEEP_BATCH)
            self.stdout.write(
                f"{done.told} told, {done.reminded} reminded, {done.handled} handled, {done.failed} failed"
            )
            if not options["every"]:
                return
            close_old_connections()
            time.sleep(options["every"])

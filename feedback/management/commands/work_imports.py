"""`manage.py work_imports`: one slice of a running import of complaints. The same door as the worker's task."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cxapp.lib.clock import now as clock_now
from feedback.importers.runs import work_next
from feedback.tasks import SLICE


class Command(BaseCommand):
    help = "Work on one running import of complaints, then stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--seconds",
            type=float,
            default=SLICE,
            help=f"stop after the batch that ends after this ({SLICE})",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        until = time.monotonic() + options["seconds"]
        run = work_next(now=clock_now(), stop=lambda: time.monotonic() > until)
        if run is None:
            self.stdout.write("No import is waiting.")
            return
        self.stdout.write(f"Import {run.pk}: {run.rows_done} rows done, {run.get_state_display()}")

"""`manage.py count_figures`: counts what changed, or with `--rebuild` everything again. The same door as the worker's task."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cxapp.insights.operations.tallies import forget, kept, rebuild, refresh
from cxapp.lib.clock import now as clock_now


class Command(BaseCommand):
    help = (
        "Count the figures of the days that changed. --rebuild counts every day again, from the newest month back; "
        "when it was stopped, --resume goes on. Meanwhile all pages count from the rows themselves."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--rebuild", action="store_true", help="throw all counts away and make them again"
        )
        parser.add_argument("--resume", action="store_true", help="count what is not counted yet")
        parser.add_argument(
            "--from", dest="first", type=date.fromisoformat, help="count again from this day on"
        )
        parser.add_argument("--to", dest="last", type=date.fromisoformat, help="up to this day")
        parser.add_argument(
            "--family", action="append", dest="named", help="only this family; may be repeated"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now, first, last = clock_now(), options["first"], options["last"]
        known = [family.name for family in kept()]
        named = options["named"] or known
        if unknown := sorted(set(named) - set(known)):
            raise CommandError(f"There is no family {', '.join(unknown)}; there are {', '.join(known)}.")
        whole = options["rebuild"] and first is None and last is None
        if not (options["rebuild"] or options["resume"] or first or last):
            self.stdout.write(f"{refresh(now=now)} days counted")
            return
        if whole:
            forget(families_named=named, now=now)
        done = rebuild(families_named=named, now=now, first=first, last=last, progress=self._progress)
        self.stdout.write(f"{done} days counted")

    def _progress(self, family: str, number: int, of: int) -> None:
        self.stdout.write(f"{family}: {number} of {of} months")

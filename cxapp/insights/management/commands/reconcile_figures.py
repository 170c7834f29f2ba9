"""`manage.py reconcile_figures`: compares the kept counts with their rows, counted another way. The same door as the task."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cxapp.insights.operations.reconciling import Difference, reconcile
from cxapp.insights.rules.coverage import month_after, month_start
from cxapp.lib.clock import now as clock_now


class Command(BaseCommand):
    help = (
        "Compare kept counts with the rows they were made of: tonight's months, or those from --from to --to. "
        "What differs is named, counted again, and ends the command with an error."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="first", type=date.fromisoformat, help="a day in the first month")
        parser.add_argument("--to", dest="last", type=date.fromisoformat, help="a day in the last month")

    def handle(self, *args: Any, **options: Any) -> None:
        now, first, last = clock_now(), options["first"], options["last"]
        months = None
        if first is not None:
            months = [month_start(first)]
            while month_after(months[-1]) <= (last or now.date()):
                months.append(month_after(months[-1]))
        found = reconcile(now=now, months=months, progress=self._progress)
        for one in found:
            self.stdout.write(_words(one))
        if found:
            raise CommandError(f"{len(found)} differences; these days were counted again.")
        self.stdout.write("0 differences")

    def _progress(self, family: str, number: int, of: int) -> None:
        self.stdout.write(f"{family}: {number} of {of} months")


def _words(one: Difference) -> str:
    key = f" {one.cut} {one.key}" if one.cut else ""
    return f"{one.family} {one.day}{key}: kept {one.kept}, rows {one.rows}"

"""Imports complaints from a CSV or XLSX file: a dry run, or the real one with progress; a stopped run is resumed."""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from accounts.models import ImportRun, User
from accounts.operations.import_runs import keep_upload, path_of, remembered
from accounts.queries.house import house
from cxapp.lib import clock
from cxapp.lib.columns import plain
from cxapp.lib.dates import Order
from cxapp.lib.errors import Refused
from cxapp.lib.tabular import open_table
from feedback.importers import complaint_file
from feedback.importers.batches import HISTORY, LIVE, Check
from feedback.importers.complaint_file import KIND


class Command(BaseCommand):
    help = "Import complaints: import_complaints FILE --mode history|live [--dry-run]"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument("--mode", choices=[HISTORY, LIVE], default=HISTORY)
        parser.add_argument("--dry-run", action="store_true", help="read everything, store nothing")
        parser.add_argument("--resume", type=int, metavar="RUN", help="go on with a stopped run")
        parser.add_argument("--by", metavar="SIGN_IN_NAME", help="who imports")
        parser.add_argument(
            "--source", default=KIND, help="where the numbers come from; equal numbers are one complaint"
        )
        parser.add_argument(
            "--order", choices=["day_first", "month_first"], help="how to read dates that could be either"
        )
        parser.add_argument(
            "--column", action="append", default=[], metavar="FIELD=HEADER", help="match a column by hand"
        )
        parser.add_argument(
            "--units", type=Path, metavar="CSV", help="a rule file: value,unit for files that know no place"
        )
        parser.add_argument(
            "--clock-from", metavar="ISO", help="when the clocks of a live import start (UTC)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run = self._resumed(options["resume"]) if options["resume"] else self._prepared(options)
            if options["dry_run"]:
                self._report(complaint_file.check(run=run))
                run.delete()
                return
            self._work(run)
        except Refused as error:
            raise CommandError(str(error)) from None

    def _resumed(self, pk: int) -> ImportRun:
        run = ImportRun.objects.filter(pk=pk, kind=KIND).exclude(mode="").first()
        if run is None:
            raise CommandError(f"There is no started import {pk}.")
        return run

    def _prepared(self, options: dict[str, Any]) -> ImportRun:
        file: Path | None = options["file"]
        if file is None or not file.is_file():
            raise CommandError("Name a file that exists: import_complaints FILE --mode history|live")
        by = User.objects.filter(sign_in_name=options["by"]).first() if options["by"] else None
        now = clock.now()
        with file.open("rb") as handle:
            run = keep_upload(kind=KIND, upload=File(handle), name=file.name, by=by, now=now)
        table = open_table(path_of(run), name=run.file_name)
        run.source = options["source"]
        run.mapping = {**complaint_file.suggest(table), **remembered(kind=KIND, headers=table.headers)}
        run.mapping.update(pair.split("=", 1) for pair in options["column"])
        run.options = {"units": self._units(options["units"])} if options["units"] else {}
        order = (
            Order(options["order"])
            if options["order"]
            else complaint_file.date_order(table, run.mapping).decide()
        )
        if order in (Order.CONFLICT, Order.UNDECIDED):
            raise CommandError(f"{complaint_file.date_order(table, run.mapping).sentence()} Use --order.")
        run.options["order"] = order.value
        if not options["dry_run"]:
            clock_from = datetime.fromisoformat(options["clock_from"]) if options["clock_from"] else None
            if clock_from is not None and clock_from.tzinfo is None:
                clock_from = clock_from.replace(tzinfo=UTC)
            complaint_file.start(run=run, mode=options["mode"], now=now, clock_from=clock_from)
        return run

    def _units(self, file: Path) -> dict[str, int]:
        """A rule file has two columns, value and unit (name or short name)."""
        by_name = {plain(unit.name): unit.id for unit in house().units.values()}
        by_name |= {plain(unit.slug): unit.id for unit in house().units.values()}
        units = {}
        with file.open(encoding="utf-8-sig", newline="") as handle:
            for line in csv.DictReader(handle):
                unit = by_name.get(plain(line["unit"]))
                if unit is None:
                    raise CommandError(f"{file.name} names the unit {line['unit']!r}, which does not exist.")
                units[plain(line["value"])] = unit
        return units

    def _report(self, found: Check) -> None:
        self.stdout.write(f"{found.rows} rows, {found.good} can be taken, {len(found.faults)} cannot.")
        self.stdout.write(found.sentence)
        for note in found.notes:
            self.stdout.write(note)
        if found.equal:
            self.stdout.write(
                f"{found.equal} rows are word for word like an earlier one; each is kept as a complaint of its own."
            )
        if found.without_unit:
            self.stdout.write(f"{found.without_unit} rows name no place or department that exists here.")
        for row, reason in found.faults[:20]:
            self.stdout.write(f"row {row}: {reason}")

    def _work(self, run: ImportRun) -> None:
        self.stdout.write(f"Import {run.pk}: {run.file_name}, {run.mode}.")
        with tqdm(total=run.rows_total or None, initial=run.rows_done, unit=" rows", file=self.stderr) as bar:

            def show(state: ImportRun) -> None:
                bar.update(state.rows_done - bar.n)

            complaint_file.work(run=run, now=clock.now(), progress=show)
        self.stdout.write(f"{run.added} added, {run.skipped} known before, {run.failed} could not be taken.")

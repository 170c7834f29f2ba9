"""`manage.py import_customers`: the same import as on the page, for large files and for servers without a browser."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from accounts.models import ImportRun, User
from accounts.operations.import_runs import keep_upload, path_of, remembered
from cxapp.lib import clock
from cxapp.lib.errors import Refused
from cxapp.lib.tabular import open_table
from feedback.importers import customer_file
from feedback.importers.batches import HISTORY, Check
from feedback.importers.customer_file import KIND


class Command(BaseCommand):
    help = "Import customers with their yearly value and leaving date: import_customers FILE [--dry-run]"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="read everything, store nothing")
        parser.add_argument("--resume", type=int, metavar="RUN", help="go on with a stopped run")
        parser.add_argument("--by", metavar="SIGN_IN_NAME", help="who imports")
        parser.add_argument(
            "--source", default=KIND, help="where the numbers come from; equal numbers are one customer"
        )
        parser.add_argument(
            "--on",
            type=date.fromisoformat,
            metavar="DAY",
            help="the day on which the list was true: 2026-01-31 (today)",
        )
        parser.add_argument(
            "--order", choices=["day_first", "month_first"], help="how to read dates that could be either"
        )
        parser.add_argument(
            "--column", action="append", default=[], metavar="FIELD=HEADER", help="match a column by hand"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run = self._resumed(options["resume"]) if options["resume"] else self._prepared(options)
            if options["dry_run"]:
                self._report(customer_file.check(run=run))
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
            raise CommandError("Name a file that exists: import_customers FILE")
        by = User.objects.filter(sign_in_name=options["by"]).first() if options["by"] else None
        now = clock.now()
        with file.open("rb") as handle:
            run = keep_upload(kind=KIND, upload=File(handle), name=file.name, by=by, now=now)
        table = open_table(path_of(run), name=run.file_name)
        run.source = options["source"]
        run.mapping = {**customer_file.suggest(table), **remembered(kind=KIND, headers=table.headers)}
        run.mapping.update(pair.split("=", 1) for pair in options["column"])
        run.options = {"on": options["on"].isoformat()} if options["on"] else {}
        evidence = customer_file.date_order(table, run.mapping)
        order = options["order"] or evidence.decide().value
        if order in ("conflict", "undecided"):
            raise CommandError(f"{evidence.sentence()} Use --order.")
        run.options["order"] = order
        if not options["dry_run"]:
            customer_file.start(run=run, mode=HISTORY, now=now)
        return run

    def _report(self, found: Check) -> None:
        self.stdout.write(f"{found.rows} rows, {found.good} can be taken, {found.bad} cannot.")
        for line in filter(None, (found.sentence, *found.notes)):
            self.stdout.write(line)
        for row, reason in found.faults[:20]:
            self.stdout.write(f"row {row}: {reason}")

    def _work(self, run: ImportRun) -> None:
        self.stdout.write(f"Import {run.pk}: {run.file_name}.")
        with tqdm(total=run.rows_total or None, initial=run.rows_done, unit=" rows", file=self.stderr) as bar:

            def show(state: ImportRun) -> None:
                bar.update(state.rows_done - bar.n)

            customer_file.work(run=run, now=clock.now(), progress=show)
        self.stdout.write(
            f"{run.added} added or brought up to date, {run.skipped} as before, {run.failed} could not be taken."
        )

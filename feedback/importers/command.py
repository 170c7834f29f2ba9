"""What every `manage.py import_… FILE` shares: a dry run, the real one with progress, going on with a stopped one.

Not here: what a row means (each importer), which options a kind has beside these (each command).
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from accounts.models import ImportRun, User
from accounts.operations.import_runs import keep_upload, path_of, remembered
from cxapp.lib import clock
from cxapp.lib.dates import Order
from cxapp.lib.errors import Refused
from cxapp.lib.tabular import open_table
from feedback.importers.batches import HISTORY, LIVE, Check

SHOWN_FAULTS = 20


class ImportCommand(BaseCommand):
    """One kind of file. Subclasses name its `importer`, how they are called, and what their numbers stand for."""

    importer: Any
    usage: str
    one: str
    done: str
    """What was made of the rows, with the columns of the run: added, skipped, failed."""
    has_modes = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="read everything, store nothing")
        parser.add_argument("--resume", type=int, metavar="RUN", help="go on with a stopped run")
        parser.add_argument("--by", metavar="SIGN_IN_NAME", help="who imports")
        parser.add_argument(
            "--source",
            default=self.importer.KIND,
            help=f"where the numbers come from; equal numbers are one {self.one}",
        )
        parser.add_argument(
            "--order", choices=["day_first", "month_first"], help="how to read dates that could be either"
        )
        parser.add_argument(
            "--column", action="append", default=[], metavar="FIELD=HEADER", help="match a column by hand"
        )
        if self.has_modes:
            parser.add_argument("--mode", choices=[HISTORY, LIVE], default=HISTORY)

    def chosen(self, options: dict[str, Any]) -> dict[str, Any]:
        """What this kind asks for beside the common options, as the run keeps it."""
        return {}

    def how_to_start(self, options: dict[str, Any]) -> dict[str, Any]:
        """Further words for the importer's `start`."""
        return {}

    def report(self, found: Check) -> list[str]:
        """Further lines of a dry run."""
        return []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run = self._stopped(options["resume"]) if options["resume"] else self._prepared(options)
            if options["dry_run"]:
                self._report(self.importer.check(run=run))
                run.delete()
                return
            if not run.mode:
                self._decide_dates(run)
                mode = options.get("mode", HISTORY)
                self.importer.start(run=run, mode=mode, now=clock.now(), **self.how_to_start(options))
            self._work(run)
        except Refused as error:
            raise CommandError(str(error)) from None

    def _stopped(self, pk: int) -> ImportRun:
        run = ImportRun.objects.filter(pk=pk, kind=self.importer.KIND).exclude(mode="").first()
        if run is None:
            raise CommandError(f"There is no started import {pk}.")
        return run

    def _prepared(self, options: dict[str, Any]) -> ImportRun:
        file: Path | None = options["file"]
        if file is None or not file.is_file():
            raise CommandError(f"Name a file that exists: {self.usage}")
        chosen, by_hand = self.chosen(options), dict(map(_pair, options["column"]))
        by = _person(options["by"])
        kind = self.importer.KIND
        with file.open("rb") as handle:
            run = keep_upload(kind=kind, upload=File(handle), name=file.name, by=by, now=clock.now())
        table = open_table(path_of(run), name=run.file_name)
        run.source = options["source"]
        matched = {**self.importer.suggest(table), **remembered(kind=kind, headers=table.headers), **by_hand}
        run.mapping = {field: header for field, header in matched.items() if header}
        run.options = chosen | ({"order": options["order"]} if options["order"] else {})
        return run

    def _decide_dates(self, run: ImportRun) -> None:
        if "order" in run.options:
            return
        evidence = self.importer.date_order(open_table(path_of(run), name=run.file_name), run.mapping)
        order = evidence.decide()
        if order in (Order.CONFLICT, Order.UNDECIDED):
            raise CommandError(f"{evidence.sentence()} Use --order.")
        run.options["order"] = order.value

    def _report(self, found: Check) -> None:
        lines = [f"{found.rows} rows, {found.good} can be taken, {found.bad} cannot."]
        lines += [found.sentence, *found.notes, *self.report(found)]
        lines += [f"row {row}: {reason}" for row, reason in found.faults[:SHOWN_FAULTS]]
        for line in filter(None, lines):
            self.stdout.write(line)

    def _work(self, run: ImportRun) -> None:
        self.stdout.write(f"Import {run.pk}: {run.file_name}, {run.mode}.")
        with tqdm(total=run.rows_total or None, initial=run.rows_done, unit=" rows", file=self.stderr) as bar:

            def show(state: ImportRun) -> None:
                bar.update(state.rows_done - bar.n)

            self.importer.work(run=run, now=clock.now(), progress=show)
        counts = {"added": run.added, "skipped": run.skipped, "failed": run.failed}
        self.stdout.write(self.done.format(**counts))


def _pair(text: str) -> tuple[str, str]:
    field, sign, header = text.partition("=")
    if not sign:
        raise CommandError(f"Write --column like words=Description, not {text}.")
    return field, header


def _person(sign_in_name: str | None) -> User | None:
    if not sign_in_name:
        return None
    found = User.objects.filter(sign_in_name=sign_in_name).first()
    if found is None:
        raise CommandError(f"Nobody here signs in as {sign_in_name}.")
    return found

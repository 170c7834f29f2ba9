"""Imports answers given elsewhere from a CSV or XLSX file: a dry run, or the real one with progress; a stopped run is resumed."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from accounts.models import ImportRun, User
from accounts.operations.import_runs import keep_upload, path_of, remembered
from accounts.queries.house import house
from cxapp.lib import clock
from cxapp.lib.errors import Refused
from cxapp.lib.tabular import open_table
from feedback.importers import answer_file
from feedback.importers.answer_file import KIND
from feedback.importers.batches import HISTORY, LIVE, Check
from feedback.rules.questions import SCORES
from feedback.rules.scales import read_table


class Command(BaseCommand):
    help = "Import past answers: import_answers FILE --scale nps|csat|ces|… [--reversed] [--dry-run]"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument(
            "--scale", choices=[kind.value for kind in SCORES], help="which scale the scores have"
        )
        parser.add_argument("--reversed", action="store_true", help="the lowest number is the best")
        parser.add_argument(
            "--value",
            action="append",
            default=[],
            metavar="VALUE=NUMBER",
            help="what a value counts as; nothing after the sign: no answer (11=)",
        )
        parser.add_argument("--survey", metavar="NAME", help="the survey they answered (the file's name)")
        parser.add_argument("--mode", choices=[HISTORY, LIVE], default=HISTORY)
        parser.add_argument("--dry-run", action="store_true", help="read everything, store nothing")
        parser.add_argument("--resume", type=int, metavar="RUN", help="go on with a stopped run")
        parser.add_argument("--by", metavar="SIGN_IN_NAME", help="who imports")
        parser.add_argument(
            "--source", default=KIND, help="where the numbers come from; equal numbers are one person"
        )
        parser.add_argument(
            "--order", choices=["day_first", "month_first"], help="how to read dates that could be either"
        )
        parser.add_argument(
            "--undated", metavar="DAY", help="the day of rows whose date cannot be read: 2018-05-15"
        )
        parser.add_argument(
            "--column", action="append", default=[], metavar="FIELD=HEADER", help="match a column by hand"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run = self._resumed(options["resume"]) if options["resume"] else self._prepared(options)
            if options["dry_run"]:
                self._report(answer_file.check(run=run))
                run.delete()
                return
            if not run.mode:
                self._decide_dates(run)
                answer_file.start(run=run, mode=options["mode"], now=clock.now())
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
            raise CommandError("Name a file that exists: import_answers FILE --scale nps")
        try:
            table_of_values = read_table(options["value"])
        except ValueError as error:
            raise CommandError(f"Write --value like 11= or good=4, not {error}.") from None
        by = User.objects.filter(sign_in_name=options["by"]).first() if options["by"] else None
        with file.open("rb") as handle:
            run = keep_upload(kind=KIND, upload=File(handle), name=file.name, by=by, now=clock.now())
        table = open_table(path_of(run), name=run.file_name)
        run.source = options["source"]
        run.mapping = {**answer_file.suggest(table), **remembered(kind=KIND, headers=table.headers)}
        run.mapping.update(pair.split("=", 1) for pair in options["column"])
        run.mapping = {field: header for field, header in run.mapping.items() if header}
        run.options = {
            "scale": {"kind": options["scale"], "reversed": options["reversed"], "table": table_of_values},
            "survey": options["survey"] or file.stem,
            **({"order": options["order"]} if options["order"] else {}),
            **({"undated": self._noon(options["undated"])} if options["undated"] else {}),
        }
        return run

    def _noon(self, day: str) -> str:
        zone = ZoneInfo(house().organisation.zone)
        try:
            return datetime.fromisoformat(day).replace(hour=12, tzinfo=zone).isoformat()
        except ValueError:
            raise CommandError("Write --undated like 2018-05-15.") from None

    def _decide_dates(self, run: ImportRun) -> None:
        evidence = answer_file.date_order(open_table(path_of(run), name=run.file_name), run.mapping)
        order = evidence.decide().value
        if "order" not in run.options:
            if order in ("conflict", "undecided"):
                raise CommandError(f"{evidence.sentence()} Use --order.")
            run.options["order"] = order

    def _report(self, found: Check) -> None:
        self.stdout.write(f"{found.rows} rows, {found.good} can be taken, {found.bad} cannot.")
        for line in (found.sentence, *found.notes):
            self.stdout.write(line)
        for row, reason in found.faults[:20]:
            self.stdout.write(f"row {row}: {reason}")
        if found.facts:
            facts = found.facts
            self.stdout.write(f"{facts['people']} people, {facts['scores']} with a score: {facts['spread']}")
            if "nps" in facts:
                self.stdout.write(f"NPS {facts['nps']}")

    def _work(self, run: ImportRun) -> None:
        self.stdout.write(f"Import {run.pk}: {run.file_name}, {run.mode}.")
        with tqdm(total=run.rows_total or None, initial=run.rows_done, unit=" rows", file=self.stderr) as bar:

            def show(state: ImportRun) -> None:
                bar.update(state.rows_done - bar.n)

            answer_file.work(run=run, now=clock.now(), progress=show)
        self.stdout.write(
            f"{run.added} people added, {run.skipped} further or known rows, {run.failed} could not be taken."
        )

"""`manage.py import_people FILE [--dry-run] [--by SIGN_IN_NAME]`: the line of a house from a file, all of it or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.importers import people
from accounts.models import User
from accounts.operations.line_import import LineImported, import_line
from cxapp.lib.clock import now as present
from cxapp.lib.errors import Refused
from cxapp.lib.tabular import open_table

MOST = 40


class Command(BaseCommand):
    help = "Imports people and posts with their reporting line from CSV or XLSX. All of it or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
        parser.add_argument("--by", default="", help="sign-in name of whoever answers for the import")
        parser.add_argument("--all", action="store_true", help="print every finding")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        by = (
            User.objects.filter(sign_in_name=options["by"], is_active=True).first() if options["by"] else None
        )
        if options["by"] and by is None:
            raise CommandError(f"Nobody here signs in as {options['by']}.")
        try:
            table = open_table(file, name=file.name)
            rows = people.everything(table, people.matched(table))
            done = import_line(rows=rows, by=by, now=present(), dry_run=options["dry_run"])
        except Refused as refused:
            raise CommandError(str(refused.sentence)) from refused
        self._print(done, everything=options["all"], dry=options["dry_run"])
        if done.refused:
            raise CommandError("Nothing was imported. Correct the rows above and try again.")

    def _print(self, done: LineImported, *, everything: bool, dry: bool) -> None:
        findings = done.findings if everything else done.findings[:MOST]
        for finding in findings:
            self.stdout.write(f"{'ERROR ' if finding.fatal else ''}row {finding.row}: {finding.sentence}")
        if len(findings) < len(done.findings):
            self.stdout.write(f"... and {len(done.findings) - len(findings)} more (--all prints them)")
        if not done.refused:
            self.stdout.write(
                f"{'Would import' if dry else 'Imported'} {done.posts} posts, {done.unheld} of them without a person: "
                f"{done.added} added, {done.changed} changed. {done.units} new departments, "
                f"{done.headless} departments without a head. Owner: {done.owner}."
            )

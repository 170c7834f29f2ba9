"""`manage.py import_customers`: the same import as on the page, for large files and for servers without a browser."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from feedback.importers import customer_file
from feedback.importers.command import ImportCommand


class Command(ImportCommand):
    help = "Import customers with their yearly value and leaving date: import_customers FILE [--dry-run]"
    importer = customer_file
    usage = "import_customers FILE"
    one = "customer"
    done = "{added} added or brought up to date, {skipped} as before, {failed} could not be taken."
    has_modes = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--on",
            type=date.fromisoformat,
            metavar="DAY",
            help="the day on which the list was true: 2026-01-31 (today)",
        )

    def chosen(self, options: dict[str, Any]) -> dict[str, Any]:
        return {"on": options["on"].isoformat()} if options["on"] else {}

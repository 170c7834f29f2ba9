"""Imports complaints from a CSV or XLSX file: a dry run, or the real one with progress; a stopped run is resumed."""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from accounts.queries.house import house
from cxapp.lib.columns import plain
from feedback.importers import complaint_file
from feedback.importers.batches import Check
from feedback.importers.command import ImportCommand


class Command(ImportCommand):
    help = "Import complaints: import_complaints FILE --mode history|live [--dry-run]"
    importer = complaint_file
    usage = "import_complaints FILE --mode history|live"
    one = "complaint"
    done = "{added} added, {skipped} known before, {failed} could not be taken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--units", type=Path, metavar="CSV", help="a rule file: value,unit for files that know no place"
        )
        parser.add_argument(
            "--clock-from", metavar="ISO", help="when the clocks of a live import start (UTC)"
        )

    def chosen(self, options: dict[str, Any]) -> dict[str, Any]:
        return {"units": _units(options["units"])} if options["units"] else {}

    def how_to_start(self, options: dict[str, Any]) -> dict[str, Any]:
        return {"clock_from": _moment(options["clock_from"])} if options["clock_from"] else {}

    def report(self, found: Check) -> list[str]:
        lines = (
            (found.equal, "word for word like an earlier one; each is kept as a complaint of its own"),
            (found.without_unit, "without a place or department that exists here"),
        )
        return [f"{n} rows are {what}." for n, what in lines if n]


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError("Write --clock-from like 2026-12-01T09:00+00:00.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _units(file: Path) -> dict[str, int]:
    """A rule file has two columns, value and unit (name or short name)."""
    if not file.is_file():
        raise CommandError(f"There is no file {file}.")
    by_name = {plain(unit.name): unit.id for unit in house().units.values()}
    by_name |= {plain(unit.slug): unit.id for unit in house().units.values()}
    units = {}
    with file.open(encoding="utf-8-sig", newline="") as handle:
        rows = csv.DictReader(handle)
        if not {"value", "unit"} <= set(rows.fieldnames or ()):
            raise CommandError(f"{file.name} needs two columns: value and unit.")
        for line in rows:
            unit = by_name.get(plain(line["unit"]))
            if unit is None:
                raise CommandError(f"{file.name} names the unit {line['unit']!r}, which does not exist.")
            units[plain(line["value"])] = unit
    return units

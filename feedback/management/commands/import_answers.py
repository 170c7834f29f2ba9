"""Imports answers given elsewhere from a CSV or XLSX file: a dry run, or the real one with progress; a stopped run is resumed."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import CommandError

from accounts.queries.house import house
from feedback.importers import answer_file
from feedback.importers.batches import Check
from feedback.importers.command import ImportCommand
from feedback.rules.questions import SCORES
from feedback.rules.scales import read_table


class Command(ImportCommand):
    help = "Import past answers: import_answers FILE --scale nps|csat|ces|… [--reversed] [--dry-run]"
    importer = answer_file
    usage = "import_answers FILE --scale nps"
    one = "person"
    done = "{added} people added, {skipped} further or known rows, {failed} could not be taken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
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
        parser.add_argument(
            "--undated", metavar="DAY", help="the day of rows whose date cannot be read: 2018-05-15"
        )

    def chosen(self, options: dict[str, Any]) -> dict[str, Any]:
        try:
            table = read_table(options["value"])
        except ValueError as error:
            raise CommandError(f"Write --value like 11= or good=4, not {error}.") from None
        return {
            "scale": {"kind": options["scale"], "reversed": options["reversed"], "table": table},
            "survey": options["survey"] or options["file"].stem,
            **({"undated": _noon(options["undated"])} if options["undated"] else {}),
        }

    def report(self, found: Check) -> list[str]:
        if not found.facts:
            return []
        people = (
            f"{found.facts['people']} people, {found.facts['scores']} with a score: {found.facts['spread']}"
        )
        return [people, *([f"NPS {found.facts['nps']}"] if "nps" in found.facts else [])]


def _noon(day: str) -> str:
    zone = ZoneInfo(house().organisation.zone)
    try:
        return datetime.fromisoformat(day).replace(hour=12, tzinfo=zone).isoformat()
    except ValueError:
        raise CommandError("Write --undated like 2018-05-15.") from None

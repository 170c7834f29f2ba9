"""`manage.py verify_history`: proves that no line of the timeline was changed, moved or taken out."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.operations.history import Fault, Head, compare, heads, verify


class Command(BaseCommand):
    help = "Walk the timeline and check every seal. Ends with 1 and names the first bad line where one does not hold."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", help="only what has a line since this day (2026-03-01)")
        parser.add_argument(
            "--export-heads", type=Path, help="write the head of every chain to this file, to keep elsewhere"
        )
        parser.add_argument(
            "--heads", type=Path, help="compare with heads kept earlier: finds tails that were cut off"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify(since=_day(options["since"]))
        if options["heads"]:
            verdict.faults.extend(compare(_kept(options["heads"])))
        if not verdict.guarded:
            raise CommandError(
                "The triggers that keep the timeline append-only are missing. Run: python manage.py migrate"
            )
        if verdict.faults:
            raise CommandError(f"The timeline does not hold. {_words(verdict.faults[0])}")
        if options["export_heads"]:
            self.stdout.write(
                f"{_export(options['export_heads'])} heads written to {options['export_heads']}"
            )
        self.stdout.write(
            f"The timeline holds: {verdict.events} lines in {verdict.chains} chains, triggers present."
        )


def _day(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None
    except ValueError:
        raise CommandError(f"--since is {text!r}. Give a day like 2026-03-01.") from None


def _words(fault: Fault) -> str:
    return f"First bad line: {fault.kind} {fault.subject}, event {fault.seq}: {fault.sentence}."


def _export(file: Path) -> int:
    count = 0
    with file.open("w", encoding="utf-8") as out:
        for head in heads():
            out.write(json.dumps(asdict(head)) + "\n")
            count += 1
    return count


def _kept(file: Path) -> Iterator[Head]:
    try:
        with file.open(encoding="utf-8") as lines:
            yield from (Head(**json.loads(line)) for line in lines)
    except (OSError, ValueError, TypeError) as error:
        raise CommandError(f"{file} cannot be read as kept heads: {error}") from None

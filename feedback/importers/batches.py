"""Taking a file batch by batch: each batch and the run's own progress are one transaction, so a stopped run goes on where it was.

Not here: what a row means (each importer) and who works which run just now (`runs`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import ImportState
from accounts.models import ImportFault, ImportRun, User
from cxapp.lib.dates import Order
from cxapp.lib.errors import Refused
from cxapp.lib.tabular import Row, Table, UnreadableFile
from feedback.importers.complaints import row_key

BATCH = 1000
MOST_FAULTS = 5000
LIVE, HISTORY = "live", "history"

Numbered = tuple[Row, int]
"""A row, and how many equal rows came before it."""
Progress = Callable[[ImportRun], None]


class CannotImport(Refused):
    """The file or the choices do not allow a start."""

    code = "cannot_import"


def refuse_without_owner() -> None:
    """Everything that is brought in falls to somebody, in the end to the owner."""
    if not User.objects.filter(is_owner=True, is_active=True).exists():
        raise CannotImport(_("Nobody is at the top yet. Name the owner first, or import your people."))


@dataclass(slots=True)
class Check:
    """What a first reading of the whole file says; nothing is stored but this."""

    rows: int = 0
    good: int = 0
    bad: int = 0
    equal: int = 0
    order: Order = Order.UNAMBIGUOUS
    sentence: str = ""
    notes: tuple[str, ...] = ()
    faults: list[tuple[int, str]] = field(default_factory=list)
    without_unit: int = 0
    facts: dict[str, Any] = field(default_factory=dict)

    def refuse(self, row: int, reason: str) -> None:
        self.bad += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append((row, reason))


@dataclass(slots=True)
class Taken:
    """What became of one batch."""

    added: int = 0
    known: int = 0
    faults: list[tuple[Row, str]] = field(default_factory=list)


def numbered(table: Table, has_number: Callable[[Row], bool], skip: int = 0) -> Iterator[Numbered]:
    """Each row from `skip` on. Only rows without a number of their own are told apart by how many equal ones came before."""
    seen: Counter[int] = Counter()
    for index, row in enumerate(table.rows()):
        occurrence = 0
        if not has_number(row):
            key = row_key(row)
            occurrence, seen[key] = seen[key], seen[key] + 1
        if index >= skip:
            yield row, occurrence


def work(
    *,
    run: ImportRun,
    open_file: Callable[[], Table],
    has_number: Callable[[Row], bool],
    take: Callable[[list[Numbered]], Taken],
    now: datetime,
    stop: Callable[[], bool],
    progress: Progress | None,
) -> bool:
    """Take the file from where the run stands; True when it is done.

    False: `stop` said so, somebody stopped the run, or another worker has taken the next batch.
    """
    try:
        table = open_file()
        run.rows_total = max(run.rows_total, table.count_hint or 0)
        rows = numbered(table, has_number, run.rows_done)
        while batch := list(islice(rows, BATCH)):
            if not _take(run, batch, take):
                return False
            if progress:
                progress(run)
            if stop():
                return False
    except UnreadableFile as error:
        run.state, run.note = ImportState.STOPPED, str(error)
        run.save(update_fields=["state", "note"])
        raise
    run.rows_total = run.rows_done
    whole = ImportRun.objects.filter(pk=run.pk, rows_done=run.rows_done, state=ImportState.RUNNING)
    return bool(whole.update(state=ImportState.DONE, ended_at=now, rows_total=run.rows_done))


@transaction.atomic
def _take(run: ImportRun, batch: list[Numbered], take: Callable[[list[Numbered]], Taken]) -> bool:
    """One batch; False where the run no longer stands where we thought. The UPDATE keeps everyone else off until the commit."""
    mine = ImportRun.objects.filter(pk=run.pk, rows_done=run.rows_done, state=ImportState.RUNNING)
    if not mine.update(rows_done=run.rows_done + len(batch)):
        return False
    taken = take(batch)
    faults = [
        ImportFault(run=run, row=row.number, reason=reason, cells=row.cells) for row, reason in taken.faults
    ]
    ImportFault.objects.bulk_create(faults[: max(0, MOST_FAULTS - run.failed)])
    run.rows_done += len(batch)
    run.failed += len(faults)
    run.added += taken.added
    run.skipped += taken.known
    run.save(update_fields=["rows_done", "failed", "added", "skipped", "rows_total"])
    return True

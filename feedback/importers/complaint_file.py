"""Running a complaint file: check it, then take it. A second run adds nothing. Not here: the batches (`batches`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from accounts.enums import ImportState
from accounts.models import ImportRun, User
from accounts.operations.import_runs import path_of
from accounts.queries.house import House, house
from accounts.rules.actor import SYSTEM
from cxapp.lib.columns import match, missing
from cxapp.lib.dates import DateOrder, Order
from cxapp.lib.tabular import Table, blank, open_table
from feedback.importers import batches
from feedback.importers.batches import (
    LIVE,
    CannotImport,
    Check,
    Numbered,
    Progress,
    Taken,
    numbered,
    refuse_without_owner,
)
from feedback.importers.complaints import (
    FIELDS,
    BadRow,
    PastComplaint,
    Reading,
    has_number,
    read_row,
    unit_names,
)
from feedback.operations.history_cases import PastCase, bring_in
from feedback.operations.signals import receive

KIND = "complaints"
DATES = ("received_at", "closed_at")


def suggest(table: Table) -> dict[str, str]:
    """The columns that are certain from their names."""
    return match(table.headers, FIELDS)


def reading_of(run: ImportRun, inside: House) -> Reading:
    """How this run reads its file."""
    options: Mapping[str, Any] = run.options
    units = unit_names(inside) | {key: int(unit) for key, unit in options.get("units", {}).items()}
    return Reading(
        mapping=run.mapping,
        order=Order(options.get("order", Order.UNAMBIGUOUS.value)),
        zone=options.get("zone") or inside.organisation.zone,
        source=run.source or KIND,
        units=units,
        latest=run.started_at + timedelta(days=1),
    )


def date_order(table: Table, mapping: Mapping[str, str], *, most: int | None = None) -> DateOrder:
    """The evidence of every date column of the whole file, or of its first `most` rows."""
    evidence = DateOrder()
    columns = [mapping[name] for name in DATES if name in mapping]
    for row in islice(table.rows(), most):
        for column in columns:
            evidence.feed(blank(row.cells.get(column)), row.number)
    return evidence


def check(*, run: ImportRun) -> Check:
    """Read the whole file as it would be taken: a dry run. Stores no complaint."""
    refuse_gaps(run)
    table = open_table(path_of(run), name=run.file_name)
    evidence = date_order(table, run.mapping)
    found = Check(order=evidence.decide(), sentence=evidence.sentence(), notes=tuple(table.notes))
    if found.order in (Order.CONFLICT, Order.UNDECIDED) and not run.options.get("order"):
        found.faults.append((0, found.sentence))
        return found
    run.options = {"order": found.order.value, **run.options}
    inside = house()
    reading = reading_of(run, inside)
    for row, occurrence in numbered(table, lambda row: has_number(row, reading)):
        found.rows += 1
        found.equal += occurrence > 0
        try:
            past = read_row(row, reading, inside, occurrence)
        except BadRow as error:
            found.refuse(row.number, str(error))
        else:
            found.good += 1
            found.without_unit += past.draft.place is None and past.draft.department is None
    return found


def refuse_gaps(run: ImportRun) -> None:
    lacking = missing(FIELDS, dict(run.mapping))
    if lacking:
        names = ", ".join(str(each.label) for each in lacking)
        raise CannotImport(_("Choose the columns for: %(fields)s.") % {"fields": names})
    if not {"words", "issue", "detail"} & set(run.mapping):
        raise CannotImport(_("Choose the column that says what went wrong."))


def start(*, run: ImportRun, mode: str, now: datetime, clock_from: datetime | None = None) -> None:
    """From now on the run may be worked, by whoever finds it."""
    refuse_gaps(run)
    refuse_without_owner()
    run.mode, run.state, run.started_at = mode, ImportState.RUNNING, now
    if clock_from is not None:
        run.options = {**run.options, "clock_from": clock_from.isoformat()}
    run.save()


def work(
    *,
    run: ImportRun,
    now: datetime,
    stop: Callable[[], bool] = lambda: False,
    progress: Progress | None = None,
) -> bool:
    """Take the file from where the run stands; True when it is done."""
    inside = house()
    reading = reading_of(run, inside)

    def take(batch: list[Numbered]) -> Taken:
        taken, good = Taken(), []
        for row, occurrence in batch:
            try:
                good.append(read_row(row, reading, inside, occurrence))
            except BadRow as error:
                taken.faults.append((row, str(error)))
        taken.added = _live(run, good, now) if run.mode == LIVE else _past(run, good, now)
        taken.known = len(good) - taken.added
        return taken

    return batches.work(
        run=run,
        open_file=lambda: open_table(path_of(run), name=run.file_name),
        has_number=lambda row: has_number(row, reading),
        take=take,
        now=now,
        stop=stop,
        progress=progress,
    )


def _live(run: ImportRun, good: list[PastComplaint], now: datetime) -> int:
    start_at = run.options.get("clock_from")
    clock_from = datetime.fromisoformat(start_at) if start_at else None
    by: User | Any = run.by or SYSTEM
    done = receive(signals=[past.draft for past in good], by=by, now=now, clock_from=clock_from)
    return sum(not entry.repeated for entry in done)


def _past(run: ImportRun, good: list[PastComplaint], now: datetime) -> int:
    rows = [
        PastCase(past.draft, past.closed_at or past.draft.received_at, past.ended, past.outcome)
        for past in good
    ]
    return bring_in(past=rows, by=run.by or SYSTEM, now=now)

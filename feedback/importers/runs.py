"""Runs of files behind the page: who may work one just now, a slice of work, stop and go on.

Not here: what a file means (`complaint_file`, `answer_file`) and its rows. A claim keeps two workers from reading the same
file for nothing; what keeps a batch from being taken twice is its conditional UPDATE in `batches`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.enums import ImportState
from accounts.models import ImportFault, ImportRun
from accounts.operations.import_runs import note_check, path_of, remembered
from cxapp.lib.dates import Order
from cxapp.lib.errors import Refused
from cxapp.lib.tabular import Row, Table, open_table
from feedback.importers import answer_file, complaint_file, customer_file
from feedback.importers.batches import CannotImport, Check

IMPORTERS: Mapping[str, Any] = {
    module.KIND: module for module in (complaint_file, answer_file, customer_file)
}
"""By the kind of the run: a module with `FIELDS`, `suggest`, `refuse_gaps`, `date_order`, `check`, `start` and `work`."""

log = logging.getLogger("cxapp.imports")

CLAIM = timedelta(minutes=2)
"""A worker that died lets go of its run after this time."""
CHECKED_AT_ONCE = 5000
"""Files with more rows are checked by the worker, not while somebody waits for a page."""
PREVIEW = 10


def table_of(run: ImportRun) -> Table:
    return open_table(path_of(run), name=run.file_name)


def importer_of(run: ImportRun) -> Any:
    return IMPORTERS[run.kind]


def suggested(run: ImportRun, table: Table) -> dict[str, str]:
    """How the columns of a file of this shape were matched the last time, else what their names say."""
    known: dict[str, str] = importer_of(run).suggest(table)
    return dict(remembered(kind=run.kind, headers=table.headers)) or known


def first_rows(table: Table) -> list[Row]:
    """The first rows as they stand in the file."""
    rows = []
    for row in table.rows():
        rows.append(row)
        if len(rows) == PREVIEW:
            break
    return rows


def choose(
    *,
    run: ImportRun,
    mapping: dict[str, str],
    source: str,
    zone: str,
    order: str,
    chosen: Mapping[str, Any] | None = None,
) -> None:
    """Remember how this file is to be read and have it checked: small ones at once, large ones by the worker.

    `chosen`: what its kind asks for beside that.
    """
    table = table_of(run)
    run.mapping, run.source = mapping, source
    run.options = {"zone": zone, **(chosen or {})} | ({"order": order, "chosen": True} if order else {})
    importer_of(run).refuse_gaps(run)
    if (table.count_hint or 0) > CHECKED_AT_ONCE:
        run.mode, run.state = "", ImportState.RUNNING
        run.save()
    else:
        check_now(run=run)


def check_now(*, run: ImportRun) -> Check:
    """Read the whole file as it would be taken; the run keeps what was found, the house keeps nothing else."""
    kept = dict(run.options)
    found: Check = importer_of(run).check(run=run)
    undecided = found.order in (Order.CONFLICT, Order.UNDECIDED) and not kept.get("order")
    run.rows_total = found.rows
    note_check(
        run=run,
        headers=table_of(run).headers,
        mapping=run.mapping,
        counts={
            **kept,
            **found.facts,
            "zone": kept.get("zone", ""),
            "chosen": kept.get("chosen", False),
            "order": "" if undecided else run.options["order"],
            "found": found.order.value,
            "sentence": found.sentence,
            "notes": list(found.notes),
            "rows": found.rows,
            "good": found.good,
            "bad": found.bad,
            "equal": found.equal,
            "without_unit": found.without_unit,
        },
        faults=[] if undecided else [(row, reason, True) for row, reason in found.faults],
        refused=False,
    )
    return found


def is_checked(run: ImportRun) -> bool:
    return run.state == ImportState.CHECKED and "rows" in run.options


def is_ready(run: ImportRun) -> bool:
    """Checked, the dates are decided and at least one row can be taken."""
    return is_checked(run) and bool(run.options["order"]) and bool(run.options["good"])


@transaction.atomic
def begin(*, run: ImportRun, mode: str, clock_from: datetime | None, now: datetime) -> None:
    """Start for real: the findings of the check make room for those of the import."""
    if not is_ready(run):
        raise CannotImport(_("Check the file first: choose the columns and how to read its dates."))
    if not ImportRun.objects.filter(pk=run.pk, state=ImportState.CHECKED).update(state=ImportState.RUNNING):
        raise CannotImport(_("This import has been started already."))
    run.faults.all().delete()
    run.failed, run.note = 0, ""
    importer_of(run).start(run=run, mode=mode, now=now, clock_from=clock_from)


def stop(*, run: ImportRun) -> None:
    """After the batch in work nothing more is taken; what was taken stays."""
    changed = ImportRun.objects.filter(pk=run.pk, state=ImportState.RUNNING).update(state=ImportState.STOPPED)
    if not changed:
        raise CannotImport(_("This import is not running."))


def go_on(*, run: ImportRun) -> None:
    """Take up a stopped run at the row where it stands."""
    changed = ImportRun.objects.filter(pk=run.pk, state=ImportState.STOPPED).update(
        state=ImportState.RUNNING, note=""
    )
    if not changed:
        raise CannotImport(_("Only a stopped import can be resumed."))


def work_next(*, now: datetime, stop: Callable[[], bool]) -> ImportRun | None:
    """Claim one running import and work on it until `stop` says so; None where there is nothing to do."""
    run = _claim(now)
    if run is None:
        return None
    try:
        if run.mode:
            importer_of(run).work(run=run, now=now, stop=stop)
        else:
            check_now(run=run)
    except Refused as refused:
        _set_aside(run, refused.sentence)
    except Exception:
        log.exception("import %s stopped", run.pk)
        _set_aside(run, _("Something unexpected happened after row %(row)d.") % {"row": run.rows_done})
    finally:
        _release(run)
    return run


def _running(now: datetime) -> QuerySet[ImportRun]:
    """Imports to be worked that nobody has claimed, or whose worker died."""
    free = Q(options__claimed_until__isnull=True) | Q(options__claimed_until__lt=int(now.timestamp()))
    return ImportRun.objects.filter(free, kind__in=IMPORTERS, state=ImportState.RUNNING)


def _claim(now: datetime) -> ImportRun | None:
    until = int((now + CLAIM).timestamp())
    for run in _running(now).order_by("pk"):
        run.options = {**run.options, "claimed_until": until}
        if _running(now).filter(pk=run.pk).update(options=run.options):
            return run
    return None


def _release(run: ImportRun) -> None:
    run.refresh_from_db()
    options = {name: value for name, value in run.options.items() if name != "claimed_until"}
    ImportRun.objects.filter(pk=run.pk).update(options=options)


def _set_aside(run: ImportRun, note: Any) -> None:
    ImportRun.objects.filter(pk=run.pk).update(state=ImportState.STOPPED, note=str(note))


def failed_rows(run: ImportRun) -> list[tuple[int, str, dict[str, str]]]:
    """Row number, reason and cells of what could not be taken. Before the start the cells are read from the file."""
    kept = list(ImportFault.objects.filter(run=run, fatal=True).order_by("row", "pk"))
    cells = {fault.row: fault.cells for fault in kept if fault.cells}
    wanted = {fault.row for fault in kept} - set(cells)
    if wanted:
        cells |= {row.number: row.cells for row in table_of(run).rows() if row.number in wanted}
    return [(fault.row, fault.reason, cells.get(fault.row, {})) for fault in kept]

"""Small invented complaint files, and a run of each. Fictional people only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import ImportRun
from accounts.operations.import_runs import keep_upload
from feedback.importers import complaint_file
from feedback.importers.runs import begin, choose, suggested, table_of
from tests.cast import NOW

HEADER = "Complaint ID,Date received,Description,Customer name,Phone,Branch,Closed,Value"


def line(number: int, *, received: str = "2026-02-03", **cells: str) -> str:
    """One row; every cell can be told."""
    row = {
        "id": str(number), "received": received, "words": f"Parcel {number} never came", "name": f"Customer {number}",
        "phone": f"0113 496 {number:04d}", "branch": "Leeds", "closed": "", "value": "",
    } | cells  # fmt: skip
    return ",".join(row.values())


def rows(*lines: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *lines, ""]).encode()


def upload(content: bytes, name: str = "complaints.csv", *, at: datetime = NOW) -> ImportRun:
    return keep_upload(kind=complaint_file.KIND, upload=ContentFile(content), name=name, by=None, now=at)


def checked(
    content: bytes,
    name: str = "complaints.csv",
    *,
    order: str = "",
    source: str = "old desk",
    zone: str = "UTC",
    **columns: str,
) -> ImportRun:
    """An upload whose columns were matched by name and whose rows were checked."""
    run = upload(content, name)
    choose(run=run, mapping=suggested(run, table_of(run)) | columns, source=source, zone=zone, order=order)
    run.refresh_from_db()
    return run


def started(
    content: bytes, *, mode: str = "history", clock_from: datetime | None = None, **options: Any
) -> ImportRun:
    run = checked(content, **options)
    begin(run=run, mode=mode, clock_from=clock_from, now=NOW)
    return run


def imported(content: bytes, **options: Any) -> ImportRun:
    """A file that was taken to its end."""
    run = started(content, **options)
    assert complaint_file.work(run=run, now=NOW)
    run.refresh_from_db()
    return run


def counts(run: ImportRun) -> Sequence[int]:
    """Rows read, added, known before, not taken."""
    return run.rows_done, run.added, run.skipped, run.failed


def reasons(run: ImportRun) -> dict[int, str]:
    return dict(run.faults.order_by("row").values_list("row", "reason"))

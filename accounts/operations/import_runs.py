"""The book of imports: an upload is kept, checked, then applied. What a file means is not known here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from accounts.enums import ImportState
from accounts.models import ImportFault, ImportMapping, ImportRun, User

MOST_FAULTS = 2000
"""Faults kept of one run; the run's note says how many there were."""


def keep_upload(*, kind: str, upload: File[Any], name: str, by: User | None, now: datetime) -> ImportRun:
    """Put the file beside the database under a name of our own and open a run for it."""
    path = default_storage.save(f"imports/{uuid4().hex}{Path(name).suffix.lower()[:8]}", upload)
    return ImportRun.objects.create(kind=kind, file=path, file_name=name[:200], by=by, started_at=now)


def path_of(run: ImportRun) -> str:
    return default_storage.path(run.file)


def remembered(*, kind: str, headers: Sequence[str]) -> Mapping[str, str]:
    """How columns of this shape were matched before."""
    found = ImportMapping.objects.filter(kind=kind, headers_digest=_digest(headers)).first()
    return found.mapping if found else {}


@transaction.atomic
def note_check(
    *,
    run: ImportRun,
    headers: Sequence[str],
    mapping: Mapping[str, str],
    counts: Mapping[str, Any],
    faults: Iterable[tuple[int, str, bool]],
    refused: bool,
) -> None:
    """What a check found, and how the columns were matched, for the next file of this shape."""
    ImportMapping.objects.update_or_create(
        kind=run.kind,
        headers_digest=_digest(headers),
        defaults={"name": run.file_name[:120], "mapping": dict(mapping)},
    )
    run.mapping, run.options = dict(mapping), dict(counts)
    run.state = ImportState.REFUSED if refused else ImportState.CHECKED
    _note_faults(run, faults)
    run.save()


@transaction.atomic
def note_done(
    *, run: ImportRun, added: int, rows: int, faults: Iterable[tuple[int, str, bool]], now: datetime
) -> None:
    run.state, run.ended_at = ImportState.DONE, now
    run.rows_total = run.rows_done = rows
    run.added = added
    _note_faults(run, faults)
    run.save()


def _note_faults(run: ImportRun, faults: Iterable[tuple[int, str, bool]]) -> None:
    run.faults.all().delete()
    rows = [ImportFault(run=run, row=row, reason=str(reason), fatal=fatal) for row, reason, fatal in faults]
    ImportFault.objects.bulk_create(rows[:MOST_FAULTS], batch_size=1000)
    run.failed = sum(row.fatal for row in rows)
    run.note = "" if len(rows) <= MOST_FAULTS else f"{len(rows)} findings, the first {MOST_FAULTS} are kept"


def _digest(headers: Sequence[str]) -> str:
    return sha256("\n".join(headers).encode()).hexdigest()

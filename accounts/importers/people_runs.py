"""One import of people from upload to done: the file, its columns, the check that is taken back, the real thing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.importers import people
from accounts.models import ImportRun, User
from accounts.operations.import_runs import note_check, note_done, path_of, remembered
from accounts.operations.line_import import LineImported, LineNotImported, import_line
from accounts.rules.line_plan import Finding
from cxapp.lib.errors import Refused
from cxapp.lib.tabular import Table, open_table

KIND = "people"
COUNTS = ("posts", "added", "changed", "unheld", "units", "headless", "owner")


class NotReady(Refused):
    """Something in the file must be corrected first."""

    code = "import_not_ready"


def table_of(run: ImportRun) -> Table:
    if not Path(path_of(run)).is_file():
        raise NotReady(_("The file of this import is no longer kept here. Upload it again."))
    return open_table(path_of(run), name=run.file_name)


def suggested(run: ImportRun) -> dict[str, str]:
    """How the columns were matched the last time for a file of this shape, else what their names say."""
    table = table_of(run)
    certain = people.matched(table)
    return dict(remembered(kind=KIND, headers=table.headers)) or certain


def check(*, run: ImportRun, mapping: Mapping[str, str], by: User | None, now: datetime) -> LineImported:
    """Do everything and take it back; the run keeps what was found."""
    table = table_of(run)
    try:
        found = import_line(rows=people.everything(table, mapping), by=by, now=now, dry_run=True)
    except LineNotImported as refused:
        found = LineImported(findings=[Finding(0, refused.sentence, fatal=True)], refused=True)
    note_check(
        run=run,
        headers=table.headers,
        mapping=mapping,
        counts={name: getattr(found, name) for name in COUNTS},
        faults=[(finding.row, finding.sentence, finding.fatal) for finding in found.findings],
        refused=found.refused,
    )
    return found


@transaction.atomic
def apply(*, run: ImportRun, by: User | None, now: datetime) -> LineImported:
    """The whole file or nothing of it."""
    found = import_line(rows=people.everything(table_of(run), run.mapping), by=by, now=now, dry_run=False)
    if found.refused:
        raise NotReady(str(found.findings[0].sentence))
    faults = [(finding.row, finding.sentence, finding.fatal) for finding in found.findings]
    note_done(run=run, added=found.added, rows=found.posts, faults=faults, now=now)
    return found

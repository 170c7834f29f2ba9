"""Reads the first sheet with content of an XLSX workbook, row by row, as the text a person would see.

Lives here: the zip and XML side and how a cell is written out. Not here: headers and cells by name (`tabular`).
"""

from __future__ import annotations

import datetime as dt
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cxapp.lib.delimited import Record
from cxapp.lib.filekinds import Source, refusal, refuse_if_bomb

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

MAX_ROWS = 1_048_576  # what a sheet can hold; a larger row number was written to keep us counting
MAX_PARTS = 10_000
# All distinct texts of a workbook are held in memory, about twice their size in the file.
MAX_SHARED_TEXT_BYTES = 100 * 1024**2
ROWS_LOOKED_AT = 100

_ARCHIVE = gettext_noop(
    "%(name)s is an archive without a workbook. Unpack it and choose the CSV or XLSX file inside."
)
_OTHER_OFFICE = gettext_noop(
    "%(name)s is a workbook of another kind. Save it as XLSX or CSV and choose that file."
)
_DAMAGED = gettext_noop(
    "%(name)s is damaged. Open it in a spreadsheet program, save it as CSV and choose that file."
)
_TOO_LARGE = gettext_noop("%(name)s is too large for a workbook. Save the sheet as CSV and choose that file.")
_NO_ROWS = gettext_noop(
    "%(name)s has no visible sheet with rows. Put the table on a visible sheet and choose it again."
)
_OTHER_OFFICE_PARTS = {
    "mimetype",
    "xl/workbook.bin",
    "content.xml",
    "word/document.xml",
    "ppt/presentation.xml",
}

# What openpyxl and zipfile are known to stumble with over a malformed workbook.
_BROKEN = (
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    OSError,
    EOFError,
    SyntaxError,
    RuntimeError,
    zlib.error,
    zipfile.BadZipFile,
)


class WorkbookSheet:
    """One sheet of a workbook. `notes` are sentences for the person about how the file was read."""

    ragged = True  # a sheet stores no empty cells at the end of a row
    encoding = "xlsx"

    def __init__(self, source: Source) -> None:
        self._source = source
        self.notes: list[str] = []
        self._refuse_what_is_no_workbook()
        with self._book() as book:
            self._sheet, self.count_hint = self._choose_sheet(book)

    def records(self) -> Iterator[Record]:
        """Every row of the sheet, empty ones included, so that numbers agree with the spreadsheet program."""
        with self._book() as book:
            sheet = book[self._sheet]
            sheet.reset_dimensions()
            for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
                if number > MAX_ROWS:
                    raise refusal(_TOO_LARGE, self._source.name)
                yield Record(number, [as_text(value) for value in values])

    def _refuse_what_is_no_workbook(self) -> None:
        name = self._source.name
        with self._source.open() as stream:
            try:
                with zipfile.ZipFile(stream) as archive:
                    parts = archive.infolist()
            except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
                raise refusal(_DAMAGED, name) from error
        names = {part.filename for part in parts}
        if names & _OTHER_OFFICE_PARTS:
            raise refusal(_OTHER_OFFICE, name)
        if "[Content_Types].xml" not in names or not any(part.startswith("xl/") for part in names):
            raise refusal(_ARCHIVE, name)
        refuse_if_bomb(
            sum(part.file_size for part in parts), sum(part.compress_size for part in parts), name=name
        )
        shared = max(
            (part.file_size for part in parts if part.filename.endswith("sharedStrings.xml")), default=0
        )
        if len(parts) > MAX_PARTS or shared > MAX_SHARED_TEXT_BYTES:
            raise refusal(_TOO_LARGE, name)

    def _choose_sheet(self, book: Workbook) -> tuple[str, int | None]:
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for sheet in visible:
            stated = sheet.max_row
            sheet.reset_dimensions()
            rows = islice(sheet.iter_rows(values_only=True), ROWS_LOOKED_AT)
            if any(value not in (None, "") for row in rows for value in row):
                if len(visible) > 1:
                    self.notes.append(
                        _("The workbook has %(count)d sheets. Only the sheet “%(sheet)s” was read.")
                        % {"count": len(visible), "sheet": sheet.title}
                    )
                return sheet.title, max(stated - 1, 0) if stated else None
        raise refusal(_NO_ROWS, self._source.name)

    @contextmanager
    def _book(self) -> Iterator[Workbook]:
        """The open workbook; whatever its parser stumbles over becomes one sentence."""
        from openpyxl import load_workbook  # here, so that a start need not wait for it

        with self._source.open() as stream:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # about styles and extensions, which are not read
                    book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
                try:
                    yield book
                finally:
                    book.close()
            except _BROKEN as error:
                raise refusal(_DAMAGED, self._source.name) from error


def as_text(value: object) -> str:
    """A cell as a person reads it: ISO dates, whole numbers without `.0`, no digits that a sheet does not hold."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    if isinstance(value, dt.datetime):
        whole = (value + dt.timedelta(milliseconds=500)).replace(microsecond=0)
        return whole.date().isoformat() if whole.time() == dt.time() else whole.isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)

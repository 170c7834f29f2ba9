"""Opens what people bring as a table: CSV, gzipped CSV or XLSX, read row by row with flat memory.

Lives here: headers, rows by header, blanks and what is wrong with a row. Not here: what a column means (`columns`),
how the bytes are read (`delimited`, `workbooks`), which files are refused (`filekinds`).

    table = open_table(path, name="people.csv")
    for row in table.rows():            # may be asked for again: a dry run, then the import
        if row.problem: ...             # a sentence; the cells that could be read are there all the same
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cxapp.lib.delimited import DelimitedText, Record
from cxapp.lib.export import unguarded
from cxapp.lib.filekinds import Kind, Openable, Source, UnreadableFile, kind_of, refusal
from cxapp.lib.workbooks import WorkbookSheet

__all__ = ["Row", "Table", "UnreadableFile", "blank", "open_table", "unreadable_characters"]

MAX_COLUMNS = 1_000
MAX_HEADER = 200
MAX_CELL = 50_000
# Spellings of "nothing" that programs write. `NA` and `Null` are not here: a country and a surname.
BLANKS = frozenset(
    [
        "",
        "None",
        "none",
        "NONE",
        "NULL",
        "null",
        "N/A",
        "n/a",
        "N/a",
        "#N/A",
        "NaN",
        "nan",
        "-",
        "–",
        "—",
        "?",
        "\\N",
    ]
)

_NO_HEADER = gettext_noop("%(name)s has no header row. Put the names of the columns into its first row.")
_TOO_WIDE = gettext_noop("%(name)s has more than 1,000 columns. Keep only the columns that are needed.")


@dataclass(frozen=True, slots=True)
class Row:
    """One row under the header. `number` is the row number a spreadsheet program shows; the header is mostly 1."""

    number: int
    cells: dict[str, str]
    problem: str | None = None


class _Records(Protocol):
    ragged: bool
    notes: list[str]

    @property
    def encoding(self) -> str: ...
    @property
    def count_hint(self) -> int | None: ...
    def records(self) -> Iterator[Record]: ...


class Table:
    """A file with a header row. `count_hint` is about how many rows to expect, `notes` how the file was read."""

    def __init__(self, records: _Records, *, name: str) -> None:
        self.name = name
        self.encoding = records.encoding
        self.count_hint = records.count_hint
        self.notes = tuple(records.notes)
        self._records = records
        header = next((record for record in records.records() if _has_text(record.cells)), None)
        if header is None:
            raise refusal(_NO_HEADER, name)
        self._header_number = header.number
        names = _header_names(header.cells)
        if len(names) > MAX_COLUMNS:
            raise refusal(_TOO_WIDE, name)
        self.headers = _unique(names)

    def rows(self) -> Iterator[Row]:
        """The rows in file order; wholly empty ones are passed over."""
        for record in self._records.records():
            if record.number > self._header_number and (record.problem or _has_text(record.cells)):
                yield self._row(record)

    def _row(self, record: Record) -> Row:
        cells = [_cleaned(cell) for cell in record.cells]
        problem = record.problem or self._width_problem(cells, at_end=record.at_end)
        for header, cell in zip(self.headers, cells, strict=False):
            if len(cell) > MAX_CELL:
                problem = problem or _(
                    "The cell “%(header)s” is longer than 50,000 characters. Shorten it and import the row again."
                ) % {"header": header}
        cells += [""] * (len(self.headers) - len(cells))
        named = {header: cell[:MAX_CELL] for header, cell in zip(self.headers, cells, strict=False)}
        return Row(record.number, named, problem)

    def _width_problem(self, cells: list[str], *, at_end: bool) -> str | None:
        width = len(self.headers)
        if any(cells[width:]):
            return _(
                "This row has more cells than the header (%(cells)d, not %(width)d). Give every column a name, "
                "or put quotation marks around the cell that holds the delimiter."
            ) % {"cells": len(cells), "width": width}
        if len(cells) >= width or self._records.ragged:
            return None
        if at_end:
            return _(
                "The file is cut off in this row. Make the file again; this row and any after it are missing."
            )
        return _("This row has fewer cells than the header (%(cells)d, not %(width)d). Complete it.") % {
            "cells": len(cells),
            "width": width,
        }


def open_table(path_or_file: Openable, *, name: str) -> Table:
    """The table in a file that is called `name` by the person who brought it; raises `UnreadableFile`."""
    source = Source(path_or_file, name=name)
    with source.open() as stream:
        kind = kind_of(stream.read(4))
    return Table(WorkbookSheet(source) if kind is Kind.ZIP else DelimitedText(source), name=name)


def blank(value: str | None) -> str:
    """The text without outer spaces, or `""` where it only spells that nothing is there (`None`, `N/A`, `-`)."""
    text = (value or "").strip()
    return "" if text in BLANKS else text


def unreadable_characters(row: Row) -> list[str]:
    """The headers of cells that hold the replacement character: somebody lost letters before us."""
    return [header for header, cell in row.cells.items() if "\ufffd" in cell]


def _has_text(cells: list[str]) -> bool:
    return any(cell and not cell.isspace() for cell in cells)


def _cleaned(cell: str) -> str:
    return unguarded(cell.strip()) if cell else cell


def _header_names(cells: list[str]) -> list[str]:
    """The names as written, spaces joined, up to the last column that has one."""
    names = [re.sub(r"\s+", " ", _cleaned(cell)).strip("\ufeff ")[:MAX_HEADER] for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def _unique(names: list[str]) -> list[str]:
    """Each name once: an empty one is named by its place, a repeated one by its turn."""
    written = set(names)
    unique: dict[str, None] = {}
    for place, name in enumerate(names, start=1):
        wanted = name or f"column {place}"
        chosen, turn = wanted, 1
        while chosen in unique or (chosen != name and chosen in written):
            turn += 1
            chosen = f"{wanted} ({turn})"
        unique[chosen] = None
    return list(unique)

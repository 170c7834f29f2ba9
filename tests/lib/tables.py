"""Files as people bring them, for the tests of tables: read, refused, made."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook

from cxapp.lib.tabular import Table, UnreadableFile, open_table


def table_of(content: bytes | str, name: str = "people.csv") -> Table:
    data = content.encode() if isinstance(content, str) else content
    return open_table(io.BytesIO(data), name=name)


def cells_of(content: bytes | str) -> list[dict[str, str]]:
    return [row.cells for row in table_of(content).rows()]


def workbook(*rows: list[object], title: str = "Data") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def refusal_of(content: bytes | str, name: str = "people.csv") -> str:
    with pytest.raises(UnreadableFile) as caught:
        list(table_of(content, name).rows())
    assert caught.value.code == "unreadable_file"
    return str(caught.value)

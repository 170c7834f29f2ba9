"""Excel workbooks: their cells as a person sees them, and what makes one too dangerous to open."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from cxapp.lib.tabular import Row
from tests.lib.tables import cells_of, refusal_of, saved, table_of, workbook, zipped


class TestWorkbook:
    def test_cells_read_as_a_person_sees_them(self) -> None:
        content = workbook(
            ["text", "whole", "part", "large", "day", "moment", "clock", "flag", "none"],
            [
                "Anna",
                7.0,
                0.1 + 0.2,
                1e20,
                date(2019, 1, 2),
                datetime.fromisoformat("2019-01-02T03:04:05"),
                time(9, 30),
                True,
                None,
            ],
        )

        assert cells_of(content) == [
            {
                "text": "Anna",
                "whole": "7",
                "part": "0.3",
                "large": "1e+20",
                "day": "2019-01-02",
                "moment": "2019-01-02T03:04:05",
                "clock": "09:30:00",
                "flag": "TRUE",
                "none": "",
            }
        ]

    def test_rows_keep_the_numbers_of_the_sheet(self) -> None:
        table = table_of(workbook([], ["name", "town"], ["Anna", "York"], [], ["Boris"], [None, "Hull"]))

        assert list(table.rows()) == [
            Row(3, {"name": "Anna", "town": "York"}),
            Row(5, {"name": "Boris", "town": ""}),
            Row(6, {"name": "", "town": "Hull"}),
        ]

    def test_a_stated_size_that_is_wrong_loses_no_cells(self) -> None:
        original = zipfile.ZipFile(io.BytesIO(workbook(["a", "b"], [1, 2])))
        parts = {part: original.read(part) for part in original.namelist()}
        sheet = "xl/worksheets/sheet1.xml"
        parts[sheet] = parts[sheet].replace(b'ref="A1:B2"', b'ref="A1"')

        assert cells_of(zipped(parts)) == [{"a": "1", "b": "2"}]

    def test_the_first_visible_sheet_with_rows_is_read_and_named(self) -> None:
        book = Workbook()
        hidden = book.active
        assert hidden is not None
        hidden.append(["secret"])
        hidden.sheet_state = "hidden"
        book.create_sheet("Empty")
        shown = book.create_sheet("People")
        shown.append(["name"])
        shown.append(["Anna"])
        table = table_of(saved(book))

        assert [row.cells for row in table.rows()] == [{"name": "Anna"}]
        assert table.notes == ("The workbook has 2 sheets. Only the sheet “People” was read.",)

    def test_a_workbook_without_rows_is_refused(self) -> None:
        assert "has no visible sheet with rows" in refusal_of(workbook())

    def test_an_xml_bomb_is_refused(self) -> None:
        original = zipfile.ZipFile(io.BytesIO(workbook(["a"], ["x"])))
        parts = {part: original.read(part) for part in original.namelist()}
        entities = b'<!DOCTYPE worksheet [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet'
        sheet = "xl/worksheets/sheet1.xml"
        parts[sheet] = parts[sheet].replace(b"<worksheet", entities, 1).replace(b">x<", b">&b;<")

        assert "is damaged" in refusal_of(zipped(parts))

    def test_a_zip_bomb_is_refused_before_it_is_unpacked(self) -> None:
        parts = {"[Content_Types].xml": b"", "xl/workbook.xml": b"", "xl/filler.xml": bytes(60 * 1024**2)}

        assert "unpacks to far more than a table needs" in refusal_of(zipped(parts))

    def test_more_distinct_text_than_memory_should_hold_is_refused(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("cxapp.lib.workbooks.MAX_SHARED_TEXT_BYTES", 10)
        parts = {"[Content_Types].xml": b"", "xl/sharedStrings.xml": b"x" * 11}

        assert "is too large for a workbook" in refusal_of(zipped(parts))

    def test_a_row_number_no_sheet_has_is_refused(self) -> None:
        original = zipfile.ZipFile(io.BytesIO(workbook(["a"], ["x"])))
        parts = {part: original.read(part) for part in original.namelist()}
        sheet = "xl/worksheets/sheet1.xml"
        parts[sheet] = (
            parts[sheet].replace(b'<row r="2"', b'<row r="999999999"').replace(b'"A2"', b'"A999999999"')
        )

        assert "is too large for a workbook" in refusal_of(zipped(parts))

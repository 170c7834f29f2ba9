"""Tables as people bring them: every file opens, every row counts, and what is wrong is said at its row."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cxapp.lib.tabular import MAX_CELL, Row, UnreadableFile, blank, open_table, unreadable_characters
from tests.lib.tables import cells_of, refusal_of, table_of, workbook


class TestText:
    def test_rows_come_by_header_with_the_numbers_a_spreadsheet_shows(self) -> None:
        table = table_of("name,town\r\nAnna,York\r\nBoris,Leeds\r\n")

        assert table.headers == ["name", "town"]
        assert list(table.rows()) == [
            Row(2, {"name": "Anna", "town": "York"}),
            Row(3, {"name": "Boris", "town": "Leeds"}),
        ]

    def test_rows_can_be_read_twice(self) -> None:
        table = table_of("name\nAnna\n")

        assert list(table.rows()) == list(table.rows())

    def test_a_path_and_an_upload_read_alike(self, tmp_path: Path) -> None:
        content = b"name\nAnna\n"
        path = tmp_path / "people.csv"
        path.write_bytes(content)
        upload = SimpleUploadedFile("people.csv", content)

        by_path = list(open_table(path, name="people.csv").rows())

        assert by_path == list(open_table(upload, name="people.csv").rows()) == [Row(2, {"name": "Anna"})]

    def test_a_path_that_is_not_there_is_a_sentence(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadableFile, match=r"^gone\.csv cannot be opened"):
            open_table(tmp_path / "gone.csv", name="gone.csv")

    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    def test_the_delimiter_is_found(self, delimiter: str) -> None:
        content = f'name{delimiter}note\nAnna{delimiter}"1,5; a"\nBoris{delimiter}"2,5; b"\n'

        assert cells_of(content) == [{"name": "Anna", "note": "1,5; a"}, {"name": "Boris", "note": "2,5; b"}]

    def test_the_delimiter_a_first_line_announces_is_taken(self) -> None:
        assert cells_of("sep=;\r\na,b;c\r\n1;2\r\n") == [{"a,b": "1", "c": "2"}]

    def test_a_single_column_needs_no_delimiter(self) -> None:
        assert cells_of("name\nAnna\n") == [{"name": "Anna"}]

    def test_line_breaks_and_doubled_quotation_marks_stay_in_their_cell(self) -> None:
        rows = list(table_of('a,b\n"one\r\ntwo","say ""hi"""\n3,4\n').rows())

        assert rows == [Row(2, {"a": "one\r\ntwo", "b": 'say "hi"'}), Row(3, {"a": "3", "b": "4"})]

    def test_empty_rows_are_passed_over_but_counted(self) -> None:
        assert [row.number for row in table_of("\n\na,b\n1,2\n\n,  \n3,4\n").rows()] == [4, 7]

    def test_outer_spaces_of_cells_go(self) -> None:
        assert cells_of("a,b\n  1 ,\u00a02\n") == [{"a": "1", "b": "2"}]

    def test_the_apostrophe_our_export_adds_is_taken_away(self) -> None:
        assert cells_of("a,b\n'=1+1,'tis\n") == [{"a": "=1+1", "b": "'tis"}]


class TestHeaders:
    def test_spaces_are_joined_and_cut(self) -> None:
        assert table_of('"NETPRO  ","two\nlines"\n1,2\n').headers == ["NETPRO", "two lines"]

    def test_an_empty_name_is_named_by_its_place(self) -> None:
        assert table_of("a,,c\n1,2,3\n").headers == ["a", "column 2", "c"]

    def test_a_repeated_name_is_named_by_its_turn_and_never_takes_a_written_name(self) -> None:
        headers = table_of("a,a,a (2),,column 4\n1,2,3,4,5\n").headers

        assert headers == ["a", "a (3)", "a (2)", "column 4 (2)", "column 4"]

    def test_names_end_with_the_last_one_written(self) -> None:
        assert cells_of("a,b,,\n1,2,,\n") == [{"a": "1", "b": "2"}]

    def test_too_many_columns_are_refused(self) -> None:
        assert "more than 1,000 columns" in refusal_of(",".join(["a"] * 1_001) + "\n")

    def test_commas_alone_are_no_header(self) -> None:
        assert "has no header row" in refusal_of(",,\n,,\n")


class TestEncodings:
    @pytest.mark.parametrize(
        ("encoding", "read_as"),
        [
            ("utf-8", "utf-8"),
            ("utf-8-sig", "utf-8-sig"),
            ("utf-16", "utf-16"),
            ("utf-16-le", "utf-16-le"),
            ("utf-16-be", "utf-16-be"),
        ],
    )
    def test_unicode_is_read_without_a_note(self, encoding: str, read_as: str) -> None:
        table = table_of("name,town\nZoë,Köln\nIvan,Łódź\n".encode(encoding))

        assert (table.encoding, table.notes, table.headers) == (read_as, (), ["name", "town"])
        assert [row.cells["town"] for row in table.rows()] == ["Köln", "Łódź"]

    def test_western_european_is_read_and_said(self) -> None:
        table = table_of("name,price\nZoë,£5\n".encode("cp1252"))

        assert [row.cells for row in table.rows()] == [{"name": "Zoë", "price": "£5"}]
        assert table.encoding == "cp1252"
        assert table.notes == (
            "The file is not in UTF-8; it was read as Western European (cp1252). Check the accented letters.",
        )

    def test_a_damaged_byte_in_unicode_costs_one_character_and_is_said(self) -> None:
        table = table_of("name\nZoë\nKöln\n".encode() + b"br\xf6ken\n")
        rows = list(table.rows())

        assert [row.cells["name"] for row in rows] == ["Zoë", "Köln", "br\ufffdken"]
        assert [unreadable_characters(row) for row in rows] == [[], [], ["name"]]
        assert len(table.notes) == 1

    def test_a_replacement_character_of_the_publisher_is_kept_and_named(self) -> None:
        (row,) = table_of("name,note\nAnna,customer\ufffds tax\n").rows()

        assert row.cells["note"] == "customer\ufffds tax"
        assert unreadable_characters(row) == ["note"]

    def test_nul_characters_are_left_out_and_said(self) -> None:
        table = table_of("name,town\nAn\0na,York\n")

        assert [row.cells for row in table.rows()] == [{"name": "Anna", "town": "York"}]
        assert table.notes == ("The file holds NUL characters. They were left out.",)


class TestRowsThatAreWrong:
    def test_a_short_row_keeps_its_cells_and_says_so(self) -> None:
        short, good = table_of("a,b,c\n1,2\n4,5,6\n").rows()

        assert short.cells == {"a": "1", "b": "2", "c": ""}
        assert short.problem == "This row has fewer cells than the header (2, not 3). Complete it."
        assert good.problem is None

    def test_a_long_row_says_so(self) -> None:
        long, good = table_of("a,b\n1,2,3\n4,5\n").rows()

        assert long.cells == {"a": "1", "b": "2"}
        assert long.problem is not None
        assert long.problem.startswith("This row has more cells than the header (3, not 2).")
        assert good.problem is None

    def test_empty_cells_beyond_the_header_are_no_matter(self) -> None:
        assert [row.problem for row in table_of("a,b\n1,2,,\n").rows()] == [None]

    def test_a_file_cut_off_between_cells_says_so_at_its_last_row(self) -> None:
        good, cut = table_of("a,b,c\n1,2,3\n4,5").rows()

        assert good.problem is None
        assert cut.problem is not None
        assert cut.problem.startswith("The file is cut off in this row.")

    def test_a_file_cut_off_in_a_quotation_says_so_at_its_last_row(self) -> None:
        good, cut = table_of('a,b\n1,2\n3,"half a sen').rows()

        assert good.problem is None
        assert cut.cells == {"a": "3", "b": "half a sen"}
        assert cut.problem is not None
        assert cut.problem.startswith("The file ends inside a quotation")

    def test_a_missing_line_end_alone_is_no_fault(self) -> None:
        assert [row.problem for row in table_of('a,b\n1,2\n3,"4"').rows()] == [None, None]

    def test_a_quotation_that_never_closes_names_the_lines_it_swallowed_and_reading_goes_on(self) -> None:
        filler = "".join(f"{number},{'x' * 98}\n" for number in range(2_000))
        rows = list(table_of('a,b\n1,2\n3,"never closed\n' + filler).rows())

        swallowed = [row for row in rows if row.problem]
        assert len(swallowed) == 1
        assert (swallowed[0].number, swallowed[0].cells) == (3, {"a": "", "b": ""})
        assert (swallowed[0].problem or "").startswith("Lines 3 to ")
        assert rows[-1].cells == {"a": "1999", "b": "x" * 98}

    def test_an_endless_cell_is_cut_and_said(self) -> None:
        (row,) = table_of(f"a,b\n1,{'x' * (MAX_CELL + 1)}\n").rows()

        assert len(row.cells["b"]) == MAX_CELL
        assert row.problem == (
            "The cell “b” is longer than 50,000 characters. Shorten it and import the row again."
        )


def test_the_hint_says_about_how_many_rows_to_expect() -> None:
    assert table_of("a\n1\n2\n3\n").count_hint == 3
    assert table_of(workbook(["a"], [1], [2])).count_hint == 2


def test_memory_stays_flat_however_long_the_file(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    with path.open("w") as file:
        file.write("number,text\n")
        file.writelines(f"{number},{'x' * 100}\n" for number in range(100_000))
    tracemalloc.start()

    count = sum(1 for _row in open_table(path, name="long.csv").rows())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert count == 100_000
    assert peak < 6 * 1024**2


@pytest.mark.parametrize("spelling", ["", " ", "\u00a0", "None", "N/A", "n/a", "NULL", "-", " - ", "?", None])
def test_spellings_of_nothing_are_blank(spelling: str | None) -> None:
    assert blank(spelling) == ""


@pytest.mark.parametrize("text", ["Null", "NA", "0", "no", "N/D", "--x"])
def test_names_and_answers_are_not_blank(text: str) -> None:
    assert blank(f" {text} ") == text

"""Exports show what was written and run nothing; what goes out comes back in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.http import StreamingHttpResponse
from django.utils.translation import gettext_lazy

from cxapp.lib.export import ROWS_A_CHUNK, cell_text, csv_lines, csv_response, guarded, unguarded
from cxapp.lib.tabular import open_table

PAYLOADS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+44 20 7946 0018",
    "+1+1",
    "-1+1",
    "-2+3+cmd|' /C calc'!A0",
    "--1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\0=1+1",
    "＝1+1",
    "＋1",
    "－1+1",
    "＠SUM(A1)",
    "'=1+1",
    "''=1+1",
    "-",
    "-5 degrees",
]
HARMLESS = ["", "Anna", "a=b", "1-2", "'tis", "a@b.example", "-5", "-5.25", "-5,25", " 7"]


def rows_of(response: StreamingHttpResponse) -> list[list[str]]:
    content = response.getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content, newline="")))


@pytest.mark.parametrize("text", PAYLOADS)
def test_a_text_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_other_texts_and_negative_numbers_stay(text: str) -> None:
    assert guarded(text) == text


@pytest.mark.parametrize("text", PAYLOADS + HARMLESS)
def test_a_text_survives_the_way_out_and_back(text: str) -> None:
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (-5, "-5"),
        (-5.25, "-5.25"),
        (Decimal("-5.20"), "-5.20"),
        (date(2026, 11, 21), "2026-11-21"),
        (datetime(2026, 11, 21, 9, 30, tzinfo=UTC), "2026-11-21T09:30:00+00:00"),
        (datetime(2026, 11, 21, 9, 30, tzinfo=timezone(timedelta(hours=2))), "2026-11-21T07:30:00+00:00"),
        (datetime(2026, 11, 21, 9, 30, tzinfo=UTC).time(), "09:30:00"),
        (gettext_lazy("=lazy"), "'=lazy"),
    ],
)
def test_values_are_written_for_programs_and_people(value: object, text: str) -> None:
    assert cell_text(value) == text


def test_headers_are_guarded_too() -> None:
    assert rows_of(csv_response("cases", ["=1+1", "name"], [["@x", "Anna"]])) == [
        ["'=1+1", "name"],
        ["'@x", "Anna"],
    ]


def test_the_answer_is_a_download_in_utf_8_with_a_mark() -> None:
    response = csv_response("Late cases: =1+1/../x", ["name"], [["Zoë"]])

    assert response["Content-Disposition"] == 'attachment; filename="late-cases-11x.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.getvalue() == "\ufeffname\r\nZoë\r\n".encode()


def test_a_name_of_signs_alone_is_still_a_file_name() -> None:
    response = csv_response("/:*", ["name"], [])

    assert response["Content-Disposition"] == 'attachment; filename="export.csv"'
    assert rows_of(response) == [["name"]]


def test_rows_are_read_only_as_the_pieces_are_sent() -> None:
    read: list[int] = []

    def rows() -> Iterator[list[int]]:
        for number in range(3 * ROWS_A_CHUNK + 1):
            read.append(number)
            yield [number]

    pieces = csv_lines(["number"], rows())
    header, first = next(pieces), next(pieces)

    assert (header, first.count("\r\n"), len(read)) == ("\ufeffnumber\r\n", ROWS_A_CHUNK, ROWS_A_CHUNK)
    assert sum(piece.count("\r\n") for piece in pieces) == 2 * ROWS_A_CHUNK + 1


def test_an_export_can_be_imported_again() -> None:
    texts = [text for text in [*PAYLOADS, *HARMLESS, 'say "hi"; a, b', "two\r\nlines"] if "\0" not in text]
    response = csv_response("texts", ["number", "text"], enumerate(texts))

    table = open_table(io.BytesIO(response.getvalue()), name="texts.csv")

    assert [row.cells["text"] for row in table.rows()] == [
        text.strip() if text == " 7" else text for text in texts
    ]

"""Lists as CSV files that a spreadsheet program shows and never runs.

Lives here: how a value is written and the streaming answer. Not here: which rows somebody may see.

A text that starts like a formula gets an apostrophe in front; `unguarded` takes it away again when such a file
is imported, so that texts survive the way out and back. Numbers stay numbers.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

ROWS_A_CHUNK = 200
BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for the local encoding
# The last four are the wide forms that East Asian versions of Excel read as the plain ones.
_TRIGGERS = "=+\\-@\t\r\n\0＝＋－＠"
_FORMULA = re.compile(f"'*[{_TRIGGERS}]")
_GUARDED = re.compile(f"''*[{_TRIGGERS}]")
_NEGATIVE_NUMBER = re.compile(r"-\d+([.,]\d+)?\Z", re.ASCII)


def guarded(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet program would take it for a formula."""
    if _FORMULA.match(text) and not _NEGATIVE_NUMBER.match(text):
        return f"'{text}"
    return text


def unguarded(text: str) -> str:
    """The text as it was before `guarded`."""
    return text[1:] if _GUARDED.match(text) else text


def cell_text(value: object) -> str:
    """A value as it stands in a file: ISO times in UTC, nothing for None, numbers bare, text guarded."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return str(value)
    if isinstance(value, dt.datetime):
        return (value.astimezone(dt.UTC) if value.tzinfo else value).isoformat(timespec="seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return guarded(str(value))


def csv_lines(headers: Sequence[object], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The file in pieces of some hundred rows; `rows` is read as the pieces are asked for."""
    lines: list[str] = []
    writer = csv.writer(_Lines(lines))
    writer.writerow([cell_text(header) for header in headers])
    yield BYTE_ORDER_MARK + lines.pop()
    for row in rows:
        writer.writerow([cell_text(value) for value in row])
        if len(lines) == ROWS_A_CHUNK:
            yield "".join(lines)
            lines.clear()
    if lines:
        yield "".join(lines)


def csv_response(
    name: str, headers: Sequence[object], rows: Iterable[Sequence[object]]
) -> StreamingHttpResponse:
    """The list as a download called after `name`, without anything in the name that a system gives a meaning."""
    file_name = f"{slugify(name, allow_unicode=True) or 'export'}.csv"
    disposition = content_disposition_header(as_attachment=True, filename=file_name)
    return StreamingHttpResponse(
        csv_lines(headers, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition or "attachment", "X-Content-Type-Options": "nosniff"},
    )


class _Lines:
    """What the csv writer writes to: each line is kept in a list."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines

    def write(self, line: str) -> None:
        self._lines.append(line)

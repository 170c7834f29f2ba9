"""Reads delimited text (CSV and its kin, plain or gzipped) record by record, whatever wrote it.

Lives here: encoding, delimiter, records and what is wrong with one. Not here: headers and cells (`tabular`).
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, NamedTuple, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cxapp.lib.filekinds import (
    HEAD_BYTES,
    Kind,
    Source,
    UnreadableFile,
    kind_of,
    refusal,
    refuse_if_bomb,
    refuse_if_no_text,
    utf16_name,
)

DELIMITERS = (",", ";", "\t", "|")
CHUNK = 1024 * 1024
SAMPLE_RECORDS = 50
_NO_DELIMITER = ","  # a table of one column

_BROKEN_GZIP = gettext_noop(
    "%(name)s is damaged or was not sent completely: its end is missing. Make the file again and choose it again."
)
_ONE_LINE = gettext_noop(
    "%(name)s has a line of more than a million characters. Export it as a CSV with one row a line."
)


class Record(NamedTuple):
    """One record as found. `number` counts as a spreadsheet program does: the first line is 1."""

    number: int
    cells: list[str]
    problem: str | None = None
    at_end: bool = False  # the file ends right here, without a line end


class DelimitedText:
    """A text file of rows and columns. `notes` are sentences for the person about how the file was read."""

    ragged = False

    def __init__(self, source: Source) -> None:
        self._source = source
        with source.open() as raw:
            self._packed = kind_of(raw.read(2)) is Kind.GZIP
        self.notes: list[str] = []
        with self._bytes() as stream:
            head = stream.read(HEAD_BYTES)
        refuse_if_no_text(head, name=source.name)
        self.encoding, self.count_hint = self._survey(head)
        with self._text() as text:
            sample = text.read(HEAD_BYTES)
        self._announced = _announced_delimiter(sample)
        self._delimiter = self._announced or _likeliest_delimiter(sample)

    def records(self) -> Iterator[Record]:
        """Every record from the first line on. A record that cannot be read is said, and reading goes on."""
        with self._text() as text:
            if self._announced:
                text.readline()
            lines = _Lines(text, self._source.name)
            reader = csv.reader(lines, delimiter=self._delimiter)
            number = 0
            while True:
                number += 1
                first_line = reader.line_num + 1
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error:
                    yield Record(number, [], _swallowed(first_line, reader.line_num))
                    continue
                # The reader asks for another line only inside an open quotation; then the file ended in mid-cell.
                problem = _cut_in_quotation() if lines.ended else None
                yield Record(number, cells, problem, lines.at_end)

    def _survey(self, head: bytes) -> tuple[str, int]:
        """One pass over the file: which encoding holds to its end, and about how many rows there are."""
        known = "utf-8-sig" if head.startswith(codecs.BOM_UTF8) else utf16_name(head)
        strict = codecs.getincrementaldecoder("utf-8")()
        is_utf8, has_nul, line_ends, since_line_end = True, False, 0, 0
        for chunk in self._chunks():
            line_ends += chunk.count(b"\n") or chunk.count(b"\r")
            since_line_end = 0 if b"\n" in chunk or b"\r" in chunk else since_line_end + len(chunk)
            if since_line_end > CHUNK:
                raise refusal(_ONE_LINE, self._source.name)
            has_nul = has_nul or b"\0" in chunk
            if is_utf8 and not known:
                try:
                    strict.decode(chunk)
                except UnicodeDecodeError:
                    is_utf8 = False
        encoding = known or ("utf-8" if is_utf8 else self._western_or_damaged())
        if has_nul and not encoding.startswith("utf-16"):
            self.notes.append(_("The file holds NUL characters. They were left out."))
        return encoding, max(line_ends - 1, 0)

    def _western_or_damaged(self) -> str:
        """Not clean UTF-8: where most accented letters are good UTF-8 a few bytes are damaged, else it is cp1252."""
        tolerant = codecs.getincrementaldecoder("utf-8")(errors="replace")
        good = bad = 0
        for chunk in self._chunks():
            text = tolerant.decode(chunk)
            replaced = text.count("\ufffd")
            bad += replaced
            good += sum(not character.isascii() for character in text) - replaced if not text.isascii() else 0
        if good > bad:
            self.notes.append(
                _("Some characters of the file are damaged and show as \ufffd. Look at those cells.")
            )
            return "utf-8"
        self.notes.append(
            _(
                "The file is not in UTF-8; it was read as Western European (cp1252). Check the accented letters."
            )
        )
        return "cp1252"

    def _chunks(self) -> Iterator[bytes]:
        with self._source.open() as raw:
            packed = raw.seek(0, io.SEEK_END)
        unpacked = 0
        with self._bytes() as stream:
            while chunk := stream.read(CHUNK):
                unpacked += len(chunk)
                if self._packed:
                    refuse_if_bomb(unpacked, packed, name=self._source.name)
                yield chunk

    @contextmanager
    def _bytes(self) -> Iterator[BinaryIO]:
        with self._source.open() as raw:
            if not self._packed:
                yield raw
                return
            try:
                with gzip.GzipFile(fileobj=raw) as unpacked:
                    yield cast(BinaryIO, unpacked)
            except (EOFError, gzip.BadGzipFile, zlib.error) as error:
                raise refusal(_BROKEN_GZIP, self._source.name) from error

    @contextmanager
    def _text(self) -> Iterator[io.TextIOWrapper]:
        with self._bytes() as stream:
            text = io.TextIOWrapper(stream, encoding=self.encoding, errors="replace", newline="")
            try:
                yield text
            finally:
                text.detach()  # closing it would close a file that is not ours


class _Lines:
    """The lines of a text without NUL characters, remembering whether the end was reached."""

    def __init__(self, text: io.TextIOWrapper, name: str) -> None:
        self._text = text
        self._name = name
        self.ended = False
        self.at_end = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(CHUNK)
        if not line:
            self.ended = True
            raise StopIteration
        self.at_end = not line.endswith(("\n", "\r"))
        if self.at_end and len(line) >= CHUNK:
            raise UnreadableFile(_(_ONE_LINE) % {"name": self._name})
        return line.replace("\0", "") if "\0" in line else line


def _announced_delimiter(sample: str) -> str | None:
    """Excel's own first line `sep=;`."""
    first = sample.split("\n", 1)[0].strip("\r\ufeff\"' ")
    return first[4:] if len(first) == 5 and first.startswith("sep=") else None


def _likeliest_delimiter(sample: str) -> str:
    """The delimiter that cuts the first records into the same number of cells as the header, and into most."""

    def fit(delimiter: str) -> tuple[float, int]:
        widths: list[int] = []
        for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if cells:
                widths.append(len(cells))
            if len(widths) > SAMPLE_RECORDS:
                break
        if not widths or widths[0] == 1:
            return (0.0, 0)
        whole = widths[:-1] or widths  # the sample may end in mid-record
        return (whole.count(widths[0]) / len(whole), widths[0])

    fits = {delimiter: fit(delimiter) for delimiter in DELIMITERS}
    best = max(fits, key=lambda delimiter: fits[delimiter])
    return best if fits[best][1] else _NO_DELIMITER


def _swallowed(first_line: int, last_line: int) -> str:
    return _(
        "Lines %(first)d to %(last)d could not be read: a quotation mark opens a cell and does not close it. "
        "Correct line %(first)d and import the file again."
    ) % {"first": first_line, "last": last_line}


def _cut_in_quotation() -> str:
    return _(
        "The file ends inside a quotation: it was cut off here or a quotation mark is missing. "
        "Check this row and everything after it."
    )

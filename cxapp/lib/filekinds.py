"""What kind of file somebody brought, told from its first bytes, and the sentence for those that hold no table.

Lives here: the refusal, the limits and the kinds. Not here: reading a table (`delimited`, `workbooks`, `tabular`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from enum import Enum
from pathlib import Path
from typing import BinaryIO, TypeAlias, cast

from django.core.files import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cxapp.lib.errors import Refused

HEAD_BYTES = 65_536
# What an upload may unpack to. Tables shrink by 5 to 100 times; a file that shrinks more was made to fill memory.
MAX_UNPACKED_BYTES = 4 * 1024**3
MAX_UNPACKED_RATIO = 200
SMALL_BYTES = 50 * 1024**2


# An upload of Django is a `File`.
Openable: TypeAlias = "str | Path | BinaryIO | File[bytes]"


class UnreadableFile(Refused):
    """The file holds no table that can be read; the sentence says what to do."""

    code = "unreadable_file"


class Kind(Enum):
    """The kinds of file that may hold a table."""

    TEXT = "text"
    GZIP = "gzip"
    ZIP = "zip"


class Source:
    """A path or an open binary file that can be read from its start as often as needed, one reader at a time."""

    def __init__(self, path_or_file: Openable, *, name: str) -> None:
        self.name = name
        self._origin = path_or_file

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The file at its first byte. A path is closed afterwards; a file stays open, as it was handed over."""
        if not isinstance(self._origin, str | Path):
            self._origin.seek(0)
            yield cast(BinaryIO, self._origin)
            return
        with ExitStack() as opened:
            try:
                file = opened.enter_context(Path(self._origin).open("rb"))
            except OSError as error:
                raise refusal(_NOT_THERE, self.name) from error
            yield file


_NOT_THERE = gettext_noop("%(name)s cannot be opened. Check that the file is there and may be read.")
_PDF = gettext_noop("%(name)s is a PDF. Export the table it shows as CSV or XLSX and choose that file.")
_OLD_EXCEL = gettext_noop(
    "%(name)s is an old Excel file or protected by a password. Save it without a password as XLSX or CSV."
)
_WEB_PAGE = gettext_noop(
    "%(name)s is a web page or XML, not a table. Download the file again as CSV or XLSX."
)
_JSON = gettext_noop("%(name)s is JSON, not a table. Export it as CSV or XLSX, or send it through the API.")
_ARCHIVE = gettext_noop("%(name)s is an archive. Unpack it and choose the CSV or XLSX file inside.")
_NOT_A_TABLE = gettext_noop("%(name)s holds no table that can be read. Choose a CSV or XLSX file.")
_EMPTY = gettext_noop("%(name)s is empty. Choose a file with a header row and at least one row under it.")
_TOO_LARGE = gettext_noop(
    "%(name)s unpacks to far more than a table needs. Save it again as CSV and choose that file."
)

_OTHER_KINDS = (
    (b"%PDF", _PDF),
    (b"\xd0\xcf\x11\xe0", _OLD_EXCEL),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
    (b"\xfd7zXZ", _ARCHIVE),
    (b"(\xb5/\xfd", _ARCHIVE),
    (b"<", _WEB_PAGE),
    (b"{", _JSON),
    (b"[{", _JSON),
)
_TEXT_CONTROLS = b"\t\n\x0b\x0c\r\x1a\x1b"
_CONTROLS = bytes(byte for byte in range(32) if byte not in _TEXT_CONTROLS)


def kind_of(head: bytes) -> Kind:
    """The container a file's first bytes speak of; anything unknown is taken for text."""
    if head.startswith(b"\x1f\x8b"):
        return Kind.GZIP
    return Kind.ZIP if head.startswith((b"PK\x03\x04", b"PK\x05\x06")) else Kind.TEXT


def refuse_if_no_text(head: bytes, *, name: str) -> None:
    """Refuse a file whose first bytes are those of something else than a table in text."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise refusal(_EMPTY, name)
    for magic, sentence in _OTHER_KINDS:
        if start.startswith(magic):
            raise refusal(sentence, name)
    if head[257:262] == b"ustar" or kind_of(head) is not Kind.TEXT:
        raise refusal(_ARCHIVE, name)
    if not utf16_name(head) and _looks_binary(head):
        raise refusal(_NOT_A_TABLE, name)


def utf16_name(head: bytes) -> str | None:
    """`utf-16` with a byte order mark, `utf-16-le` or `-be` when every other byte is NUL, else None."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    half = len(head) // 2
    low, high = head[0::2].count(0), head[1::2].count(0)
    if half >= 2 and high > 0.6 * half and low < 0.1 * half:
        return "utf-16-le"
    if half >= 2 and low > 0.6 * half and high < 0.1 * half:
        return "utf-16-be"
    return None


def refuse_if_bomb(unpacked: int, packed: int, *, name: str) -> None:
    """Refuse a compressed file that unpacks to more than any table does."""
    swollen = unpacked > SMALL_BYTES and unpacked > MAX_UNPACKED_RATIO * packed
    if swollen or unpacked > MAX_UNPACKED_BYTES:
        raise refusal(_TOO_LARGE, name)


def refusal(sentence: str, name: str) -> UnreadableFile:
    """The refusal of the file called `name`, in the reader's language."""
    return UnreadableFile(_(sentence) % {"name": name})


def _looks_binary(head: bytes) -> bool:
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls > 8 and controls * 20 > len(head)

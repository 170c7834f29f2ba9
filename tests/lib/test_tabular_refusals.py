"""Files that are packed, or are no table at all: opened, or refused with what to do."""

from __future__ import annotations

import gzip
import io

import pytest

from tests.lib.tables import refusal_of, table_of, zipped


class TestCompressed:
    def test_a_gzipped_table_reads_like_the_plain_one(self) -> None:
        content = b"name,town\nAnna,York\n"

        assert list(table_of(gzip.compress(content)).rows()) == list(table_of(content).rows())

    def test_a_truncated_gzip_is_refused_with_a_sentence(self) -> None:
        content = gzip.compress("".join(f"{n},{n * n}\n" for n in range(10_000)).encode())

        assert refusal_of(content[: len(content) // 2], "people.csv.gz") == (
            "people.csv.gz is damaged or was not sent completely: its end is missing. "
            "Make the file again and choose it again."
        )

    @pytest.mark.parametrize("content", [b"\x1f\x8b", b"\x1f\x8bgarbage that is no gzip"])
    def test_a_gzip_in_name_only_is_refused(self, content: bytes) -> None:
        assert "is damaged" in refusal_of(content)

    def test_a_gzip_bomb_is_refused(self) -> None:
        stream = io.BytesIO()
        with gzip.GzipFile(fileobj=stream, mode="wb") as packed:
            for _turn in range(60):
                packed.write(b"a,b,c,d\n" * 131_072)

        assert "unpacks to far more than a table needs" in refusal_of(stream.getvalue())


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b" \r\n\n", "is empty"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "old Excel file or protected"),
        (b"<!doctype html><title>Sign in</title>", "is a web page"),
        (b'\xef\xbb\xbf{"name": "Anna"}', "is JSON"),
        (b'[{"name": "Anna"}]', "is JSON"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "holds no table"),
        (b"a" * 100 + bytes(157) + b"ustar" + bytes(250), "is an archive"),
        (gzip.compress(zipped({"notes.txt": b"hello"}), mtime=0), "is an archive"),
        (zipped({"notes.txt": b"hello"}), "is an archive"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "workbook of another kind"),
        (b"PK\x03\x04 and nothing else", "is damaged"),
        (zipped({"[Content_Types].xml": b"<broken", "xl/workbook.xml": b"<broken"}), "is damaged"),
        (b"a\n" + b"x" * 1_500_000 + b"\n", "a line of more than a million characters"),
        (b"a," * 1_200_000, "a line of more than a million characters"),
    ],
)
def test_a_file_without_a_table_is_refused_with_what_to_do(content: bytes, sentence: str) -> None:
    refusal = refusal_of(content, "people.csv")

    assert refusal.startswith("people.csv ")
    assert sentence in refusal
    assert refusal.endswith(".")

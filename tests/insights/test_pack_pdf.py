"""The board pack as a PDF: tagged for screen readers, the same each time, and no text in it is ever markup."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from cxapp.insights.queries.pack_blocks import chart, page, table
from cxapp.insights.rules.series import Series, Step
from cxapp.insights.views.packs import SOURCE
from cxapp.lib.control_charts import Better, Rhythm
from cxapp.lib.pdf import NoPdf, make_pdf

AT = datetime(2026, 4, 2, 8, 0, 1, 234567, tzinfo=UTC)
MARKUP = '#strong[bold] *star* `raw` $x^2$ "quoted" \\ <label> @ref // no comment'


def series() -> Series:
    steps = [
        Step(date(2025 + (month + 2) // 12, (month + 2) % 12 + 1, 1), 10 + month % 3) for month in range(13)
    ]
    return Series("complaints", "Complaints a month", "Complaints", Rhythm.MONTH, steps, better=Better.DOWN)


def content(paper: str) -> dict[str, Any]:
    rows = [[f"Łukasz Żółć {n}", n, n] for n in range(60)]
    return {
        "language": "en",
        "title": "Board pack, March 2026",
        "organisation": "Żabka & Жанна",
        "paper": paper,
        "sha256": "ab" * 32,
        "words": {
            "source": "Source:",
            "as_of": "As of 2 April 2026",
            "edition": "Edition 1",
            "hash": "SHA-256",
        },
        "pages": [
            page("March 2026 in short", lines=[MARKUP, "Two"], source="the counts"),
            page(
                "Are complaints falling?", "13 complaints were made.", charts=[chart(series())], source=MARKUP
            ),
            page(
                "Leaders",
                tables=[table("By leader", ["Leader", "Due", "Tried"], rows)],
                note="Nobody is ranked.",
            ),
        ],
    }


@pytest.fixture(scope="module", params=["a4", "us-letter"])
def made(request: pytest.FixtureRequest) -> bytes:
    return make_pdf(source=SOURCE, data=content(request.param), at=AT)


@pytest.fixture(scope="module")
def document(made: bytes) -> PdfReader:
    return PdfReader(BytesIO(made))


def tags(element: Any) -> Iterator[Any]:
    """Every element of the tree of tags, in reading order."""
    element = element.get_object()
    if "/S" in element:
        yield element
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        if not isinstance(kid, int) and hasattr(kid.get_object(), "get") and "/MCID" not in kid.get_object():
            yield from tags(kid)


def names(document: PdfReader) -> list[str]:
    return [str(tag["/S"]) for tag in tags(document.root_object["/StructTreeRoot"])]


def test_it_is_tagged_and_says_its_language_its_title_and_its_standard(document: PdfReader) -> None:
    root: Any = document.root_object
    info = document.metadata
    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == "en"
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert info is not None
    assert info.title == "Board pack, March 2026"
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data().decode()


def test_each_page_has_its_heading_and_tables_have_heads(document: PdfReader) -> None:
    found = names(document)

    assert [found.count(name) for name in ("/H1", "/Table", "/TH", "/Figure")] == [3, 1, 3, 1]


def test_a_chart_is_said_in_words(document: PdfReader) -> None:
    [figure] = [tag for tag in tags(document.root_object["/StructTreeRoot"]) if tag["/S"] == "/Figure"]

    assert figure["/Alt"] == chart(series())["alt"]
    assert figure["/Alt"].startswith("No clear change.")


def test_what_looks_like_markup_stays_text(document: PdfReader) -> None:
    read = " ".join(document.pages[0].extract_text().split())

    assert MARKUP in read


def test_one_idea_a_page_and_a_long_table_goes_on(document: PdfReader) -> None:
    texts = [sheet.extract_text() for sheet in document.pages]

    assert "March 2026 in short" in texts[0]
    assert "Are complaints falling?" in texts[1]
    assert "Łukasz Żółć 59" in texts[-1]
    assert len(texts) == 4


def test_source_moment_edition_and_seal_stand_at_the_foot_of_each_page(document: PdfReader) -> None:
    for sheet in document.pages:
        read = sheet.extract_text()
        assert "As of 2 April 2026" in read
        assert "ab" * 32 in read


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("us-letter", (612, 792))])
def test_the_paper_is_the_one_asked_for(paper: str, size: tuple[int, int]) -> None:
    box = PdfReader(BytesIO(make_pdf(source=SOURCE, data=content(paper), at=AT))).pages[0].mediabox

    assert (round(box.width), round(box.height)) == size


def test_the_same_pack_gives_the_same_file() -> None:
    assert make_pdf(source=SOURCE, data=content("a4"), at=AT) == make_pdf(
        source=SOURCE, data=content("a4"), at=AT
    )


def test_a_document_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    broken = tmp_path / "broken.typ"
    broken.write_text("#nothing-of-this-name")

    with pytest.raises(NoPdf, match="unknown variable"):
        make_pdf(source=broken, data={}, at=AT)


def test_a_document_that_does_not_end_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **options: Any) -> None:
        raise subprocess.TimeoutExpired("typst", options["timeout"])

    monkeypatch.setattr("cxapp.lib.pdf.subprocess.run", never)

    with pytest.raises(NoPdf, match="took more than 20 seconds"):
        make_pdf(source=SOURCE, data={}, at=AT)


def test_the_typesetter_is_not_loaded_with_the_app() -> None:
    code = (
        "import django; django.setup(); import cxapp.insights.views.packs, sys; print('typst' in sys.modules)"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "cxapp.settings"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
        cwd=SOURCE.parents[3],
    )

    assert done.stdout.strip() == "False"


def test_charts_are_kept_as_texts_alone() -> None:
    kept = chart(series())

    assert json.loads(json.dumps(kept)) == kept

"""QR codes as pictures that a strict page may hold."""

from __future__ import annotations

import io

import segno
from defusedxml import ElementTree
from django.template import Context, Template

from cxapp.lib.qr import svg

URL = "https://cx.example/p/abc?a=1&b=2"
SVG = "{http://www.w3.org/2000/svg}"


def test_the_picture_is_named_and_has_no_style() -> None:
    drawn = ElementTree.fromstring(svg(URL, title="Your page"))

    assert drawn.attrib["role"] == "img"
    assert [part.text for part in drawn if part.tag.endswith("title")] == ["Your page"]
    assert not any("style" in part.attrib for part in drawn.iter())


def test_a_title_cannot_leave_its_place() -> None:
    title = '</title><script>alert("x")</script>'
    drawn = ElementTree.fromstring(svg(URL, title=title))

    assert [part.text for part in drawn if part.tag.endswith("title")] == [title]
    assert not any(part.tag.endswith("script") for part in drawn.iter())


def test_a_template_shows_it_as_it_is() -> None:
    drawn = svg(URL, title="Your page")

    assert Template("{{ drawn }}").render(Context({"drawn": drawn})) == drawn


def test_the_pattern_is_that_of_the_address() -> None:
    stream = io.BytesIO()
    segno.make(URL, error="m", micro=False).save(stream, kind="svg", border=4)
    expected = ElementTree.fromstring(stream.getvalue()).find(f"{SVG}path")
    drawn = ElementTree.fromstring(svg(URL, title="Your page"))

    assert expected is not None
    assert [part.attrib["d"] for part in drawn.iter() if "stroke" in part.attrib] == [expected.attrib["d"]]

"""The visual language keeps its word: contrast, shapes beside colours, no inline styles, small downloads."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Engine, Template
from django.test import RequestFactory

from cxapp.lib import icons, styles, tags

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SHEETS = sorted((ROOT / "static" / "css").rglob("*.css"))
COMPONENTS = sorted((ROOT / "templates" / "components").glob("*.html"))
SHARED_SHEETS = {"post_button": "button", "form": "field", "filter_chips": "chips"}
WITHOUT_GALLERY_INCLUDE = {"tag": "status_tag", "figure": "figure", "error_summary": "components/form.html"}

TEXT, LARGE = 4.5, 3.0
PAIRS = [
    *[
        (ink, ground, TEXT)
        for ink in ("text", "muted", "link")
        for ground in ("page", "surface", "canvas", "card")
    ],
    *[("link-strong", ground, TEXT) for ground in ("page", "surface", "link-tint")],
    ("text", "link-tint", TEXT),
    ("on-link", "link", TEXT),
    ("on-link", "link-strong", TEXT),
    ("input-line", "page", LARGE),
    ("input-line", "surface", LARGE),
    ("focus-ink", "focus-halo", LARGE),
    *[
        (f"{role}-fg", ground, TEXT)
        for role in ("due", "due-soon", "late", "escalated", "later", "right")
        for ground in (f"{role}-bg", "page", "surface")
    ],
    *[
        (f"chart-{role}", ground, LARGE)
        for role in ("ordinary", "better", "worse", "special")
        for ground in ("page", "surface")
    ],
]


def colours() -> dict[str, tuple[str, str]]:
    """Each role's day and night colour, read from the sheet itself."""
    text = (ROOT / "static/css/tokens.css").read_text()
    found = re.findall(r"--([a-z-]+):\s*(?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));", text)
    return {name: (day or both, night or both) for name, day, night, both in found}


def contrast(one: str, other: str) -> float:
    """WCAG's ratio of two colours."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    brighter, darker = sorted((light(one), light(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["day", "night"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_every_pair_of_colour_roles_can_be_read_in_both_themes(
    ink: str, ground: str, least: float, theme: int
) -> None:
    roles = colours()

    assert contrast(roles[ink][theme], roles[ground][theme]) >= least


def test_the_focus_ring_stands_out_on_every_ground_by_its_ink_or_its_halo() -> None:
    roles = colours()
    grounds = [colour for name in ("page", "surface") for colour in roles[name]]

    ring = [
        max(contrast(roles[part][0], ground) for part in ("focus-ink", "focus-halo")) for ground in grounds
    ]

    assert min(ring) >= LARGE


@pytest.mark.parametrize("state", tags.STATUS_WORDS)
def test_every_status_is_said_in_words_beside_its_shape(state: str) -> None:
    html = Template("{% status_tag state %}").render(Context({"state": state}))

    assert html.count("<svg") == 1
    assert icons.SHAPES[state] in html
    assert f"<span>{tags.STATUS_WORDS[state]}</span>" in html


def test_no_two_statuses_share_a_shape() -> None:
    shapes = [icons.SHAPES[name] for name in (*tags.STATUS_WORDS, *tags.SEVERITY_WORDS)]

    assert len(set(shapes)) == len(shapes)


def test_every_status_has_a_look_of_its_own_name_in_the_sheet() -> None:
    sheet = (ROOT / "static/css/components/tag.css").read_text()
    default_look = {"later", "closed_not"}

    assert {state for state in tags.STATUS_WORDS if f".tag--{state}" not in sheet} == default_look


# A mail cannot load a sheet of ours.
@pytest.mark.parametrize(
    "path",
    [path for path in TEMPLATES if "emails" not in path.parts],
    ids=lambda path: path.relative_to(ROOT / "templates").as_posix(),
)
def test_a_template_carries_no_style_and_no_script_of_its_own(path: Path) -> None:
    markup = re.sub(r"{%.*?%}", "", path.read_text(), flags=re.S)

    found = re.findall(r"\sstyle=|<style\b|\son[a-z]+=|javascript:|<script(?![^>]*\bsrc=)|hx-on", markup)

    assert found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix())
def test_every_icon_a_template_names_exists(path: Path) -> None:
    names = re.findall(r'{% icon "([\w-]+)"', path.read_text())

    assert all("<svg" in tags.icon(name) for name in names)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.relative_to(ROOT / "static/css").as_posix())
def test_a_sheet_is_short_layered_and_takes_its_colours_from_the_tokens(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)

    assert len(text.splitlines()) < 180
    assert text.strip().startswith("@layer")
    if path.name != "tokens.css":
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?!\s*\{)|\brgba?\(|\bhsla?\(", text) == []


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_every_component_has_its_sheet_and_its_place_in_the_gallery(path: Path) -> None:
    sheet = SHARED_SHEETS.get(path.stem, path.stem).replace("_", "-")
    gallery = "".join(page.read_text() for page in (ROOT / "templates/gallery").glob("*.html"))
    mark = WITHOUT_GALLERY_INCLUDE.get(path.stem, f"components/{path.name}")

    assert (ROOT / "static/css/components" / f"{sheet}.css").exists()
    assert mark in gallery


def test_the_gallery_shows_every_component_without_stumbling() -> None:
    request = RequestFactory().get("/gallery/")
    shell = {"product": "cxapp", "signed_in": True, "navigation": [], "user_menu": []}
    page = Engine.get_default().get_template("gallery/page.html")

    html = page.render(Context({"shell": shell, "request": request}))

    assert html.count("<h1") == 1
    assert "There is a problem" in html
    assert "Late by 40 min" in html


@pytest.mark.parametrize("name", ["400", "403", "404", "500", "csrf"])
def test_an_error_page_needs_nothing_that_may_be_broken(name: str) -> None:
    html = Engine.get_default().get_template(f"errors/{name}.html").render(Context({}))

    assert html.count("<h1") == 1
    assert "<nav" not in html


def test_all_styles_together_weigh_at_most_30_kb_on_the_wire() -> None:
    assert len(styles.bundle().packed) <= 30 * 1024


def test_all_scripts_together_weigh_at_most_40_kb_on_the_wire() -> None:
    import django_htmx

    htmx = Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"
    own = [ROOT / "static" / name for name in styles.script_names()]

    assert sum(len(gzip.compress(path.read_bytes())) for path in [htmx, *own]) <= 40 * 1024


def test_the_bundle_may_be_kept_for_a_year_under_its_own_version_only() -> None:
    request = RequestFactory().get("/style/x.css", headers={"Accept-Encoding": "gzip"})
    version = styles.bundle().version

    newest, outdated = styles.stylesheet(request, version), styles.stylesheet(request, "0" * 16)

    assert newest["Cache-Control"] == "public, max-age=31536000, immutable"
    assert outdated["Cache-Control"] == "no-cache"
    assert gzip.decompress(newest.content) == styles.bundle().plain

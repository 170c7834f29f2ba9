"""Every template is used, can be translated, and carries nothing the content policy refuses."""

from __future__ import annotations

import re
from pathlib import Path

from tests.repository.tree import APPS, ROOT, files, name

TEMPLATES = ROOT / "templates"
# Found by libraries or by Django itself under fixed names.
FOUND_BY_NAME = re.compile(
    r"^(?:\d{3}\.html|403_csrf\.html|(?:account|allauth|mfa|usersessions|django|registration|drf_spectacular)/.*)$"
)


def _texts() -> dict[Path, str]:
    paths = [*files(".py", under=APPS), *files(".html", ".txt", under=("templates",))]
    return {path: path.read_text(encoding="utf-8") for path in paths}


def test_every_template_is_used() -> None:
    texts = _texts()
    unused = []
    for path in files(".html", ".txt", under=("templates",)):
        template = path.relative_to(TEMPLATES).as_posix()
        # Mails are found by the folder's name: emails/<notice>/{subject,body}.
        wanted = path.parent.name if template.startswith("emails/") else template
        if not FOUND_BY_NAME.match(template) and not any(
            wanted in text for own, text in texts.items() if own != path
        ):
            unused.append(template)

    assert unused == []


def test_no_template_carries_an_inline_style_script_or_handler() -> None:
    forbidden = re.compile(
        r"<style|\sstyle=|\son(?:click|change|submit|load|input|keyup|keydown)=|\shx-on|javascript:"
        r"|<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")",
        re.IGNORECASE,
    )
    found = {
        name(path): match.group()
        for path in files(".html", under=("templates",))
        if "emails" not in path.parts and (match := forbidden.search(path.read_text(encoding="utf-8")))
    }

    assert found == {}


def test_nothing_is_loaded_from_elsewhere() -> None:
    elsewhere = re.compile(
        r"(?:src|href|url\()\s*=?\s*[\"'(]?(?:https?:)?//[^\s\"')]+|@import\s+url", re.IGNORECASE
    )
    paths = [*files(".html", under=("templates",)), *files(".css", ".js", under=("static",))]

    assert {
        name(path): elsewhere.findall(text)
        for path in paths
        if elsewhere.search(text := path.read_text("utf-8"))
    } == {}


def _said_plainly(text: str) -> list[str]:
    """Words of a page that stand outside every translation: of its text, and of attributes that are read aloud."""
    text = re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", text, flags=re.DOTALL)
    text = re.sub(r"{% blocktranslate\b.*?{% endblocktranslate %}", "", text, flags=re.DOTALL)
    text = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)  # mails have one
    # The class of the main part is a word of the sheet, not of the page.
    text = re.sub(r"{% block (?:main|body)_class %}[\w -]*{% endblock %}", "", text)
    given = re.findall(r"{% include\b[^%]*?\b(?:title|text|label|lede|submit)=\"([^\"]*[A-Za-z]{2})", text)
    text = re.sub(r"{%.*?%}|{{.*?}}", " ", text, flags=re.DOTALL)
    spoken = re.findall(
        r"\b(?:aria-label|title|placeholder|alt|data-label)=\"([^\"]*[A-Za-z]{2}[^\"]*)\"", text
    )
    shown = re.findall(r"[A-Za-z]{2,}", re.sub(r"<[^>]*>|&\w+;", " ", text))
    return [*given, *spoken, *shown]


def test_every_word_of_a_page_can_be_translated() -> None:
    # The gallery is for those who build pages.
    pages = [path for path in files(".html", under=("templates",)) if "gallery" not in path.parts]

    assert {name(path): found for path in pages if (found := _said_plainly(path.read_text("utf-8")))} == {}

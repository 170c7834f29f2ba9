"""The sentences marked for translation in templates and modules, found without any tool of the system."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Sentence(NamedTuple):
    """As it stands in a catalogue: its text, its context, and its plural where it counts something."""

    text: str
    context: str = ""
    plural: str = ""


_CALLS = {
    "_": Sentence._fields[:1],
    "gettext": Sentence._fields[:1],
    "gettext_lazy": Sentence._fields[:1],
    "ngettext": ("text", "plural"),
    "pgettext": ("context", "text"),
}
_BLOCK = re.compile(
    r"{%\s*blocktranslate\b[^%]*%}(.*?)(?:{%\s*plural\s*%}(.*?))?{%\s*endblocktranslate\s*%}", re.DOTALL
)
_PLAIN = re.compile(r"""(?:{%\s*translate\s+|\b_\()"([^"]*)\"""")


def sentences(path: Path) -> Iterator[Sentence]:
    words = path.read_text(encoding="utf-8")
    return _of_module(words) if path.suffix == ".py" else _of_template(words)


def _of_module(words: str) -> Iterator[Sentence]:
    for node in ast.walk(ast.parse(words)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS:
            told = [part.value for part in node.args if isinstance(part, ast.Constant)]
            values = dict(zip(_CALLS[node.func.id], map(str, told), strict=False))
            if "text" in values:
                yield Sentence(**values)


def _of_template(words: str) -> Iterator[Sentence]:
    for found in _BLOCK.finditer(words):
        yield Sentence(_named(found[1]), plural=_named(found[2] or ""))
    for found in _PLAIN.finditer(words):
        yield Sentence(found[1])


def _named(words: str) -> str:
    return re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", words.replace("%", "%%"))

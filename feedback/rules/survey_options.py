"""The answers of a choice as people type them: one on each line, the same line in each language. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from django.utils.text import slugify

LONGEST_CODE = 30


def as_lines(options: Sequence[Mapping[str, Any]], language: str) -> str:
    return "\n".join(option["texts"].get(language, "") for option in options)


def from_lines(
    typed: Mapping[str, str], before: Sequence[Mapping[str, Any]], first: str
) -> list[dict[str, Any]]:
    """Options from the lines of each language. One that was there keeps its code, so that its answers stay comparable:
    by its words in the first language, else by its place where its words were changed.
    """
    rows = zip_longest(*(text.splitlines() for text in typed.values()), fillvalue="")
    texts = [
        {code: words.strip() for code, words in zip(typed, row, strict=True) if words.strip()} for row in rows
    ]
    texts = [each for each in texts if each]
    old = {option["texts"].get(first, ""): option for option in before}
    kept = [old.pop(each[first], None) if first in each else None for each in texts]
    used = {option["code"] for option in kept if option}
    found: list[dict[str, Any]] = []
    for place, each in enumerate(texts):
        same = kept[place]
        if same is None and place < len(before) and before[place]["code"] not in used:
            same = before[place]
        others = {code: words for code, words in same["texts"].items() if code not in typed} if same else {}
        code = same["code"] if same else _free(each, used)
        used.add(code)
        found.append({"code": code, "texts": {**others, **each}})
    return found


def _free(texts: Mapping[str, str], used: set[str]) -> str:
    base = slugify(next(iter(texts.values())))[:LONGEST_CODE] or "answer"
    return next(
        code for code in (base, *(f"{base}-{n}" for n in range(2, len(used) + 3))) if code not in used
    )

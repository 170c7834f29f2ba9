"""Covers the names of people who work here in what customers wrote, where it is shown to more than their own line. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

SHORTEST = 3
COVER = "▒▒▒"
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def parts_of(names: Iterable[str]) -> frozenset[str]:
    """First and last names, as they are written with a capital."""
    return frozenset(
        part for name in names for part in _WORD.findall(name) if len(part) >= SHORTEST and part[0].isupper()
    )


def cover(body: str, parts: frozenset[str]) -> str:
    """Rather one word too many than a name too few: "Will" and "Mark" are covered where somebody is called so."""
    return _WORD.sub(lambda word: COVER if _is_name(word.group(), parts) else word.group(), body)


def _is_name(word: str, parts: frozenset[str]) -> bool:
    bare = re.sub(r"['’]s$", "", word)
    return bare in parts or (bare.isupper() and bare.capitalize() in parts)

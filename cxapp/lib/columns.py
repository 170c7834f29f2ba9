"""Finds which column of a file holds which known field, by the names alone.

Lives here: the comparison of names. Not here: which fields an import knows (each importer) and reading files (`tabular`).
A person sees the result before anything is imported; where two answers are possible none is given.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Field:
    """A field an import knows: its name in code, its label on screen, and what publishers call it."""

    name: str
    label: StrOrPromise
    aliases: tuple[str, ...] = ()
    required: bool = False


def match(headers: Sequence[str], fields: Sequence[Field]) -> dict[str, str]:
    """Field name -> header, for those that are certain.

    A field's own name counts before its label and its label before its aliases, in their order. No header goes to two
    fields: one that two fields want at the same rank, and a field that two headers fit equally, stay for the person.
    """
    spelled = Counter(plain(header) for header in headers)
    free = {plain(header): header for header in headers if spelled[plain(header)] == 1 and plain(header)}
    found: dict[str, str] = {}
    for rank in range(max((len(_names(field)) for field in fields), default=0)):
        wanted = {
            field.name: _names(field)[rank]
            for field in fields
            if field.name not in found and rank < len(_names(field)) and _names(field)[rank] in free
        }
        claims = Counter(wanted.values())
        for field_name, header in wanted.items():
            if claims[header] == 1:
                found[field_name] = free[header]
        for header in claims:
            del free[header]
    return found


def missing(fields: Iterable[Field], matched: dict[str, str]) -> list[Field]:
    """The required fields that have no column yet."""
    return [field for field in fields if field.required and field.name not in matched]


def plain(name: str) -> str:
    """A name reduced to letters and digits: `Complaint ID`, `complaint_id` and `COMPLAINT-ID ` are one."""
    spelled_out = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ")
    return "".join(character for character in spelled_out if character.isalnum())


def _names(field: Field) -> list[str]:
    return [plain(field.name), plain(str(field.label)), *map(plain, field.aliases)]

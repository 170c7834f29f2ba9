"""Finding people by the names somebody typed. Pure: the people are given; nothing is queried or guessed beyond the words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_BETWEEN_NAMES = re.compile(r"[,;&\n]|\s+(?:and|und|et|y)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who can be found. `note` tells people of the same name apart."""

    id: int
    name: str
    sign_in_name: str = ""
    note: str = ""
    near: bool = False


def words_of(text: str) -> tuple[str, ...]:
    """The words of a name without case, accents and signs: "Renée O'Neil" and "renee oneil" are the same."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return tuple(re.sub(r"[’'.`]", "", bare).casefold().replace("-", " ").replace(",", " ").split())


def split(typed: str) -> list[str]:
    """Several names in one box, taken apart."""
    return [part.strip() for part in _BETWEEN_NAMES.split(typed) if part.strip()]


def find(typed: str, people: Sequence[Known]) -> list[Known]:
    """Who may be meant: everybody of exactly this name or sign-in name, else everybody whose name begins like each word.

    Those near the reader come first.
    """
    wanted = words_of(typed)
    if not wanted:
        return []
    exact = [one for one in people if sorted(words_of(one.name)) == sorted(wanted)]
    exact = exact or [
        one for one in people if one.sign_in_name and one.sign_in_name.casefold() == typed.strip().casefold()
    ]
    found = exact or [one for one in people if _begins_like(wanted, words_of(one.name))]
    return sorted(found, key=lambda one: (not one.near, one.name, one.id))


def _begins_like(wanted: Iterable[str], words: Sequence[str]) -> bool:
    left = list(words)
    for start in wanted:
        hit = next((word for word in left if word.startswith(start)), None)
        if hit is None:
            return False
        left.remove(hit)
    return True


def take_apart(typed: Iterable[str], people: Sequence[Known]) -> list[tuple[str, list[Known]]]:
    """Each name that was typed with who may be meant. A box whose whole text finds nobody may hold several names."""
    found: list[tuple[str, list[Known]]] = []
    for box in typed:
        text = " ".join(box.split())
        if not text:
            continue
        whole = find(text, people)
        parts = split(box)
        if whole or len(parts) < 2:
            found.append((text, whole))
        else:
            found.extend((part, find(part, people)) for part in parts)
    return found


def named_by_customer(typed: str, people: Sequence[Known]) -> list[Known]:
    """Whom a customer may mean: exactly a name, a first name or a surname of somebody among `people`, each once."""
    wanted = [words_of(part) for part in [typed, *split(typed)]]
    return [
        one
        for one in people
        if any(
            name == words_of(one.name) or (len(name) == 1 and name[0] in words_of(one.name))
            for name in wanted
        )
    ]

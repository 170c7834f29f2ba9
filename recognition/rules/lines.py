"""Lines above the wall that other apps write: something to be glad about, with where to read more. Filled at start-up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class WallLine:
    """One sentence and its page."""

    text: str
    url: str
    link_text: Any


lines: list[Callable[[datetime], Iterable[WallLine]]] = []
"""Each answers what everybody on the wall may read now; keep it to one query."""


def add(line: Callable[[datetime], Iterable[WallLine]]) -> None:
    if line not in lines:
        lines.append(line)


def lines_now(now: datetime) -> list[WallLine]:
    return [one for line in lines for one in line(now)]

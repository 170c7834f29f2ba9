"""The roles of the table of who may open what, and what one of its rows says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.factories.world import World
from tests.stories.visibility_args import Args

ROLES = (
    "anonymous",
    "front_line",
    "peer_front_line",
    "leader",
    "peer",
    "director",
    "owner",
    "cx_manager",
    "administrator",
    "board",
    "outsider",
)
EVERYBODY = frozenset(ROLES)
STAFF = EVERYBODY - {"anonymous"}
NOBODY: frozenset[str] = frozenset()
ADMIN = frozenset({"administrator"})
CX = frozenset({"cx_manager"})
OWNER = frozenset({"owner"})
BOARD = OWNER | CX | {"board"}
LINE = frozenset({"leader", "director", "owner"})
"""Anna and everyone above her."""


def none(world: World) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Row:
    """`sees` may GET and `sends` may POST; others meet `refused` (strangers: sign-in first)."""

    sees: frozenset[str] = NOBODY
    sends: frozenset[str] = NOBODY
    refused: int = 403
    args: Args = none

"""What stands in the menu and above every page. Apps add their own items at start-up; accounts imports none of them.

An item whose address does not exist, whose practice is off, or which is not for the reader's roles is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role

ANYBODY: frozenset[str] = frozenset()
LEADS = frozenset({Role.LEADER.value})
MANAGES = frozenset({Role.CX_MANAGER.value})
ADMINISTERS = frozenset({Role.ADMINISTRATOR.value})
OWNER = "owner"
WITNESS = "witness"
MOST = 6
"""More items than this do not fit a phone."""


@dataclass(frozen=True, slots=True)
class Item:
    """One link. `order` sorts; `roles` empty is for everybody; `count` answers a number for the reader (0: none shown).

    `not_for`: roles that find the same under another item. `covers`: beginnings of further addresses it stands for.
    """

    url_name: str
    label: Any
    icon: str = ""
    order: int = 50
    roles: frozenset[str] = ANYBODY
    practice: str = ""
    count: Callable[[Any, datetime], int] | None = None
    not_for: frozenset[str] = ANYBODY
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Banner:
    """A sentence above every page. Tones: late, info, demo."""

    text: Any
    tone: str = "info"
    url: str = ""
    link_text: Any = ""


menu: list[Item] = [
    Item("today", _("Today"), "phone", 10, LEADS | {OWNER}),
    Item("log", _("Log"), "pencil-square", 15, frozenset({Role.FRONT_LINE.value})),
    Item("cases", _("Cases"), "inbox-stack", 20, LEADS | MANAGES | {OWNER, Role.FRONT_LINE.value}),
    Item("wall", _("Thanks"), "heart", 40, practice="thanks"),
    Item("leaders", _("Leaders"), "chart-bar", 50, LEADS, not_for=MANAGES | {OWNER, Role.BOARD.value}),
    Item("people", _("People"), "users", 60),
]
"""The main menu, at most six."""

personal: list[Item] = [
    Item("inbox", _("What I was told"), "bell", 10),
    Item("settings", _("Settings"), "cog-6-tooth", 20),
    Item("first_steps", _("First steps"), "flag", 30, ADMINISTERS | {OWNER}),
    Item("practices", _("Practices"), "adjustments-horizontal", 40, ADMINISTERS | MANAGES | {OWNER}),
    Item("organisation", _("Organisation"), "building-office", 45, ADMINISTERS | MANAGES),
    Item("rules", _("Rules"), "scale", 50, MANAGES | {OWNER}),
    Item("tokens", _("Tokens for programs"), "key", 60, ADMINISTERS | MANAGES),
    Item("health", _("Is it running?"), "heart", 70, ADMINISTERS | LEADS | {OWNER}),
]
"""My menu, in the corner and under More."""

banners: list[Callable[[Any, datetime], Iterable[Banner]]] = []
"""Each gets (person, now) and answers what to show them; keep it to one query."""


def add(item: Item, *, to: list[Item] = menu) -> None:
    """Put an item in; a second call with the same address replaces the first."""
    to[:] = sorted(
        [*(known for known in to if known.url_name != item.url_name), item], key=lambda known: known.order
    )


def offered(items: Iterable[Item], *, roles: frozenset[str], on: frozenset[str]) -> list[Item]:
    """The items for somebody with these roles while these practices are on."""
    return [
        item
        for item in items
        if (not item.roles or item.roles & roles)
        and not item.not_for & roles
        and (not item.practice or item.practice in on)
    ]

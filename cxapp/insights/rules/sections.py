"""The pages under Board and who reads each, in the order of their tabs. An address that does not exist has no tab."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.rules.navigation import LEADS, MANAGES, OWNER

BOARD = MANAGES | {OWNER, Role.BOARD.value}
"""Who reads the organisation as a whole."""
ALL = BOARD | LEADS


@dataclass(frozen=True, slots=True)
class Section:
    """One tab. `practice` switched off, or none of the `roles`: the tab is not there."""

    url_name: str
    label: Any
    roles: frozenset[str] = BOARD
    practice: str = ""


SECTIONS: tuple[Section, ...] = (
    Section("boardroom", _("Boardroom")),
    Section("board_complaints", _("Complaints")),
    Section("journey", _("Journey"), BOARD, "themes"),
    Section("leaders", _("Leaders"), ALL),
    Section("changes", _("What we changed"), ALL),
    Section("retained", _("Money"), BOARD, "money"),
    Section("packs", _("Pack")),
    Section("celebrate", _("Celebrate"), ALL, "fewer"),
    Section("questions_to_ask", _("Questions to ask"), MANAGES | {OWNER}),
    Section("explore", _("Explore"), ALL),
)


def sections_for(roles: Collection[str], on: Collection[str]) -> Iterator[Section]:
    """The tabs of somebody with these roles while these practices are on."""
    for section in SECTIONS:
        if section.roles.intersection(roles) and (not section.practice or section.practice in on):
            yield section

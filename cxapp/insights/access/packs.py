"""Who reads and freezes board packs. A pack is made of what the board reads: no customer's name, no case about anybody.

So it may be printed and passed round a table, whoever of the owner and the CX manager froze it.
"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from accounts.enums import Role
from accounts.models import User
from cxapp.insights.models import Pack

NOBODY = 0
"""The id of no person: the board itself has no cases, no reports and no line."""


def the_board() -> User:
    """A reader with the rights of the board and of nobody in particular. It is never stored."""
    reader = User(pk=NOBODY, sign_in_name="", name="", is_active=False)
    reader.roles = frozenset({Role.BOARD.value})
    return reader


def may_freeze(user: User) -> bool:
    return user.is_owner or user.is_cx_manager


def get_pack(uuid: UUID) -> Pack:
    """One pack; who may open any may open all."""
    found = Pack.objects.select_related("by").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found

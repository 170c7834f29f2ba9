"""Who reads the figures of the whole organisation: the owner, the CX manager and the board."""

from __future__ import annotations

from accounts.enums import Role
from accounts.models import User


def reads_whole(user: User) -> bool:
    return reads_hidden(user) or user.has_role(Role.BOARD)


def reads_hidden(user: User) -> bool:
    """Who reads, besides, cases about somebody, but for those about themselves or anyone above them."""
    return user.is_owner or user.is_cx_manager


def reads_counts_only(user: User) -> bool:
    """The board, as long as they lead nobody: every count that is about nobody who works here, and no row of it."""
    return reads_whole(user) and not reads_hidden(user) and not user.leads

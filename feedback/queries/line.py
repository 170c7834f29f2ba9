"""Lines as feedback asks about them."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.models import User
from cxapp.lib.sql import below


def everyone_below(people: Sequence[int]) -> frozenset[int]:
    """These people and everyone under them: nobody handles what is about them or their superior."""
    return frozenset(people) | frozenset(below(User, "reports_to", set(people))) if people else frozenset()

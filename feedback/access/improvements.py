"""Who may say what was changed, and where: the CX manager and the owner everywhere, a leader at their own places.

Everybody signed in may read it. Not here: the rows (`queries.improvements`).
"""

from __future__ import annotations

from accounts.enums import Role
from accounts.models import User
from accounts.queries.house import house
from feedback.models import Improvement


def keeps_all(user: User) -> bool:
    return user.is_owner or user.is_cx_manager


def own_places(user: User) -> set[int]:
    """The units this person heads, and those below them."""
    units = house()
    return {unit for unit in units.units if any(step.head == user.pk for step in units.up(unit))}


def may_add(user: User) -> bool:
    return keeps_all(user) or (user.has_role(Role.LEADER) and bool(own_places(user)))


def may_change(user: User, improvement: Improvement) -> bool:
    """Who might have added it."""
    if improvement.withdrawn_at is not None:
        return False
    return keeps_all(user) or (user.has_role(Role.LEADER) and improvement.place_id in own_places(user))

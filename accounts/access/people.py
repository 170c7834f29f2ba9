"""Who may change people and who may say that somebody is away. Everybody signed in may see names, units and the line."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.enums import Role
from accounts.models import User
from cxapp.lib.sql import Below


def may_edit(user: User) -> bool:
    return user.has_role(Role.ADMINISTRATOR)


def sees_faults(user: User) -> bool:
    """Those who can mend the line, and those who answer for it."""
    return user.is_owner or user.has_role(Role.ADMINISTRATOR, Role.CX_MANAGER)


def may_be_marked_away(user: User) -> QuerySet[User]:
    """Oneself, everyone below, and for an administrator everyone."""
    here = User.objects.filter(is_active=True)
    if user.has_role(Role.ADMINISTRATOR):
        return here
    return here.filter(Q(pk=user.pk) | Q(pk__in=Below(User, "reports_to", [user.pk])))

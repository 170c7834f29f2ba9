"""Who reads results, and of whom: what `feedback.access.responses` lets them read, nothing else.

Invitations follow the leader who was responsible when they were sent; those nobody was invited for belong to the house.
"""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from cxapp.lib.sql import AnyOf, Below
from feedback.access.cases import acting_for
from feedback.access.responses import visible_to
from feedback.models import COUNTED, Invitation, Response


def reads_everything(user: User) -> bool:
    return user.is_owner or user.is_cx_manager


def check_reads_results(user: User, now: datetime) -> None:
    """Whoever leads, or answers for somebody who does."""
    if reads_everything(user) or user.has_role(Role.LEADER) or acting_for(user, now):
        return
    raise PermissionDenied(_("Results are read by those who lead, the CX manager and the owner."))


def answers_for(user: User, now: datetime) -> QuerySet[Response]:
    return visible_to(user, now)


def invitations_for(user: User, now: datetime) -> QuerySet[Invitation]:
    """Invitations to this person's customers and those below, without the ones whose answer is hidden from them."""
    rows = Invitation.objects.filter(is_test=False)
    if reads_everything(user):
        return rows
    mine = [user.pk, *acting_for(user, now)]
    rows = rows.filter(Q(leader__in=mine) | AnyOf("leader", Below(User, "reports_to", [user.pk])))
    hidden = Response.objects.filter(COUNTED).exclude(pk__in=visible_to(user, now).values("pk"))
    return rows.exclude(pk__in=hidden.filter(invitation__isnull=False).values("invitation"))

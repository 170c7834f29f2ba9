"""Whose figures a person may read: their own, those below them; the owner and the CX manager read everyone's."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.models import User
from cxapp.lib.sql import AnyOf, Below


def leaders_for(reader: User) -> QuerySet[User]:
    """The people whose figures this reader may see. The owner's own are the owner's, unless the reader is the CX manager."""
    if reader.is_owner or reader.is_cx_manager:
        return User.objects.all()
    return User.objects.filter(Q(pk=reader.pk) | AnyOf("pk", Below(User, "reports_to", [reader.pk])))


def get_leader_for(reader: User, pk: int) -> User:
    """One leader as this reader may see them; otherwise 404."""
    found = leaders_for(reader).select_related("reports_to").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found

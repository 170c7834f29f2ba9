"""The one gate for alerts: the leader and their deputy, the line above, who asked, who works there, owner, CX manager."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.models import User
from cxapp.lib.sql import Below
from feedback.access.cases import acting_for
from feedback.models import Alert


def answerable_by(user: User, now: datetime) -> QuerySet[Alert]:
    """Every alert this person may answer: as its leader, for its leader, or above its leader."""
    if user.is_owner:
        return Alert.objects.all()
    mine = [user.pk, *acting_for(user, now)]
    return Alert.objects.filter(Q(leader__in=mine) | Q(leader__in=Below(User, "reports_to", [user.pk])))


def visible_to(user: User, now: datetime) -> QuerySet[Alert]:
    """Every alert this person may read. Colleagues at the place see that help was asked for and what was answered."""
    if user.is_owner or user.is_cx_manager:
        return Alert.objects.all()
    shown = Q(pk__in=answerable_by(user, now).values("pk")) | Q(asked_by=user)
    if user.unit_id is not None:
        shown |= Q(place=user.unit_id, kind="help")
    return Alert.objects.filter(shown)


def get_alert_for(user: User, pk: int, now: datetime) -> Alert:
    """The alert, or 404 as if it did not exist."""
    rows = visible_to(user, now).select_related("place", "stage", "leader", "asked_by", "words", "reason")
    found = rows.filter(pk=pk).select_related("answered_by").first()
    if found is None:
        raise Http404
    return found

"""The one gate for visitors' questions: who leads it, who answers for them, the line above, rungs told, owner, CX manager."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.models import Escalation, User
from cxapp.lib.sql import Below
from feedback.access.cases import acting_for
from feedback.models import Enquiry


def visible_to(user: User, now: datetime) -> QuerySet[Enquiry]:
    """Every question this person may read and answer."""
    if user.is_owner or user.is_cx_manager:
        return Enquiry.objects.all()
    rungs = Escalation.objects.filter(Q(to=user) | Q(deputy=user), clock__subject_kind="enquiry")
    mine = [user.pk, *acting_for(user, now)]
    return Enquiry.objects.filter(
        Q(leader__in=mine)
        | Q(leader__in=Below(User, "reports_to", [user.pk]))
        | Q(pk__in=rungs.values("clock__subject_id"))
    )


def get_enquiry_for(user: User, pk: int, now: datetime) -> Enquiry:
    """The question, or 404 as if it did not exist."""
    rows = visible_to(user, now).select_related(
        "text", "answer", "leader", "place", "customer", "answered_by"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found

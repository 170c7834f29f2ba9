"""Who reads a leader's answer to a miss: the leader, the line above, who was told, the owner and the CX manager. And who
decides about it: somebody above, never the leader, nor anyone below them standing in for somebody above.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from accounts.models import RUNNING, Clock, Escalation, Miss, User
from cxapp.insights.enums import ReplyState
from cxapp.insights.models import Reply
from cxapp.insights.rules.replies import SET_ASIDE
from cxapp.lib.sql import AnyOf, Below, ancestors
from feedback.access.cases import acting_for
from feedback.enums import ConcernState
from feedback.models import Concern

OF_REPLIES = Q(subject_kind="reply", kind=SET_ASIDE)


def visible_to(user: User, now: datetime) -> QuerySet[Reply]:
    """Every answer this person may read; none about a case that is about them or somebody above them."""
    shown = Reply.objects.all()
    if not (user.is_owner or user.is_cx_manager):
        own = Q(person=user) | Q(decider=user) | Q(decided_by=user)
        shown = shown.filter(own | Q(AnyOf("person", _below(user))) | Q(pk__in=_told(user, now)))
    line = ancestors(User, "reports_to", [user.pk])
    about = Concern.objects.filter(
        signal__case=OuterRef("miss__clock__subject_id"), state=ConcernState.CONFIRMED, person__in=line
    )
    return shown.filter(Q(person=user) | ~Q(miss__clock__subject_kind="case") | ~Exists(about))


def decidable_by(user: User, now: datetime) -> QuerySet[Reply]:
    """What waits for a decision this person may take."""
    line = ancestors(User, "reports_to", [user.pk])
    asked = visible_to(user, now).filter(state=ReplyState.ASKED).exclude(person__in=line)
    return asked.filter(Q(AnyOf("person", _below(user))) | Q(pk__in=_told(user, now)))


def get_reply_for(user: User, pk: int, now: datetime) -> Reply:
    """The answer, or 404 as if it did not exist."""
    rows = visible_to(user, now).select_related(
        "person", "decider", "decided_by", "words", "reason", "miss__clock"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def misses_of(user: User) -> QuerySet[Miss]:
    """A person's own misses, which they may answer."""
    return Miss.objects.filter(person=user)


def get_own_miss(user: User, pk: int) -> Miss:
    found = misses_of(user).select_related("clock").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _below(user: User) -> Below:
    return Below(User, "reports_to", [user.pk])


def _told(user: User, now: datetime) -> QuerySet[Clock, int]:
    """The answers this person was asked to decide, or was told of as they climbed, for themselves or for somebody away."""
    mine = [user.pk, *acting_for(user, now)]
    rungs = Escalation.objects.filter(Q(to__in=mine) | Q(deputy=user), clock__subject_kind="reply")
    asked = Q(holder__in=mine) & RUNNING | Q(pk__in=rungs.values("clock"))
    return Clock.objects.filter(OF_REPLIES & asked).values_list("subject_id", flat=True)

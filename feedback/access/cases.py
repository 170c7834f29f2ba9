"""The one gate for cases: `visible_to` is used by lists, detail, search, export, API, counts and mail alike.

Someone else's case is 404, indistinguishable from not existing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import BigIntegerField, DateTimeField, Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from accounts.models import Absence, Clock, Escalation, User
from cxapp.lib.kept import Among, Given, Kept
from cxapp.lib.readonly import asked_once
from cxapp.lib.sql import Above, AnyOf, Below
from feedback.enums import ConcernState, HandOverState
from feedback.models import Case, Concern, HandOver, Responsibility, Signal
from feedback.rules.kinds import OPENING


class Sight(StrEnum):
    """How much of a case someone sees."""

    FULL = "full"
    FORMER = "former"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class Seen:
    """A case as one person may see it. `until`: a former holder reads up to the hand-over."""

    case: Case
    sight: Sight
    until: datetime | None = None


def visible_to(user: User, now: datetime) -> QuerySet[Case]:
    """Every case this person may read in full."""
    shown = Case.objects.all()
    if not (user.is_owner or user.is_cx_manager):
        shown = shown.filter(_readable(user.pk, [user.pk, *acting_for(user, now)]))
    return without_hidden(shown, user)


def _readable(user: Any, mine: Any) -> Q:
    """Leading it or standing in for who does, having been told of it, being above: with values, or with what stands for them."""
    rungs = Escalation.objects.filter(
        Q(to=user) | Q(deputy=user), clock__subject_kind="case", clock__kind__in=OPENING
    )
    return (
        Q(Among("leader", mine))
        | Q(AnyOf("pk", Subquery(rungs.values("clock__subject_id"))))
        | Q(AnyOf("leader", Below(User, "reports_to", [user])))
    )


def seen_among(user: User, cases: Collection[int], now: datetime) -> Mapping[int, tuple[int, str]]:
    """Leader and state of those of these cases that `visible_to` shows; with kept SQL where nothing is hidden."""
    if user.is_owner or user.is_cx_manager or anybody_concerned():
        rows = list(visible_to(user, now).filter(pk__in=cases).values_list("pk", "leader_id", "state"))
    else:
        rows = _SEEN(user=user.pk, mine=[user.pk, *acting_for(user, now)], cases=cases)
    return {pk: (leader, state) for pk, leader, state in rows}


_SEEN = Kept(
    lambda: Case.objects.filter(
        _readable(Given("user", BigIntegerField()), "mine"), Among("pk", "cases")
    ).values_list("pk", "leader_id", "state")
)


def without_hidden(cases: QuerySet[Case], user: User) -> QuerySet[Case]:
    """Minus the cases about this person or anyone above them. Hiding beats every other right but leading the case."""
    if not anybody_concerned():
        return cases
    about = about_line_of(user).filter(signal__case=OuterRef("pk"))
    return cases.filter(~Exists(about) | Q(leader=user))


def about_line_of(user: User) -> QuerySet[Concern]:
    """Where this person or somebody above them is named."""
    line = User.objects.filter(Above(User, "reports_to", [user.pk]))
    return Concern.objects.filter(state=ConcernState.CONFIRMED, person__in=line.order_by().values("pk"))


@asked_once
def anybody_concerned() -> bool:
    """Whether anything is about somebody who works here at all."""
    return bool(_CONCERNS())


_CONCERNS = Kept(lambda: Concern.objects.filter(state=ConcernState.CONFIRMED).values_list("pk")[:1])


@asked_once
def acting_for(user: User, now: datetime) -> Sequence[int]:
    """The people this person deputises for now, through chains of deputies."""
    found: list[int] = []
    ring = [user.pk]
    while ring:
        away = {person for (person,) in _AWAY(deputies=ring, now=now)}
        ring = sorted(away - {*found, user.pk})
        found += ring
    return tuple(found)


_NOW = Given("now", DateTimeField())
_AWAY = Kept(
    lambda: Absence.objects.filter(Among("deputy", "deputies"), starts__lte=_NOW, ends__gt=_NOW).values_list(
        "person_id"
    )
)


def get_case_for(user: User, pk: int, now: datetime) -> Seen:
    """The case as this person may see it: in full, as a former holder, or as a card. Otherwise 404."""
    case = next(iter(_CASE.objects(case=pk)), None)
    if case is None:
        raise Http404
    if pk in seen_among(user, [pk], now):
        return Seen(case, Sight.FULL)
    if not without_hidden(Case.objects.filter(pk=pk), user).exists():
        raise Http404
    held = Responsibility.objects.filter(case=case, leader=user, ends__isnull=False).order_by("-ends").first()
    if held is not None:
        return Seen(case, Sight.FORMER, held.ends)
    asked = HandOver.objects.filter(case=case, receiver=user, state=HandOverState.OFFERED)
    if asked.exists() or Signal.objects.filter(case=case, logged_by=user).exists():
        return Seen(case, Sight.CARD)
    raise Http404


_CASE = Kept(
    lambda: Case.objects.filter(pk=Given("case", BigIntegerField())).select_related(
        "customer", "leader", "place", "stage", "words"
    )
)


def get_full_case_for(user: User, pk: int, now: datetime) -> Case:
    """For verbs: only somebody who sees the whole case may act on it."""
    seen = get_case_for(user, pk, now)
    if seen.sight != Sight.FULL:
        raise Http404
    return seen.case


def rungs_told(case: Case) -> QuerySet[Escalation]:
    """Who was told of this case, in order."""
    clocks = Clock.objects.filter(subject_kind="case", subject_id=case.pk, kind__in=OPENING)
    return (
        Escalation.objects.filter(clock__in=clocks)
        .select_related("to", "deputy", "clock")
        .order_by("told_at", "level")
    )

"""What the story looks up again and again: places, cases, invitations, links, who stands in. Read by SQL that is kept.

Not here: what it does with them.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import BigIntegerField, CharField, DateTimeField

from accounts.models import RUNNING, Absence, Clock, Unit, User
from accounts.queries.house import house
from cxapp.demo.models import Stamp
from cxapp.lib.kept import Given, Kept
from feedback.enums import OpenLinkKind
from feedback.models import Case, Invitation, OpenLink
from feedback.queries.answer_reads import version_of
from feedback.rules.kinds import MAIN


def place_at(slug: str) -> Unit:
    """A unit by its short name. For reading only: it is shared."""
    return house().kept("demo:units", lambda: {unit.slug: unit for unit in Unit.objects.all()})[slug]


def case_of(pk: int) -> Case:
    """With its leader. Raises IndexError where there is none."""
    found: Case = _CASE.objects(pk=pk)[0]
    return found


def invitation_of(pk: int) -> Invitation:
    """With its customer, its place and what it asks. Raises IndexError where there is none."""
    found: Invitation = _INVITATION.objects(pk=pk)[0]
    found.version = version_of(found.version_id)
    return found


def link_at(kind: OpenLinkKind, place: str) -> OpenLink:
    """The open link of this kind in use at a place. Raises IndexError where there is none."""
    found: OpenLink = _LINK.objects(kind=kind, place=place)[0]
    return found


def stand_in(person: int, now: datetime) -> User | None:
    """The deputy of somebody who is away; None while they are here or nobody stands in."""
    away = _AWAY.objects(person=person, now=now)
    deputy: User | None = away[0].deputy if away else None
    return deputy


def has_begun(case: Case, now: datetime) -> bool:
    """Whether a cycle of the case begins at this moment."""
    return bool(_BEGUN(case=case.pk, cycle=case.cycle, now=now))


def began() -> datetime:
    """The first moment of the story."""
    moment: datetime = _BEGAN()[0][0]
    return moment


def next_alarm() -> datetime | None:
    """When the first clock falls due."""
    rows = _ALARM()
    return rows[0][0] if rows else None


_PK = Given("pk", BigIntegerField())
_NOW = Given("now", DateTimeField())
_CASE = Kept(lambda: Case.objects.filter(pk=_PK).select_related("leader"))
_INVITATION = Kept(lambda: Invitation.objects.filter(pk=_PK).select_related("customer", "place"))
_LINK = Kept(
    lambda: (
        OpenLink.objects.filter(
            kind=Given("kind", CharField()), place__slug=Given("place", CharField()), is_active=True
        )
        .select_related("survey", "place", "department")
        .order_by("pk")[:1]
    )
)
_AWAY = Kept(
    lambda: Absence.objects.filter(
        person=Given("person", BigIntegerField()), starts__lte=_NOW, ends__gt=_NOW
    ).select_related("deputy")[:1]
)
_BEGUN = Kept(
    lambda: Clock.objects.filter(
        subject_kind="case",
        subject_id=Given("case", BigIntegerField()),
        kind__in=MAIN,
        cycle=Given("cycle", BigIntegerField()),
        started_at=_NOW,
    ).values_list("pk")[:1]
)
_BEGAN = Kept(lambda: Stamp.objects.values_list("started_at")[:1])
_ALARM = Kept(
    lambda: (
        Clock.objects.filter(RUNNING, next_at__isnull=False).order_by("next_at").values_list("next_at")[:1]
    )
)

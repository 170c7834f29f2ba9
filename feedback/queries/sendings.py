"""Who was asked, what came of it, and how far a sending is. Not here: what is known of a customer (`asking`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404

from feedback.enums import OpenLinkKind, PassedOver, ResponseState
from feedback.models import COUNTED, Occasion, OpenLink, Response, Sending, SendingRule, Survey

ANSWERED = Q(invitation__response__isnull=False)
STATES: dict[str, Q] = {
    "waiting": Q(decided_at=None),
    "asked": Q(invitation__isnull=False),
    "answered": ANSWERED,
    "bounced": Q(invitation__bounced_at__isnull=False),
    "passed": ~Q(passed_over=""),
}
"""By which a list of occasions is narrowed."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many could be asked, and what became of them."""

    all: int = 0
    waiting: int = 0
    asked: int = 0
    delivered: int = 0
    answered: int = 0
    bounced: int = 0
    passed: Sequence[tuple[str, int]] = ()

    @property
    def decided(self) -> int:
        return self.all - self.waiting

    @property
    def passed_over(self) -> int:
        return sum(count for _reason, count in self.passed)


def progress_of(occasions: QuerySet[Occasion]) -> Progress:
    """Counted from the rows themselves, in two questions."""
    counts = occasions.aggregate(
        all=Count("pk"),
        waiting=Count("pk", filter=STATES["waiting"]),
        asked=Count("pk", filter=STATES["asked"]),
        delivered=Count("pk", filter=Q(invitation__delivered_at__isnull=False)),
        answered=Count("pk", filter=ANSWERED),
        bounced=Count("pk", filter=STATES["bounced"]),
    )
    why = occasions.exclude(passed_over="").values_list("passed_over").annotate(n=Count("pk")).order_by("-n")
    passed = [(str(PassedOver(reason).label), count) for reason, count in why]
    return Progress(**counts, passed=passed)


def occasions_of(survey: Survey) -> QuerySet[Occasion]:
    return Occasion.objects.filter(survey=survey)


def listed(occasions: QuerySet[Occasion], state: str = "") -> QuerySet[Occasion]:
    """With what a list shows of each, newest first."""
    rows = occasions.filter(STATES[state]) if state in STATES else occasions
    more = ("customer", "place", "sending", "rule", "invitation__response", "invitation__leader")
    return rows.select_related(*more).order_by("-at", "-pk")


def sendings_of(survey: Survey) -> QuerySet[Sending]:
    """Newest first, with how many each holds and how many of them were asked."""
    rows = Sending.objects.filter(survey=survey).select_related("by")
    counted = rows.annotate(
        people=Count("occasions"), asked=Count("occasions", filter=Q(occasions__invitation__isnull=False))
    )
    return counted.order_by("-at", "-pk")


def get_sending(survey: Survey, pk: int) -> Sending:
    return get_object_or_404(Sending.objects.select_related("by", "survey"), pk=pk, survey=survey)


def rules_of(survey: Survey) -> QuerySet[SendingRule]:
    """The rules that ask this survey, with how many occasions each made."""
    rows = SendingRule.objects.filter(survey=survey).select_related("place", "created_by")
    return rows.annotate(people=Count("occasions")).order_by("-is_active", "pk")


def get_sending_rule(survey: Survey, pk: int) -> SendingRule:
    return get_object_or_404(SendingRule, pk=pk, survey=survey)


def links_of(survey: Survey) -> QuerySet[OpenLink]:
    """The open links of a survey, those in use first, with how many answers came through each."""
    rows = OpenLink.objects.filter(survey=survey).select_related("place", "stage", "created_by")
    return rows.annotate(answers=_responses(COUNTED), held=_responses(Q(state=ResponseState.HELD))).order_by(
        "-is_active", "-created_at", "-pk"
    )


def _responses(which: Q) -> Coalesce:
    """How many responses of this sort came through a link."""
    rows = Response.objects.filter(which, link=OuterRef("pk")).order_by().values("link")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


def get_open_link(survey: Survey, code: str) -> OpenLink:
    found = OpenLink.objects.filter(survey=survey, code=code).select_related("place", "survey").first()
    if found is None:
        raise Http404
    return found


def address_of(link: OpenLink) -> str:
    """Where anybody answers: the path below the site's address."""
    return f"/kiosk/{link.code}/" if link.kind == OpenLinkKind.KIOSK else f"/a/{link.code}/"

"""From customers who could be asked to those who answered, and why not: counted from occasions, in two queries.

Those asked in a period, whenever they answer: each belongs to the day its occasion came up. Not here: answers on open
links, of which nobody knows how many could have answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from cxapp.insights.access.results import invitations_for, reads_everything
from cxapp.insights.queries.scores import place_condition
from cxapp.insights.rules.filters import Filters
from cxapp.lib.periods import Period
from cxapp.lib.statistics import Estimate, gap, share
from feedback.enums import AskedBy, ResponseState
from feedback.models import Invitation, Occasion, Survey

Rows = TypeVar("Rows", bound=QuerySet[Any, Any])


@dataclass(frozen=True, slots=True)
class Funnel:
    """`eligible` is None for a reader who sees only those they were responsible for."""

    eligible: int | None
    invited: int
    delivered: int
    opened: int
    answered: int
    finished: int
    why_not: Mapping[str, int] = field(default_factory=dict)
    """Reasons of being passed over, and `waiting`: not decided yet."""
    bounced: int = 0
    not_opened: int = 0
    not_finished: int = 0

    @property
    def response_rate(self) -> Estimate | None:
        """Completed of delivered."""
        return share(self.finished, max(self.delivered, self.finished))

    @property
    def coverage(self) -> Estimate | None:
        """Invited of eligible."""
        return share(self.invited, self.eligible) if self.eligible else None


def funnel(*, reader: User, survey: Survey, filters: Filters, period: Period, now: datetime) -> Funnel:
    """Those who came up for being asked in this period, and how far each came."""
    steps = _steps(invitations_for(reader, now).filter(version__survey=survey), filters, period, now)
    why_not: dict[str, int] = {}
    eligible = None
    if reads_everything(reader):
        occasions = Occasion.objects.filter(survey=survey, at__gte=period.start, at__lt=period.end)
        rows = _narrowed(occasions.exclude(how=AskedBy.TEST), filters).filter(invitation=None)
        why_not = {
            reason or "waiting": n
            for reason, n in rows.order_by().values_list("passed_over").annotate(n=Count("pk"))
        }
        eligible = steps["invited"] + sum(why_not.values())
    return Funnel(
        eligible,
        steps["invited"],
        steps["delivered"],
        steps["opened"],
        steps["answered"],
        steps["finished"],
        why_not,
        bounced=steps["bounced"],
        not_opened=steps["delivered"] - steps["opened"],
        not_finished=steps["answered"] - steps["finished"],
    )


def _steps(
    invitations: QuerySet[Invitation], filters: Filters, period: Period, now: datetime
) -> dict[str, int]:
    """Each step contains the next: who answered had it opened, and who opened it had it delivered."""
    came_up = Q(occasion__at__gte=period.start, occasion__at__lt=period.end)
    sent = Q(occasion=None, sent_at__gte=period.start, sent_at__lt=period.end)
    counted = (ResponseState.PARTIAL, ResponseState.COMPLETE)
    answered = Q(response__state__in=counted, response__is_test=False)
    opened = answered | Q(opened_at__isnull=False)
    delivered = opened | Q(delivered_at__isnull=False, bounced_at=None)
    rows = _narrowed(invitations.filter(came_up | sent), filters)
    return rows.aggregate(
        invited=Count("pk"),
        delivered=Count("pk", filter=delivered),
        opened=Count("pk", filter=opened),
        answered=Count("pk", filter=answered),
        finished=Count("pk", filter=answered & Q(response__state=ResponseState.COMPLETE)),
        bounced=Count("pk", filter=Q(bounced_at__isnull=False) & ~opened),
    )


def _narrowed(rows: Rows, filters: Filters) -> Rows:
    if filters.stage:
        rows = rows.filter(stage=filters.stage)
    if filters.place:
        rows = rows.filter(place_condition("place", filters.place))
    if filters.department:
        rows = rows.filter(place_condition("department", filters.department))
    return rows


def fell(now: Funnel, before: Funnel) -> bool:
    """Whether clearly fewer of those asked answer than before: then better scores prove nothing."""
    here, there = now.response_rate, before.response_rate
    return here is not None and there is not None and gap(here, there).high < 0

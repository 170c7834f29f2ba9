"""The behaviour *answers read*: read / drawn, and the answers behind. Made only of answers the reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.rules.behaviours import Asked, Counted, DoneDue, Evidence
from cxapp.insights.access.whole import reads_counts_only
from cxapp.insights.queries.raw.grouping import seen_responses
from cxapp.insights.queries.reading import readings
from cxapp.insights.rules.families import Sight, Wanted
from cxapp.lib.batches import Batches
from cxapp.lib.buckets import hull, number_of
from feedback.models import Reading


def read(asked: Asked) -> Counted:
    """By the Monday of the week the answers were given in: what was drawn, and what of it was opened by a press."""
    found: dict[int, list[DoneDue]] = {}
    counted = _rows(asked, _counted(asked)).order_by().values_list("person", "number")
    for person, number, done, drawn in counted.annotate(n_read=Count("read_at"), n=Count("pk")):
        numbers = found.setdefault(person, [DoneDue(due=0)] * len(asked.periods))
        numbers[number] = DoneDue(done, drawn)
    return found


def _counted(asked: Asked) -> QuerySet[Reading]:
    """What a number is made of. The board opens no answer and counts all that are about nobody: a number, never a false 0."""
    if not reads_counts_only(asked.reader):
        return _opened(asked)
    shared = seen_responses(Wanted(asked.periods, asked.now, UTC, sight=Sight.SHARED))
    return Reading.objects.filter(person__in=asked.people, response__in=shared.values("pk"))


def _opened(asked: Asked) -> QuerySet[Reading]:
    return readings(reader=asked.reader, people=asked.people, now=asked.now)


def reading_rows(asked: Asked) -> Sequence[Evidence]:
    rows = _rows(asked, _opened(asked)).select_related("response__customer", "response__place")
    return Batches(rows.order_by("-week", "-drawn_at", "-pk"), lambda found: [_shown(one) for one in found])


def _rows(asked: Asked, drawn: QuerySet[Reading]) -> QuerySet[Any, Any]:
    period = hull(asked.periods)
    weeks = drawn.filter(week__gte=period.first_day, week__lte=period.last_day)
    return weeks.annotate(number=number_of("week", asked.periods, dates=True)).filter(number__isnull=False)


def _shown(one: Reading) -> Evidence:
    answer = one.response
    who = answer.customer.name if answer.customer else ""
    return Evidence(
        answer.at,
        who or _("An answer without a name"),
        reverse("answer", args=[answer.pk]),
        one.read_at is not None,
        notes=(answer.place.name,) if answer.place else (),
    )

"""The bakery's list of customers, brought in every fortnight: who is still with us three months after they complained.

Whoever was called stays more often than whoever nobody reached; of some nothing is known. Not here: the play (`play`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, Min, OuterRef

from accounts.queries.house import house
from accounts.rules.actor import SYSTEM
from cxapp.demo.story.plan import chance
from feedback.enums import ContactKind, Outcome
from feedback.models import Case, ContactAttempt, ContactPoint, Customer
from feedback.operations.customer_lists import Listed, take_list

OLDEST, NEWEST = timedelta(days=120), timedelta(days=91)
UNKNOWN = 0.12
LEAVE_REACHED, LEAVE_OTHERS = 0.06, 0.3


def bring(now: datetime) -> None:
    """Those who complained about three months ago and of whom nothing is known yet."""
    day = now.astimezone(ZoneInfo(house().organisation.zone)).date()
    reached = ContactAttempt.objects.filter(case__customer=OuterRef("pk"), outcome=Outcome.REACHED)
    ripe = Case.objects.filter(received_at__gte=now - OLDEST, received_at__lt=now - NEWEST)
    people = Customer.objects.filter(
        pk__in=ripe.values("customer"), known_on=None, left_on=None, merged_into=None
    )
    rows = []
    mails = dict(
        ContactPoint.objects.filter(customer__in=people, kind=ContactKind.EMAIL).values_list(
            "customer_id", "value"
        )
    )
    for one in people.annotate(reached=Exists(reached), first=Min("cases__received_at")).order_by("pk"):
        rng = chance("list", one.pk)
        if one.pk not in mails or rng.random() < UNKNOWN:
            continue
        left = rng.random() < (LEAVE_REACHED if one.reached else LEAVE_OTHERS)
        gone = (one.first + timedelta(days=rng.randrange(10, 80))).date() if left else None
        rows.append(Listed(email=mails[one.pk], left=left, left_on=gone))
    if rows:
        take_list(rows=rows, source="till", day=day, by=SYSTEM, now=now)

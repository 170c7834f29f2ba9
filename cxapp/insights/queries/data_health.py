"""What is missing in the data the figures are made of: each gap as rows that somebody can mend.

Counts and their lists ask the same rows. Cases about somebody are passed over as everywhere (`feedback.access.cases`).
Not here: what a gap is called and where it is mended (`views.data_health`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.enums import UnitKind
from accounts.models import Unit, User
from accounts.queries.gaps import gaps_of
from accounts.queries.house import house
from cxapp.insights.queries import money
from cxapp.lib.periods import between, today
from feedback.access.cases import visible_to
from feedback.enums import ContactKind, ResponseState, Wish
from feedback.models import COUNTED, OPEN, Case, ContactPoint, Customer, Invitation, Response, Signal

DAYS = 90
SILENT_DAYS = 14


@dataclass(frozen=True, slots=True)
class Asked:
    """Of those asked by a private link in the last 90 days: delivered, answered to the end, and scored without a tap."""

    delivered: int
    answered: int
    unconfirmed: int


def asked(now: datetime) -> Asked:
    sent = Invitation.objects.filter(is_test=False, sent_at__gte=now - timedelta(days=DAYS), sent_at__lte=now)
    finished = Q(response__state=ResponseState.COMPLETE, response__is_test=False)
    found = sent.aggregate(
        delivered=Count("pk", filter=finished | Q(delivered_at__isnull=False, bounced_at=None)),
        answered=Count("pk", filter=finished),
        unconfirmed=Count("pk", filter=Q(unconfirmed_score__isnull=False, response=None)),
    )
    return Asked(**found)


def silent_places(now: datetime) -> QuerySet[Unit]:
    """Live places, with none below them, from which no customer was heard for fourteen days."""
    since = now - timedelta(days=SILENT_DAYS)
    heard = Signal.objects.filter(place=OuterRef("pk"), received_at__gte=since)
    answered = Response.objects.filter(COUNTED, place=OuterRef("pk"), at__gte=since)
    below = Unit.objects.filter(parent=OuterRef("pk"), is_active=True, kind=UnitKind.PLACE)
    places = Unit.objects.filter(kind=UnitKind.PLACE, is_active=True, live_at__lte=since)
    return places.filter(~Exists(below), ~Exists(heard), ~Exists(answered)).order_by("name", "pk")


def _wait(reader: User, now: datetime) -> QuerySet[Case]:
    return visible_to(reader, now).filter(OPEN, customer__isnull=False)


def without_phone(reader: User, now: datetime) -> QuerySet[Customer]:
    """Customers with an open case who want to be called and have no telephone number that works."""
    cases = _wait(reader, now).filter(wish=Wish.CALL)
    phones = ContactPoint.objects.filter(customer=OuterRef("pk"), kind=ContactKind.PHONE, bounced_at=None)
    found = Customer.objects.filter(~Exists(phones), pk__in=cases.values("customer"))
    return found.order_by("name", "pk")


def without_value(reader: User, now: datetime) -> QuerySet[Customer]:
    """Customers with an open case of whom nobody knows what they are worth a year."""
    found = Customer.objects.filter(yearly_value=None, pk__in=_wait(reader, now).values("customer"))
    return found.order_by("name", "pk")


def outcome_unknown(reader: User, now: datetime) -> QuerySet[Customer]:
    """Customers whose 90 days were over within the last 90, and nobody knows whether they stayed."""
    organisation = house().organisation
    last = today(now, organisation.zone)
    period = between(last - timedelta(days=DAYS - 1), last, organisation.zone)
    cases = money.counted(money.readable(reader, now))
    rows = money.compared(cases, period, now, organisation.zone).filter(came=money.UNKNOWN)
    return Customer.objects.filter(pk__in=rows.values("customer")).order_by("name", "pk")


def line_gaps(now: datetime) -> Sequence[str]:
    """A sentence for each live place or department whose line is broken."""
    units = list(Unit.objects.filter(is_active=True, live_at__lte=now).order_by("name", "pk"))
    found = gaps_of(units=units, now=now)
    return [found[unit.pk] for unit in units if unit.pk in found]

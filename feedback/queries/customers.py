"""Finding a customer, and who may read their page.

Whoever sees one of their cases sees the customer. Everybody else finds one by an exact telephone number or address, or by
name at their own place, and then learns four things only: name, whether a case is open, who leads it, by when.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.models import User
from accounts.queries.house import house
from cxapp.lib.contact_points import EMAIL, PHONE, digest, normalise
from feedback.access.cases import visible_to, without_hidden
from feedback.models import OPEN, Case, ContactPoint, Customer

MOST = 5
FEWEST_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Known:
    """A customer as the front line finds them."""

    id: int
    name: str
    case: Case | None


def marks_of(text: str) -> list[str]:
    """The digests under which this would be stored, were it a telephone number or an e-mail address."""
    region = house().organisation.region
    key = settings.HISTORY_KEY.encode()
    return [
        digest(key, kind, normal)
        for kind in (PHONE, EMAIL)
        if (normal := normalise(kind, text, region=region)) is not None
    ]


def own_places(user: User) -> list[int]:
    """The unit somebody works in and everything inside it."""
    if user.unit_id is None:
        return []
    where = house()
    return [unit for unit in where.units if where.within(unit, user.unit_id)]


def find_known(*, user: User, reach: str, name: str) -> list[Known]:
    """Customers by exact number or address, else by the beginning of their name at the reader's own place."""
    people = Customer.objects.filter(merged_into=None, erased_at=None)
    if reach and (marks := marks_of(reach)):
        points = ContactPoint.objects.filter(digest__in=marks, identifies=True).values("customer")
        found = list(people.filter(pk__in=points)[:MOST])
        if found:
            return _with_cases(found, user)
    if len(name) < FEWEST_LETTERS:
        return []
    return _with_cases(list(_named(people, user, name)[:MOST]), user)


def _named(people: QuerySet[Customer], user: User, name: str) -> QuerySet[Customer]:
    here = own_places(user)
    at_home = Q(place__in=here) | Q(cases__place__in=here)
    return (
        people.filter(at_home, Q(name__istartswith=name) | Q(name__icontains=f" {name}"))
        .distinct()
        .order_by("name")
    )


def _with_cases(people: Collection[Customer], user: User) -> list[Known]:
    open_cases = without_hidden(
        Case.objects.filter(OPEN, customer__in=people, matter=0), user
    ).select_related("leader")
    by_customer = {case.customer_id: case for case in open_cases}
    return [Known(person.pk, str(person), by_customer.get(person.pk)) for person in people]


@dataclass(frozen=True, slots=True)
class SeenCustomer:
    """A customer as one person may see them; `cases` are those they may read, newest first."""

    customer: Customer
    full: bool
    cases: list[Case]
    open_case: Case | None


def get_customer_for(user: User, pk: int, now: datetime) -> SeenCustomer:
    """In full for whoever may read one of their cases; by name only at the reader's own place. Otherwise 404.

    Whoever was made one with another customer is that one.
    """
    found = Customer.objects.select_related("account", "place", "merged_into").filter(pk=pk).first()
    if found is None:
        raise Http404
    customer = found.merged_into or found
    readable = visible_to(user, now).filter(customer=customer)
    cases = list(
        readable.select_related("leader", "stage", "place", "words", "customer").order_by("-opened_at")
    )
    if cases or user.is_owner or user.is_cx_manager:
        return SeenCustomer(customer, True, cases, next((case for case in cases if case.is_open), None))
    here = own_places(user)
    if customer.place_id in here or Case.objects.filter(customer=customer, place__in=here).exists():
        [known] = _with_cases([customer], user)
        return SeenCustomer(customer, False, [], known.case)
    raise Http404

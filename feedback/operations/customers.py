"""Finding the customer behind a signal, or adding them. The digest of a contact point decides who is who."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

from accounts.queries.house import house
from cxapp.lib.contact_points import digest, normalise
from cxapp.lib.kept import Among, Kept
from cxapp.lib.new_rows import new_row
from cxapp.lib.sql import insert_rows
from feedback.enums import ContactKind
from feedback.models import ContactPoint, Customer
from feedback.rules.drafts import SignalDraft

Key = tuple[str, str]
Point = tuple[str, str, str]
"""Kind, value and mark of a way to reach somebody."""


@dataclass(slots=True)
class Found:
    """The customer of one draft; None where nothing tells who it was. `reachable`: there is a way to reach them.

    `points`: the ways as this draft gave them; `added`: those that were not known before.
    """

    customer: Customer | None
    reachable: bool
    points: list[Point]
    is_new: bool = False
    added: list[Point] = field(default_factory=list)

    @property
    def has_mail(self) -> bool:
        """Whether this draft gave a way to write to them."""
        return any(kind == ContactKind.EMAIL for kind, _value, _mark in self.points)


def point_digest(kind: str, normal: str) -> str:
    return digest(settings.HISTORY_KEY.encode(), kind, normal)


def find_customers(*, drafts: Sequence[SignalDraft], now: datetime) -> list[Found]:
    """One entry a draft, in order. Nothing is stored yet: who is new waits for `store_customers`."""
    region = house().organisation.region
    points = [_points(draft, region) for draft in drafts]
    known = _known({(kind, mark) for group in points for kind, _, mark in group})
    given = _given([draft.customer for draft in drafts if draft.customer])
    has_points = (
        {pk for (pk,) in _WITH_A_POINT(customers=[row.pk for row in given.values()])} if given else set()
    )
    found: list[Found] = []
    for draft, group in zip(drafts, points, strict=True):
        fresh = [(kind, value, mark) for kind, value, mark in group if (kind, mark) not in known]
        customer = given.get(draft.customer or 0) or next(
            (known[kind, mark] for kind, _, mark in group if (kind, mark) in known), None
        )
        if customer is None and (group or draft.name):
            customer = _new(draft, now)
        if customer is not None:
            known.update({(kind, mark): customer for kind, _, mark in fresh})
        reachable = bool(group) or (customer is not None and customer.pk in has_points)
        is_new = customer is not None and customer.pk is None
        found.append(Found(customer, reachable, group, is_new, fresh))
    return found


def store_customers(found: Sequence[Found]) -> None:
    """New customers and contact points. A race ends in an IntegrityError for the loser, whose whole receipt is repeated by the

    caller and then finds the winner's rows."""
    insert_rows(new_customers(found))
    points = {
        (kind, mark): new_row(ContactPoint, customer=entry.customer, kind=kind, value=value, digest=mark)
        for entry in found
        for kind, value, mark in entry.added
    }
    insert_rows(list(points.values()))


def new_customers(found: Sequence[Found]) -> list[Customer]:
    """Each once, however many drafts are theirs."""
    new = {id(entry.customer): entry.customer for entry in found if entry.is_new}
    return [customer for customer in new.values() if customer is not None]


def find_or_add_customers(*, drafts: Sequence[SignalDraft], now: datetime) -> list[Found]:
    found = find_customers(drafts=drafts, now=now)
    store_customers(found)
    return found


def were_merged(found: Sequence[Found]) -> bool:
    """Whether somebody made one of these customers part of another since they were found. From here on nobody can.

    Asked last, for customers are locked after cases everywhere.
    """
    ids = {entry.customer.pk for entry in found if entry.customer is not None and not entry.is_new}
    if not ids:
        return False
    return any(merged_into for (merged_into,) in _LOCKED(customers=ids))


def _given(ids: Sequence[int]) -> dict[int, Customer]:
    """Customers named by their number; one who was merged meanwhile is the one they became."""
    if not ids:
        return {}
    return {row.pk: row.merged_into or row for row in _BY_NUMBER.objects(customers=set(ids))}


def _points(draft: SignalDraft, region: str) -> list[Point]:
    found = []
    for kind, typed in draft.contact_points:
        normal = normalise(kind, typed, region=region)
        if normal:
            found.append((kind, normal, point_digest(kind, normal)))
    return found


def _known(keys: set[Key]) -> dict[Key, Customer]:
    if not keys:
        return {}
    rows = _BY_DIGEST(digests=[mark for _, mark in keys])
    if not rows:
        return {}
    customers = _given([customer for _, _, customer in rows])
    return {(kind, mark): customers[customer] for kind, mark, customer in rows}


_BY_DIGEST = Kept(
    lambda: ContactPoint.objects.filter(Among("digest", "digests", of="text"), identifies=True).values_list(
        "kind", "digest", "customer_id"
    )
)
_BY_NUMBER = Kept(
    lambda: Customer.objects.filter(Among("pk", "customers")).select_related(
        "account", "merged_into__account"
    )
)
_LOCKED = Kept(
    lambda: (
        Customer.objects.filter(Among("pk", "customers"))
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
        .values_list("merged_into_id")
    )
)
_WITH_A_POINT = Kept(
    lambda: ContactPoint.objects.filter(Among("customer", "customers"), bounced_at=None).values_list(
        "customer_id"
    )
)


def _new(draft: SignalDraft, now: datetime) -> Customer:
    return new_row(
        Customer,
        name=draft.name[:200],
        language=draft.language,
        place_id=draft.place,
        yearly_value=draft.yearly_value,
        created_at=now,
    )

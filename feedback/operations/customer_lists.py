"""Taking a list of customers: who is found by number, e-mail or telephone is brought up to date, the others are added.

Personal data stays in the rows; history holds the names of the fields only. Not here: reading the list (`importers`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.operations.timeline import By, Entry, record
from accounts.queries.house import house
from cxapp.lib.contact_points import normalise
from cxapp.lib.sql import insert_rows, update_rows
from feedback.enums import ContactKind
from feedback.models import Account, ContactPoint, Customer
from feedback.operations.customers import point_digest

COLUMNS = ("name", "yearly_value", "left_on", "known_on", "account_id", "source", "external_id")
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Listed:
    """One customer of a list. What is empty is not said. `left`: whether the list says that they left, and perhaps when."""

    external_id: str = ""
    email: str = ""
    phone: str = ""
    name: str = ""
    account: str = ""
    yearly_value: Decimal | None = None
    left: bool | None = None
    left_on: date | None = None


@dataclass(slots=True)
class ListTaken:
    """`refused` says by its place in the list why somebody could not be taken."""

    added: int = 0
    changed: int = 0
    same: int = 0
    refused: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Known:
    """Customers by their number in this source and by the digest of each contact point."""

    numbers: dict[str, Customer]
    points: dict[Key, Customer]
    accounts: dict[str, Account]


@transaction.atomic
def take_list(*, rows: Sequence[Listed], source: str, day: date, by: By, now: datetime) -> ListTaken:
    """`day`: on which the list was true. Somebody who came back has no leaving date any more.

    1. who is known, locked  2. each row in turn, so that a later row wins  3. new ones, changed ones, their ways to be reached.
    """
    marks = [_marks(row) for row in rows]
    known = _known(rows, marks, source)
    taken, new, points = ListTaken(), [], []
    before: dict[int, tuple[Any, ...]] = {}
    for place, (row, own) in enumerate(zip(rows, marks, strict=True)):
        found = {id(one): one for one in _matches(row, own, known)}
        reason = _refusal(list(found.values()))
        if reason:
            taken.refused[place] = reason
            continue
        customer = next(iter(found.values()), None)
        if customer is None:
            customer = Customer(source=source, external_id=row.external_id, created_at=now)
            new.append(customer)
        elif customer.pk:
            before.setdefault(customer.pk, _state(customer))
        _fill(customer, row, known.accounts, source, day)
        if row.external_id:
            known.numbers[row.external_id] = customer
        for (kind, digest), value in own.items():
            if (kind, digest) not in known.points:
                known.points[kind, digest] = customer
                points.append((customer, kind, value, digest))
    _store(taken, new, before, known, by, now)
    insert_rows(
        [ContactPoint(customer=who, kind=kind, value=value, digest=mark) for who, kind, value, mark in points]
    )
    return taken


def _marks(row: Listed) -> dict[Key, str]:
    """The digests under which their e-mail address and telephone number are found, and what is kept of them."""
    region = house().organisation.region
    found = {}
    for kind, typed in ((ContactKind.EMAIL.value, row.email), (ContactKind.PHONE.value, row.phone)):
        normal = normalise(kind, typed, region=region) if typed else None
        if normal:
            found[kind, point_digest(kind, normal)] = normal
    return found


def _known(rows: Sequence[Listed], marks: Sequence[dict[Key, str]], source: str) -> _Known:
    numbers = {row.external_id for row in rows if row.external_id}
    digests = {digest for own in marks for _kind, digest in own}
    by_number = Customer.objects.filter(source=source, external_id__in=numbers).values_list(
        "pk", "external_id"
    )
    by_point = ContactPoint.objects.filter(digest__in=digests, identifies=True).values_list(
        "customer_id", "kind", "digest"
    )
    numbered, reached = list(by_number), list(by_point)
    ids = {pk for pk, _number in numbered} | {pk for pk, _kind, _digest in reached}
    merged = dict(
        Customer.objects.filter(pk__in=ids, merged_into__isnull=False).values_list("pk", "merged_into_id")
    )
    people = Customer.objects.filter(pk__in=ids | set(merged.values())).order_by("pk").select_for_update()
    by_pk = {person.pk: person for person in people}

    def whole(pk: int) -> Customer:
        return by_pk[merged.get(pk, pk)]

    names = {row.account for row in rows if row.account}
    accounts = {account.name: account for account in Account.objects.filter(name__in=names)}
    for name in sorted(names - set(accounts)):
        accounts[name] = Account.objects.create(name=name)
    return _Known(
        {number: whole(pk) for pk, number in numbered},
        {(kind, digest): whole(pk) for pk, kind, digest in reached},
        accounts,
    )


def _matches(row: Listed, own: dict[Key, str], known: _Known) -> list[Customer]:
    found = [known.points[key] for key in own if key in known.points]
    return [*([known.numbers[row.external_id]] if row.external_id in known.numbers else []), *found]


def _refusal(found: Sequence[Customer]) -> str:
    if len(found) > 1:
        return _(
            "The number, e-mail and telephone of this row belong to different customers. Make them one first."
        )
    if found and found[0].erased_at is not None:
        return _("This customer was erased. Nothing can be entered about them.")
    return ""


def _fill(customer: Customer, row: Listed, accounts: dict[str, Account], source: str, day: date) -> None:
    customer.name = row.name or customer.name
    if row.yearly_value is not None:
        customer.yearly_value = row.yearly_value
    if row.account:
        customer.account = accounts[row.account]
    if row.external_id and not customer.external_id:
        customer.source, customer.external_id = source, row.external_id
    if row.left:
        customer.left_on = row.left_on or customer.left_on or day
    elif row.left is False:
        customer.known_on = max(day, customer.known_on or day)
        if customer.left_on is not None and customer.left_on <= day:
            customer.left_on = None


def _state(customer: Customer) -> tuple[Any, ...]:
    return tuple(getattr(customer, name) for name in COLUMNS)


def _store(
    taken: ListTaken,
    new: Sequence[Customer],
    before: dict[int, tuple[Any, ...]],
    known: _Known,
    by: By,
    now: datetime,
) -> None:
    insert_rows(list(new))
    taken.added = len(new)
    people = {one.pk: one for one in [*known.numbers.values(), *known.points.values()]}
    entries, rows = [], []
    for pk, old in before.items():
        state = _state(people[pk])
        fields = [name for name, was, now_is in zip(COLUMNS, old, state, strict=True) if was != now_is]
        if not fields:
            taken.same += 1
            continue
        taken.changed += 1
        rows.append((pk, *state))
        entries.append(Entry("customer", pk, "changed", by, {"fields": fields, "list": True}))
    update_rows(Customer, COLUMNS, rows)
    record(entries=entries, now=now)

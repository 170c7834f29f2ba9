"""What staff enter or correct about a customer: name, language, value, account, and how to reach them.

Personal data stays in the rows; history holds the names of the fields only. Not here: two customers who are one
(`customer_merges`), and who may see a customer at all (`queries.customers`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.operations.timeline import Entry, record
from accounts.queries.house import house
from cxapp.lib.contact_points import normalise
from cxapp.lib.errors import NotAllowed, Refused
from feedback.enums import ContactKind, RemovalReason
from feedback.models import OPEN, Case, ContactPoint, Customer
from feedback.operations.customers import point_digest
from feedback.operations.cycles import lock_cases
from feedback.operations.wishes import reach_again, reach_gone
from feedback.queries.reach import missed_then

CHANGEABLE = ("name", "language", "yearly_value", "left_on", "known_on", "account")
UNREADABLE: dict[str, Any] = {
    ContactKind.PHONE: _("Enter a whole telephone number, such as +44 113 496 0000."),
    ContactKind.EMAIL: _("Enter a whole e-mail address, such as name@example.org."),
    ContactKind.ADDRESS: _("Enter the postal address."),
}


class CustomerRefused(Refused):
    code = "customer_refused"


class NotForYou(NotAllowed):
    code = "not_for_you"


class NotSure(Refused):
    """Nothing is wrong, but a customer is waiting for a call there: whoever takes it out says that they mean it."""

    code = "not_sure"


class PointTaken(Refused):
    """Another customer is reached there already: they may be the same person."""

    code = "point_taken"
    status = 409

    def __init__(self, other: Customer) -> None:
        words = _("%(name)s is reached there already. If they are the same person, the two can be made one.")
        super().__init__(words % {"name": other}, field="value")
        self.other = other


@transaction.atomic
def change_customer(*, customer: Customer, by: User, now: datetime, **changes: Any) -> list[str]:
    """Returns the names of what really changed. A new account counts from the next case on."""
    row = present(customer)
    changed = [name for name in CHANGEABLE if name in changes and getattr(row, name) != changes[name]]
    if "yearly_value" in changed and not may_value(by):
        raise NotForYou(_("What a customer is worth a year is entered by leaders and the CX manager."))
    if not {"left_on", "known_on"}.isdisjoint(changed) and not by.is_cx_manager:
        raise NotForYou(_("Whether a customer is still with us is entered by the CX manager."))
    if "account" in changed and not by.is_cx_manager:
        raise NotForYou(_("Accounts are kept by the CX manager."))
    if not changed:
        return []
    for name in changed:
        setattr(row, name, changes[name])
    row.save(update_fields=changed)
    record(entries=[Entry("customer", row.pk, "changed", by, {"fields": changed})], now=now)
    return changed


def may_value(user: User) -> bool:
    """Whether somebody may enter what a customer is worth."""
    return user.leads or user.is_cx_manager


@transaction.atomic
def add_point(*, customer: Customer, kind: str, value: str, by: User, now: datetime) -> ContactPoint:
    """One more way to reach them. Open cases nobody could be reached about ask for a contact from now on."""
    normal, mark = _read(kind, value)
    reach_again(customer=customer, by=by, now=now)
    row = present(customer)
    _refuse_taken(row, kind, mark)
    point = ContactPoint(customer=row, kind=kind, value=normal, digest=mark, identifies=identifies(kind))
    _save(point)
    record(entries=[Entry("customer", row.pk, "point_added", by, {"point": point.pk, "kind": kind})], now=now)
    return point


@transaction.atomic
def correct_point(*, point: ContactPoint, value: str, by: User, now: datetime) -> ContactPoint:
    """The same way to reach them, spelled right; whether mail came back is forgotten."""
    normal, mark = _read(point.kind, value)
    reach_again(customer=point.customer, by=by, now=now)
    row = present(point.customer)
    _refuse_taken(row, point.kind, mark, but=point)
    point.value, point.digest, point.bounced_at = normal, mark, None
    _save(point)
    data = {"point": point.pk, "kind": point.kind}
    record(entries=[Entry("customer", row.pk, "point_corrected", by, data)], now=now)
    return point


@transaction.atomic
def remove_point(
    *, point: ContactPoint, reason: RemovalReason, by: User, now: datetime, sure: bool = False
) -> None:
    """Take a way to reach them out for good. `sure`: what it means for an open case was read (`queries.reach`)."""
    lock_cases(list(Case.objects.filter(OPEN, customer=point.customer_id).values_list("pk", flat=True)))
    row = present(point.customer)
    if not ContactPoint.objects.filter(pk=point.pk, customer=row).exists():
        raise CustomerRefused(_("Somebody took this out already."))
    warning = "" if sure else missed_then(point=point, reader=by)
    if warning:
        raise NotSure(warning, field="sure")
    data = {"point": point.pk, "kind": point.kind, "reason": RemovalReason(reason).value}
    ContactPoint.objects.filter(pk=point.pk).delete()
    record(entries=[Entry("customer", row.pk, "point_removed", by, data)], now=now)
    if not ContactPoint.objects.filter(customer=row, bounced_at=None).exists():
        reach_gone(customer=row, by=by, now=now)


def identifies(kind: str) -> bool:
    """A number or an address of mail belongs to one customer; several may live in one house."""
    return kind != ContactKind.ADDRESS


def present(customer: Customer) -> Customer:
    """The row, locked. Somebody erased or merged is not changed any more."""
    row = Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
    if row.erased_at is not None:
        raise CustomerRefused(_("This customer was erased. Nothing can be entered about them."))
    if row.merged_into_id is not None:
        raise CustomerRefused(_("This customer was made one with another. Open that one instead."))
    return row


def _read(kind: str, value: str) -> tuple[str, str]:
    """What is kept, and the digest that finds it again."""
    if kind == ContactKind.ADDRESS:
        normal: str | None = "\n".join(line.strip() for line in value.strip().splitlines())
    else:
        normal = normalise(kind, value, region=house().organisation.region)
    if not normal:
        raise CustomerRefused(UNREADABLE[kind], field="value")
    return normal, point_digest(kind, " ".join(normal.casefold().split()))


def _refuse_taken(customer: Customer, kind: str, mark: str, but: ContactPoint | None = None) -> None:
    found = ContactPoint.objects.filter(kind=kind, digest=mark).select_related("customer")
    if found.filter(customer=customer).exclude(pk=but.pk if but else 0).exists():
        raise CustomerRefused(_("This is entered for them already."), field="value")
    other = found.filter(identifies=True).exclude(customer=customer).first()
    if other is not None:
        raise PointTaken(other.customer)


def _save(point: ContactPoint) -> None:
    """The unique index decides between two who enter the same at once."""
    try:
        with transaction.atomic():
            point.save()
    except IntegrityError:
        other = ContactPoint.objects.select_related("customer").get(
            kind=point.kind, digest=point.digest, identifies=True
        )
        raise PointTaken(other.customer) from None

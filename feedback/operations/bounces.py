"""Mail that was accepted, and mail that came back: what each means for an invitation and for the address."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import Delivery
from accounts.operations.timeline import By, Entry, record
from accounts.queries.house import house
from accounts.rules.actor import SYSTEM
from cxapp.lib.contact_points import normalise
from feedback.enums import ContactKind
from feedback.models import ContactPoint, Customer, Invitation
from feedback.operations.customers import point_digest
from feedback.operations.wishes import reach_gone

REFUSED = "SMTPRecipientsRefused"
"""How the outbox names a letter whose address the mail server does not know."""


@transaction.atomic
def delivered(*, invitation: int, now: datetime) -> None:
    """A mail server took the invitation: it is on its way. Only the first time is kept."""
    Invitation.objects.filter(pk=invitation, delivered_at=None).update(delivered_at=now)


@transaction.atomic
def not_delivered(*, invitation: int, reason_key: str, now: datetime) -> None:
    """A letter finally did not leave. Only where the server knows no such address is the address bad too."""
    row = Invitation.objects.select_related("customer").filter(pk=invitation).first()
    if row is None or row.customer is None:
        return
    _stop(row, now)
    refused = Delivery.objects.filter(
        notice__recipient_kind="customer",
        notice__recipient_id=row.customer.pk,
        notice__reason_key=reason_key,
        error__startswith=REFUSED,
    )
    points = ContactPoint.objects.filter(customer=row.customer, kind=ContactKind.EMAIL, bounced_at=None)
    point = points.order_by("pk").first()
    if point is not None and refused.exists():
        _mark(point, row.customer, SYSTEM, now)


@transaction.atomic
def report_bounce(*, address: str, by: By, now: datetime) -> bool:
    """Mail to this address came back. True where we know the address and had not heard so before."""
    normal = normalise(ContactKind.EMAIL, address, region=house().organisation.region)
    if normal is None:
        return False
    mark = point_digest(ContactKind.EMAIL, normal)
    points = ContactPoint.objects.select_related("customer").filter(
        kind=ContactKind.EMAIL, digest=mark, bounced_at=None
    )
    point = points.order_by("-identifies", "pk").first()
    if point is None:
        return False
    newest = Invitation.objects.filter(customer=point.customer_id, is_test=False).order_by("-sent_at", "-pk")
    row = newest.filter(response=None, expires_at__gt=now).first()
    if row is not None:
        _stop(row, now)
    return _mark(point, point.customer, by, now)


def _stop(row: Invitation, now: datetime) -> None:
    Invitation.objects.filter(pk=row.pk, bounced_at=None).update(bounced_at=now, remind_at=None)


def _mark(point: ContactPoint, customer: Customer, by: By, now: datetime) -> bool:
    """The address is used no more. A customer it was the last way to is answered by an action from now on."""
    if not ContactPoint.objects.filter(pk=point.pk, bounced_at=None).update(bounced_at=now):
        return False
    if not ContactPoint.objects.filter(customer=customer, bounced_at=None).exists():
        reach_gone(customer=customer, by=by, now=now)
    record(entries=[Entry("customer", customer.pk, "mail_bounced", by, {"point": point.pk})], now=now)
    return True

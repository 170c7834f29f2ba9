"""The customer a program speaks of: found by contact point or by the number its system knows them by, else added."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from feedback.enums import SignalChannel, SignalKind
from feedback.models import Customer
from feedback.operations.customers import find_or_add_customers
from feedback.rules.drafts import SignalDraft


class CustomerInput(serializers.Serializer[Any]):
    """One way to name them is enough: an address, a telephone number, or the number your system knows them by."""

    name = serializers.CharField(max_length=200, required=False, default="")
    email = serializers.EmailField(required=False, default="")
    phone = serializers.CharField(max_length=40, required=False, default="")
    external_id = serializers.CharField(
        max_length=120, required=False, default="", help_text=_("What your system calls them.")
    )
    language = serializers.CharField(max_length=10, required=False, default="en")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not (attrs["email"] or attrs["phone"] or attrs["external_id"]):
            raise serializers.ValidationError(_("Give an e-mail address, a telephone number or external_id."))
        return attrs


def customer_named(
    given: dict[str, Any], *, system: str, place: int | None, now: datetime
) -> Customer | None:
    """The customer, stored with what is new about them. None where only an unknown number was given."""
    known = _numbered(given["external_id"], system)
    points = tuple((kind, given[kind]) for kind in ("email", "phone") if given[kind])
    draft = SignalDraft(
        kind=SignalKind.CONTACT_ME,
        channel=SignalChannel.API,
        received_at=now,
        name=given["name"],
        language=given["language"],
        contact_points=points,
        customer=known.pk if known is not None else None,
        place=place,
    )
    if known is None and not points:
        return None
    customer = find_or_add_customers(drafts=[draft], now=now)[0].customer
    if customer is not None and given["external_id"] and not customer.external_id and known is None:
        customer.source, customer.external_id = system, given["external_id"]
        customer.save(update_fields=["source", "external_id"])
    return customer


def _numbered(number: str, system: str) -> Customer | None:
    if not number:
        return None
    found = Customer.objects.select_related("merged_into").filter(source=system, external_id=number).first()
    return (found.merged_into or found) if found is not None else None

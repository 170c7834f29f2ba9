"""People outside, how to reach them, and the accounts they belong to."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Subject
from feedback.enums import ContactKind


class Account(models.Model):
    """A company or household with a leader of its own; shows all its people's cases together."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    leader = models.ForeignKey(
        "accounts.User",
        verbose_name=_("leader"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="led_accounts",
    )

    def __str__(self) -> str:
        return self.name


class Customer(Subject):
    subject_kind: ClassVar[str] = "customer"

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="customers"
    )
    yearly_value = models.DecimalField(
        _("yearly value"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    left_on = models.DateField(_("left us on"), null=True, blank=True)
    known_on = models.DateField(_("known to be with us on"), null=True, blank=True)
    """The last day on which somebody who knows, or a list of customers, said that they are with us."""
    source = models.CharField(max_length=80, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    place = models.ForeignKey(
        "accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from"
    )
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~Q(external_id=""),
                name="one_customer_an_external_id",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="customer_not_merged_into_itself"),
        ]
        indexes = [models.Index(fields=["name"], name="customer_name")]

    def __str__(self) -> str:
        return self.name or str(_("A customer without a name"))


class ContactPoint(models.Model):
    """A way to reach a customer. Where it `identifies`, its digest finds the customer and decides races."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=10, choices=ContactKind)
    value = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    identifies = models.BooleanField(default=True)
    bounced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "kind"], condition=Q(identifies=True), name="one_customer_a_contact_point"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

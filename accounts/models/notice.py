"""The outbox: a notice is a row committed with the fact; its deliveries are sent by a worker afterwards."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.enums import Channel, DeliveryState


class Notice(models.Model):
    """One thing one recipient is told, once. Recipients are (kind, id); kinds are registered like renderers."""

    kind = models.CharField(max_length=40)
    recipient_kind = models.CharField(max_length=20)
    recipient_id = models.BigIntegerField()
    reason_key = models.CharField(max_length=120)
    data = models.JSONField(default=dict)
    urgent = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient_kind", "recipient_id", "reason_key"], name="told_once_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient_kind} {self.recipient_id}"


class Delivery(models.Model):
    """One copy of a notice on one channel. A failure here is an alarm, never a stop of the clock."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.MAIL)
    state = models.CharField(max_length=12, choices=DeliveryState, default=DeliveryState.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    claim = models.CharField(max_length=32, default="", blank=True)
    sent_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "channel"], name="one_delivery_a_channel")]
        indexes = [
            models.Index(fields=["next_try", "id"], condition=Q(state="queued"), name="delivery_queued"),
            models.Index(fields=["claimed_at"], condition=Q(state="sending"), name="delivery_sending"),
            models.Index(fields=["id"], condition=Q(state="failed"), name="delivery_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} by {self.channel}: {self.state}"

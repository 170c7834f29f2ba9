"""The one timeline table of the whole product. Rows are never changed or removed: triggers on both engines refuse it."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """One thing that happened to a subject. Codes and ids only: free text lies in rows that can be erased."""

    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=40)
    actor_name = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    format = models.PositiveSmallIntegerField(default=1)
    key_id = models.CharField(max_length=20)
    mac = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "seq"], name="event_once_a_place"),
        ]
        indexes = [models.Index(fields=["code", "at"], name="event_code_at")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} #{self.seq} {self.code}"

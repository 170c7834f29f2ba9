"""What the machine keeps about itself: switches, tokens, repeat guards, heartbeats, alarms, who looked at what."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Practice(models.Model):
    """A part of the product that can be switched on. The list itself is in `accounts.rules.practices`."""

    name = models.CharField(max_length=40, unique=True)
    on = models.BooleanField(default=False)
    since = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class ApiToken(models.Model):
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class IdempotencyKey(models.Model):
    """The second arrival of the same request answers with the first one's result."""

    scope = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    request_digest = models.CharField(max_length=64)
    result_kind = models.CharField(max_length=20, blank=True)
    result_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="one_result_a_key")]
        indexes = [models.Index(fields=["at"], name="idempotency_at")]

    def __str__(self) -> str:
        return f"{self.scope}: {self.key}"


class Heartbeat(models.Model):
    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()
    detail = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.name} {self.at:%H:%M:%S}"


class Alarm(models.Model):
    """Something that needs a person. Open until `cleared_at`; one open row a name."""

    name = models.CharField(max_length=80)
    raised_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)
    detail = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(cleared_at=None), name="one_open_alarm")
        ]

    def __str__(self) -> str:
        return self.name


class AccessLog(models.Model):
    """Who looked at whose personal data. Written while reading, one of the few tables that may be."""

    at = models.DateTimeField()
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    what = models.CharField(max_length=20)

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id", "at"], name="access_subject_at")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.what} {self.subject_kind} {self.subject_id}"

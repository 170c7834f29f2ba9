"""Clock profiles: how long each step lasts. A version is never edited; a change is a new version."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Severity, StepUnit


class Profile(models.Model):
    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(max_length=40, unique=True)
    source = models.TextField(_("where the times come from"), blank=True)
    dated = models.DateField(_("as of"), null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class PolicyVersion(models.Model):
    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["profile", "number"], name="policy_version_once")]

    def __str__(self) -> str:
        return f"{self.profile} v{self.number}"


class PolicyStep(models.Model):
    """The step of one kind of clock for one severity (blank: for any)."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=20)
    severity = models.CharField(max_length=10, choices=Severity, blank=True)
    amount = models.DecimalField(max_digits=8, decimal_places=2)
    unit = models.CharField(max_length=16, choices=StepUnit)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "kind", "severity"], name="policy_step_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="policy_step_takes_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.severity}: {self.amount} {self.unit}"

"""What people keep of the figures: views they come back to, when they want to be told, and the weights of the index."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """An address of a page with its filters, under a name. Shared: everybody sees it, each with their own rights."""

    person = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=80)
    page = models.CharField(max_length=40)
    query = models.CharField(max_length=1000, blank=True)
    shared = models.BooleanField(_("shared with everybody"), default=False)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "page", "name"], name="one_view_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class DigestChoice(models.Model):
    """Which digests a person wants and at what minute of their day. Without a row: what their role gets."""

    person = models.OneToOneField("accounts.User", on_delete=models.CASCADE, related_name="digest_choice")
    daily = models.BooleanField(_("every working day"), default=True)
    weekly = models.BooleanField(_("every week"), default=True)
    monthly = models.BooleanField(_("every month"), default=True)
    minute = models.PositiveSmallIntegerField(_("at"), default=450)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(minute__lt=1440), name="digest_within_the_day"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.minute}"


class IndexWeights(models.Model):
    """The overall index, where the organisation wants one: a weight for each behaviour by name. The newest row holds."""

    weights = models.JSONField(default=dict)
    on = models.BooleanField(default=False)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return "on" if self.on else "off"

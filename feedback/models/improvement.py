"""What we changed: the action on a root cause, with the person who looks after it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Subject


class Improvement(Subject):
    """One change, with its keeper. Charts mark the day it came into use; its effect is what came after, not a claim."""

    subject_kind: ClassVar[str] = "improvement"

    name = models.CharField(_("what we changed"), max_length=120)
    what = models.ForeignKey(
        "feedback.Text", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    keeper = models.ForeignKey(
        "accounts.User", verbose_name=_("keeper"), on_delete=models.PROTECT, related_name="improvements"
    )
    place = models.ForeignKey(
        "accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    stage = models.ForeignKey(
        "feedback.Stage", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cause = models.ForeignKey(
        "feedback.Cause", null=True, blank=True, on_delete=models.PROTECT, related_name="improvements"
    )
    in_use_on = models.DateField(_("in use since"))
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["in_use_on"], name="improvement_in_use")]

    def __str__(self) -> str:
        return self.name

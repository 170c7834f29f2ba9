"""Which answers lie on whose desk, and whether they were opened. We record the press on *Read*, not for how long."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from feedback.enums import WhyDrawn


class Reading(models.Model):
    """One answer drawn for one person. `week` is the Monday of the week it counts in."""

    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="readings")
    response = models.ForeignKey("feedback.Response", on_delete=models.CASCADE, related_name="readings")
    week = models.DateField()
    why = models.CharField(max_length=4, choices=WhyDrawn)
    drawn_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    note = models.ForeignKey(
        "feedback.Text", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "response"], name="one_reading_a_person"),
        ]
        indexes = [
            models.Index(fields=["person", "week"], name="reading_person_week"),
            models.Index(fields=["person", "drawn_at"], condition=Q(read_at=None), name="reading_unread"),
        ]

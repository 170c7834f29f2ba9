"""Improvements that are watched, and those whose effect was confirmed: said once, with the numbers it was said on."""

from __future__ import annotations

from django.db import models


class Watch(models.Model):
    """Where one change stood when it was last looked at: `points` of `needed`, in weeks or months (`rhythm`)."""

    improvement = models.OneToOneField(
        "feedback.Improvement", on_delete=models.CASCADE, related_name="watched_as"
    )
    outcome = models.CharField(max_length=16)
    rhythm = models.CharField(max_length=8)
    points = models.PositiveSmallIntegerField(default=0)
    needed = models.PositiveSmallIntegerField(default=0)
    looked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"improvement {self.improvement_id}: {self.points} of {self.needed}"


class Celebration(models.Model):
    """One improvement that worked. `evidence` keeps the points, limits and rule of the day it was confirmed."""

    improvement = models.OneToOneField(
        "feedback.Improvement", on_delete=models.PROTECT, related_name="celebration"
    )
    confirmed_at = models.DateTimeField()
    evidence = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"improvement {self.improvement_id}, {self.confirmed_at:%d %b %Y}"

"""Counts kept beside the rows they were counted from, and which of them must be counted again.

Only rows that everybody with the whole picture may read are in a tally; cases about somebody are counted live
(`queries.tallies`). Not here: what is counted (`rules.families`) and when (`operations.tallies`).
"""

from __future__ import annotations

from django.db import models

from cxapp.insights.enums import Grain


class Tally(models.Model):
    """What one family came to in one day or month, whole (`by` and `key` blank) or for one leader, place, stage or channel.

    `counts` maps the measure to its number; what is 0 is left out.
    """

    family = models.CharField(max_length=20)
    grain = models.CharField(max_length=5, choices=Grain)
    by = models.CharField(max_length=12, blank=True)
    key = models.CharField(max_length=40, blank=True)
    start = models.DateField()
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["family", "grain", "by", "start", "key"], name="one_tally_a_day_and_key"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.family} {self.by} {self.key} {self.start}"


class StaleDay(models.Model):
    """A day whose rows changed after it was counted: it is counted live until its tallies are made again."""

    family = models.CharField(max_length=20)
    day = models.DateField()
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["family", "day"], name="stale_once")]

    def __str__(self) -> str:
        return f"{self.family} {self.day}"


class Counting(models.Model):
    """How far one family is counted: days before `through` have tallies, timeline rows up to `event` were heeded."""

    family = models.CharField(max_length=20, unique=True)
    first = models.DateField(null=True)
    through = models.DateField(null=True)
    event = models.BigIntegerField(default=0)
    answer = models.BigIntegerField(default=0)
    """Answers up to this one were heeded."""
    basis = models.CharField(max_length=64, blank=True)
    """The time zone whose days were counted."""
    counted_at = models.DateTimeField(null=True)
    reconciled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.family} through {self.through}"

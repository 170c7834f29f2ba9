"""What may carry a timeline. Here: the head of the hash chain. Not here: the events themselves (`event`)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Subject(models.Model):
    """A row with a history of its own. `seq` and `mac` are the head of its chain; only `timeline.record` moves them."""

    subject_kind: ClassVar[str]

    seq = models.PositiveIntegerField(default=0, editable=False)
    mac = models.CharField(max_length=64, default="", blank=True, editable=False)

    class Meta:
        abstract = True

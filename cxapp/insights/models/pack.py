"""The board pack: what the board was told of a period, frozen with its hash."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from cxapp.insights.enums import PackKind


class Pack(models.Model):
    """One edition. `content` is everything the pages print; `sha256` covers it, the period, the edition and `as_of`."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=PackKind)
    first_day = models.DateField()
    last_day = models.DateField()
    edition = models.PositiveSmallIntegerField(default=1)
    as_of = models.DateTimeField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "first_day", "edition"], name="one_pack_an_edition"),
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="pack_covers_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day} to {self.last_day}, edition {self.edition}"

"""Who is away, and who acts for them meanwhile. Responsibility stays with the absent person."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Absence(models.Model):
    person = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="absences")
    deputy = models.ForeignKey(
        "accounts.User",
        verbose_name=_("deputy"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deputises",
    )
    starts = models.DateTimeField(_("from"))
    ends = models.DateTimeField(_("until"))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="absence_has_a_length"),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=F("person")), name="nobody_deputises_for_themselves"
            ),
        ]
        indexes = [models.Index(fields=["person", "ends"], name="absence_person_ends")]

    def __str__(self) -> str:
        return f"{self.person} until {self.ends:%d %b}"

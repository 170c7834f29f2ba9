"""What hurts right now: a burst of unhappy customers at a place, or at a stage over places; or somebody who asks for help."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Subject
from feedback.enums import AlertAnswer, AlertKind


class Alert(Subject):
    """One alert, told once. At most one open a place, stage and kind. `evidence` says what was counted, and the signals."""

    subject_kind: ClassVar[str] = "alert"

    kind = models.CharField(max_length=6, choices=AlertKind)
    # Without a place: the stage as a whole, at the places the evidence names.
    place = models.ForeignKey(
        "accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="alerts"
    )
    stage = models.ForeignKey("feedback.Stage", on_delete=models.PROTECT, related_name="+")
    leader = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="alerts")
    asked_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="asked_for_help"
    )
    words = models.ForeignKey(
        "feedback.Text", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    evidence = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=10, choices=AlertAnswer, blank=True)
    answered_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.ForeignKey(
        "feedback.Text", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "stage", "kind"], condition=Q(closed_at=None), name="one_open_alert"
            ),
            models.UniqueConstraint(
                fields=["stage", "kind"],
                condition=Q(closed_at=None, place=None),
                name="one_open_alert_of_a_stage",
            ),
            models.CheckConstraint(
                condition=~Q(kind="help") | Q(place__isnull=False), name="help_is_asked_at_a_place"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="", answered_by=None)
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="alert_answered_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(answer="not_now") | Q(reason__isnull=False), name="not_now_needs_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(kind="help") | Q(asked_by__isnull=False), name="help_is_asked_by_someone"
            ),
        ]
        indexes = [models.Index(fields=["place", "opened_at"], name="alert_place_opened")]

    @property
    def where(self) -> str:
        """As it reads after "at"."""
        return self.place.name if self.place is not None else _("several places")

    def __str__(self) -> str:
        if self.kind == AlertKind.HELP:
            what = _("We need help here")
        else:
            n = self.evidence["count"]
            what = ngettext(
                "%(n)d unhappy customer in two hours", "%(n)d unhappy customers in two hours", n
            ) % {"n": n}
        return what if self.stage.slug == "none" else f"{what}, {self.stage.name}"

"""The clock engine's three tables: the promise, the rungs it climbed, the misses it wrote.

`due_at` is the promise and never moves once it has passed while armed; `next_at` is the alarm, the sweep's
next visit. The engine knows no subject: kinds are registered by the apps that own them. Foreign keys that another index
begins with, or that nobody searches, have none of their own: these rows are written in masses.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from accounts.enums import EndReason, StepUnit

RUNNING = Q(armed_at__isnull=False, met_at=None, ended_at=None)


class Clock(models.Model):
    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    ref = models.BigIntegerField(default=0)
    cycle = models.PositiveIntegerField(default=1)
    holder = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="clocks")
    charged_to = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    """Who a miss of the first step stays with after a late or downward hand-over; blank: the holder."""
    started_at = models.DateTimeField()
    step_amount = models.DecimalField(max_digits=8, decimal_places=2)
    step_unit = models.CharField(max_length=16, choices=StepUnit)
    policy_version = models.ForeignKey(
        "accounts.PolicyVersion", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    base = models.PositiveSmallIntegerField(default=0)
    level = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    armed_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    """The first attempt logged before `due_at`, whoever it reached."""
    met_at = models.DateTimeField(null=True)
    met_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=10, choices=EndReason, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "kind", "ref", "cycle"],
                name="one_clock_a_kind_and_cycle",
            ),
            models.CheckConstraint(condition=Q(met_at=None) | Q(ended_at=None), name="clock_met_or_ended"),
            models.CheckConstraint(
                condition=Q(ended_at=None, end_reason="") | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
                name="clock_ends_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at", "id"], condition=RUNNING, name="clock_next_running"),
            models.Index(fields=["holder", "due_at"], condition=RUNNING, name="clock_holder_running"),
            models.Index(fields=["kind", "due_at"], name="clock_kind_due"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.subject_kind} {self.subject_id}, cycle {self.cycle}"

    @property
    def running(self) -> bool:
        return self.armed_at is not None and self.met_at is None and self.ended_at is None

    @property
    def waiting(self) -> bool:
        """Neither met nor ended, armed or not."""
        return self.met_at is None and self.ended_at is None


class Escalation(models.Model):
    """One rung: who was told at which level, and how long they have. `told_at` is the commit of this row."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="escalations", db_index=False)
    level = models.PositiveSmallIntegerField()
    to = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="rungs", db_index=False)
    deputy = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="deputy_rungs"
    )
    reason = models.CharField(max_length=20, default="late")
    skipped = models.JSONField(default=list)
    breached_at = models.DateTimeField(null=True)
    detected_at = models.DateTimeField()
    told_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clock", "level"], name="one_rung_a_level"),
            models.CheckConstraint(condition=~Q(deputy=F("to")), name="rung_deputy_is_another"),
        ]
        indexes = [models.Index(fields=["to", "told_at"], name="escalation_to_told")]

    def __str__(self) -> str:
        return f"{self.clock_id} level {self.level}"


class Miss(models.Model):
    """A step that ran out, charged to whoever held it at that moment."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="misses", db_index=False)
    level = models.PositiveSmallIntegerField()
    person = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="misses", db_index=False
    )
    deputy = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    tried_in_time = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clock", "level"], name="one_miss_a_level")]
        indexes = [models.Index(fields=["person", "at"], name="miss_person_at")]

    def __str__(self) -> str:
        return f"{self.clock_id} level {self.level}: {self.person_id}"

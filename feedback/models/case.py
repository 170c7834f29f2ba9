"""The case: one unhappy customer, one named leader. Also its place-case form and who held it in turn.

Foreign keys that another index begins with, or that nobody searches, have none of their own.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Severity
from accounts.models import Subject
from feedback.enums import CaseMode, CaseState, CustomerOutcome, End, ResponsibilityReason, Wish

OPEN = ~Q(state=CaseState.CLOSED)


class Case(Subject):
    """`leader` is the one name the customer is told. `due_at` repeats the running promise for lists; the clock decides."""

    subject_kind: ClassVar[str] = "case"

    customer = models.ForeignKey(
        "feedback.Customer",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cases",
        db_index=False,
    )
    account = models.ForeignKey(
        "feedback.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="cases"
    )
    matter = models.BigIntegerField(default=0)
    place = models.ForeignKey(
        "accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    department = models.ForeignKey(
        "accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    stage = models.ForeignKey("feedback.Stage", on_delete=models.PROTECT, related_name="cases")
    week = models.DateField(null=True, blank=True)
    leader = models.ForeignKey(
        "accounts.User", verbose_name=_("leader"), on_delete=models.PROTECT, related_name="cases"
    )
    state = models.CharField(max_length=10, choices=CaseState, default=CaseState.WAITING)
    severity = models.CharField(max_length=10, choices=Severity, default=Severity.NORMAL)
    wish = models.CharField(max_length=12, choices=Wish, default=Wish.CALL)
    wish_when = models.CharField(max_length=80, blank=True)
    reachable = models.BooleanField(default=True)
    words = models.ForeignKey(
        "feedback.Text", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    cycle = models.PositiveIntegerField(default=1)
    base = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    hand_overs = models.PositiveSmallIntegerField(default=0)
    mode = models.CharField(max_length=8, choices=CaseMode, default=CaseMode.LIVE)
    received_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=16, choices=End, blank=True)
    end_words = models.ForeignKey(
        "feedback.Text", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    outcome = models.CharField(max_length=10, choices=CustomerOutcome, default=CustomerOutcome.UNKNOWN)
    cause = models.ForeignKey(
        "feedback.Cause", null=True, blank=True, on_delete=models.PROTECT, related_name="cases"
    )
    cause_department = models.ForeignKey(
        "accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "matter"],
                condition=OPEN & Q(customer__isnull=False),
                name="one_open_case_a_customer",
            ),
            models.UniqueConstraint(
                fields=["place", "stage", "week"],
                condition=Q(week__isnull=False),
                name="one_place_case_a_week",
            ),
            models.CheckConstraint(
                condition=(Q(state="closed", closed_at__isnull=False) & ~Q(end=""))
                | (OPEN & Q(closed_at=None, end="")),
                name="closed_with_an_end_and_a_time",
            ),
            models.CheckConstraint(
                condition=Q(week=None) | Q(customer=None, place__isnull=False),
                name="place_case_has_no_customer",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="case_not_merged_into_itself"),
        ]
        indexes = [
            models.Index(fields=["leader", "due_at"], condition=OPEN, name="case_leader_open"),
            models.Index(fields=["due_at", "id"], condition=OPEN, name="case_due_open"),
            models.Index(fields=["place", "due_at"], condition=OPEN, name="case_place_open"),
            models.Index(
                fields=["leader", "-closed_at"], condition=Q(state="closed"), name="case_leader_closed"
            ),
            models.Index(fields=["customer", "-opened_at"], name="case_customer_opened"),
            models.Index(fields=["-opened_at", "id"], name="case_opened"),
        ]

    def __str__(self) -> str:
        return f"case {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state != CaseState.CLOSED

    @property
    def is_place_case(self) -> bool:
        return self.week is not None


class Responsibility(models.Model):
    """One row for each holder in turn; at most one open row a case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="responsibilities")
    leader = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="responsibilities")
    deputy = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=20, choices=ResponsibilityReason)
    reason_data = models.JSONField(default=dict)
    policy_version = models.ForeignKey(
        "accounts.PolicyVersion", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ends=None), name="one_holder_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.leader_id} holds {self.case_id}"

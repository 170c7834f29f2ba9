"""The right of reply: a leader's one sentence to a miss, and what the one above decided about it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Subject
from cxapp.insights.enums import Ground, ReplyState


class Reply(Subject):
    """One answer to one miss. The miss itself stays; set aside, it is counted and shown by itself."""

    subject_kind: ClassVar[str] = "reply"

    miss = models.OneToOneField("accounts.Miss", on_delete=models.PROTECT, related_name="reply")
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="replies")
    words = models.ForeignKey("feedback.Text", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ReplyState, default=ReplyState.SAID)
    ground = models.CharField(max_length=12, choices=Ground, blank=True)
    """Why it should be set aside; blank while that was not asked."""
    at = models.DateTimeField()
    decider = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="replies_to_decide"
    )
    """Who is asked to decide; the clock may have climbed above them since."""
    decided_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.ForeignKey(
        "feedback.Text", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("said", "asked"), decided_at=None, decided_by=None)
                | Q(
                    state__in=("set_aside", "stands"),
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="reply_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(state="said") | Q(decider__isnull=False), name="reply_has_somebody_to_decide"
            ),
            models.CheckConstraint(
                condition=Q(state="said", ground="") | (~Q(state="said") & ~Q(ground="")),
                name="reply_asks_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("person")),
                name="nobody_decides_their_own_reply",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on miss {self.miss_id}: {self.state}"

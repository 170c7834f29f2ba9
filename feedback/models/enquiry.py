"""A visitor's question: a subject of its own, answered on the place's reply clock. It opens no case."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models

from accounts.models import Subject


class Enquiry(Subject):
    subject_kind: ClassVar[str] = "enquiry"

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    token_sha = models.CharField(max_length=64, unique=True)
    code_sha = models.CharField(max_length=64, unique=True)
    place = models.ForeignKey(
        "accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    customer = models.ForeignKey(
        "feedback.Customer", null=True, blank=True, on_delete=models.PROTECT, related_name="enquiries"
    )
    text = models.ForeignKey("feedback.Text", on_delete=models.PROTECT, related_name="+")
    leader = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="enquiries")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answer = models.ForeignKey(
        "feedback.Text", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"question {self.pk}"

"""What people answer. No rating is NULL, never 0. Not here: whom we asked (`asking`)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Subject
from feedback.enums import HeldFor, QuestionKind, ResponseSource, ResponseState, Wish
from feedback.rules.questions import KINDS


class Response(Subject):
    """One person's answers. At most one an invitation, and one a form on an open link (`key`).

    `at` is when it was given (first answer), `touched_at` the last sign of a person, `completed_at` the press of Send.
    `revision` grows with every Send after the first. Who led what is kept as it was when we asked.
    `wish`, `wish_when` and `reach` are what they asked of us, also where the survey has no question for it;
    `reach` holds the ways as typed until they belong to a customer.
    """

    subject_kind: ClassVar[str] = "response"

    invitation = models.OneToOneField(
        "feedback.Invitation", null=True, blank=True, on_delete=models.PROTECT, related_name="response"
    )
    link = models.ForeignKey(
        "feedback.OpenLink", null=True, blank=True, on_delete=models.PROTECT, related_name="responses"
    )
    key = models.UUIDField(null=True, blank=True, unique=True)
    source = models.CharField(max_length=10, choices=ResponseSource, default=ResponseSource.INVITATION)
    origin = models.CharField(max_length=80, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    version = models.ForeignKey("feedback.SurveyVersion", on_delete=models.PROTECT, related_name="responses")
    customer = models.ForeignKey(
        "feedback.Customer", null=True, blank=True, on_delete=models.PROTECT, related_name="responses"
    )
    language = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=8, choices=ResponseState, default=ResponseState.COMPLETE)
    held_for = models.CharField(max_length=6, choices=HeldFor, blank=True)
    judged_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    judged_at = models.DateTimeField(null=True, blank=True)
    is_test = models.BooleanField(default=False)
    revision = models.PositiveSmallIntegerField(default=1)
    wish = models.CharField(max_length=12, choices=Wish, blank=True)
    wish_when = models.CharField(max_length=80, blank=True)
    reach = models.ForeignKey(
        "feedback.Text", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    weight = models.DecimalField(max_digits=12, decimal_places=6, null=True, blank=True)
    at = models.DateTimeField()
    touched_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    place = models.ForeignKey(
        "accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    department = models.ForeignKey(
        "accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    stage = models.ForeignKey(
        "feedback.Stage", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    leader = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["origin", "external_id"],
                condition=~Q(external_id=""),
                name="one_response_an_external_id",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | ~Q(held_for=""), name="held_response_says_why"
            ),
            models.CheckConstraint(condition=Q(weight=None) | Q(weight__gt=0), name="weight_above_zero"),
        ]
        indexes = [
            models.Index(fields=["place", "at"], name="response_place_at"),
            models.Index(fields=["version", "at"], name="response_version_at"),
            models.Index(fields=["leader", "at"], name="response_leader_at"),
            models.Index(fields=["at"], condition=Q(state="held"), name="response_held"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.at:%d %b}"


COUNTED = Q(state__in=(ResponseState.PARTIAL, ResponseState.COMPLETE), is_test=False)
"""The responses every figure and list is made of."""


class Answer(models.Model):
    """One answer; after Send a change is a new revision. `choices` holds the codes of chosen options."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey("feedback.Question", on_delete=models.PROTECT, related_name="answers")
    revision = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=10, choices=QuestionKind)
    score = models.SmallIntegerField(null=True, blank=True)
    choices = models.JSONField(null=True, blank=True)
    text = models.ForeignKey(
        "feedback.Text", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["response", "question", "revision"], name="one_answer_a_revision"
            ),
            *[
                models.CheckConstraint(
                    condition=~Q(kind=kind) | Q(score=None) | Q(score__gte=row.low, score__lte=row.high),
                    name=f"answer_scale_{kind}",
                )
                for kind, row in KINDS.items()
                if row.is_score
            ],
            models.CheckConstraint(
                condition=~Q(kind__in=[kind.value for kind, row in KINDS.items() if not row.is_score])
                | Q(score=None),
                name="answer_without_scale_has_no_score",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.score}"

"""Thanks between employees and praise from customers, as they stand on the wall, with replies and reactions.

Names and words lie in these rows, which can be erased; events hold ids only. Not here: who may see what (`access.kudos`).
"""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Subject
from recognition.enums import Reaction

NOT_HIDDEN = Q(hidden_at=None, hidden_by=None, hidden_why="")
HIDDEN = Q(hidden_at__isnull=False, hidden_by__isnull=False) & ~Q(hidden_why="")


class CompanyValue(models.Model):
    """What the company stands for. One no longer used is switched off, never removed."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    sentence = models.CharField(_("what it looks like"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class Kudos(Subject):
    """One thanks. `giver` set: a colleague thanks; empty: a customer's compliment. Hidden ones keep their trace.

    Without `confirmed_at` a compliment waits for a leader to say whom it is for; its receivers are suggestions until then.
    """

    subject_kind: ClassVar[str] = "kudos"

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    giver = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="kudos_given"
    )
    customer_name = models.CharField(max_length=120, blank=True)
    names_typed = models.CharField(max_length=200, blank=True)
    typed_in_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    value = models.ForeignKey(
        CompanyValue, null=True, blank=True, on_delete=models.PROTECT, related_name="kudos"
    )
    reason = models.TextField(_("reason"))
    case = models.ForeignKey(
        "feedback.Case", null=True, blank=True, on_delete=models.PROTECT, related_name="kudos"
    )
    place = models.ForeignKey(
        "accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    """When it reached the wall."""
    confirmed_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    hidden_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=NOT_HIDDEN | HIDDEN, name="kudos_hidden_by_whom_and_why"),
            models.CheckConstraint(condition=~Q(reason=""), name="kudos_has_words"),
            models.CheckConstraint(
                condition=Q(giver=None)
                | Q(
                    typed_in_by=None,
                    customer_name="",
                    names_typed="",
                    value__isnull=False,
                    confirmed_at__isnull=False,
                ),
                name="kudos_of_a_colleague_or_a_customer",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(confirmed_at__isnull=False),
                name="kudos_confirmed_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="kudos_at"),
            models.Index(fields=["giver", "at"], name="kudos_giver_at"),
            models.Index(fields=["place", "at"], condition=Q(confirmed_at=None), name="kudos_waiting"),
        ]

    def __str__(self) -> str:
        return self.reason[:60]

    @property
    def is_compliment(self) -> bool:
        return self.giver_id is None


class KudosReceiver(models.Model):
    """One person thanked. The giver stands here again, so that the database itself refuses thanks to oneself."""

    kudos = models.ForeignKey(Kudos, on_delete=models.CASCADE, related_name="receivers")
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="kudos_received")
    giver = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kudos", "person"], name="thanked_once"),
            models.CheckConstraint(
                condition=Q(giver=None) | ~Q(person=F("giver")), name="nobody_thanks_themselves"
            ),
        ]
        indexes = [models.Index(fields=["giver", "person"], name="receiver_pair")]

    def __str__(self) -> str:
        return f"{self.person_id}"


class KudosReaction(models.Model):
    kudos = models.ForeignKey(Kudos, on_delete=models.CASCADE, related_name="reactions")
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Reaction)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kudos", "person", "kind"], name="reaction_once")]

    def __str__(self) -> str:
        return self.kind


class KudosReply(models.Model):
    kudos = models.ForeignKey(Kudos, on_delete=models.CASCADE, related_name="replies")
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    hidden_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=NOT_HIDDEN | HIDDEN, name="reply_hidden_by_whom_and_why"),
            models.CheckConstraint(condition=~Q(text=""), name="reply_has_words"),
        ]

    def __str__(self) -> str:
        return self.text[:60]

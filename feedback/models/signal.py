"""Anything that tells us a customer is unhappy. Not here: the case it belongs to."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback.enums import ConcernState, QuestionKind, SignalChannel, SignalKind, Wish
from feedback.rules.questions import KINDS


class Signal(models.Model):
    """One signal. Its private link shows the sender their own words, the leader and the time."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=SignalKind)
    channel = models.CharField(max_length=10, choices=SignalChannel)
    source = models.CharField(max_length=80, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    customer = models.ForeignKey(
        "feedback.Customer", null=True, blank=True, on_delete=models.PROTECT, related_name="signals"
    )
    raised_for_by = models.CharField(_("complains for the customer"), max_length=200, blank=True)
    consent_noted = models.BooleanField(default=False)
    response = models.OneToOneField(
        "feedback.Response", null=True, blank=True, on_delete=models.PROTECT, related_name="signal"
    )
    scale = models.CharField(max_length=10, choices=QuestionKind, blank=True)
    score = models.SmallIntegerField(null=True, blank=True)
    text = models.ForeignKey(
        "feedback.Text", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    wanted = models.ForeignKey(
        "feedback.Text", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    wish = models.CharField(_("how to be contacted"), max_length=12, choices=Wish, default=Wish.CALL)
    wish_when = models.CharField(_("when"), max_length=80, blank=True)
    received_at = models.DateTimeField()
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey(
        "accounts.User",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="logged_signals",
        db_index=False,
    )
    confirmed = models.BooleanField(default=False)
    """Whether the link was sent to a stored contact point, so that it opens the whole page."""
    place = models.ForeignKey(
        "accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    department = models.ForeignKey(
        "accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    stage = models.ForeignKey(
        "feedback.Stage", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    tag = models.CharField(max_length=80, blank=True)
    case = models.ForeignKey("feedback.Case", on_delete=models.PROTECT, related_name="signals")
    link_generation = models.PositiveSmallIntegerField(default=1)
    token_sha = models.CharField(max_length=64)
    code_sha = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token_sha"], name="one_signal_a_link"),
            models.UniqueConstraint(fields=["code_sha"], name="one_signal_a_code"),
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~Q(external_id=""),
                name="one_signal_an_external_id",
            ),
            models.CheckConstraint(
                condition=Q(scale="", score=None) | (~Q(scale="") & Q(score__isnull=False)),
                name="signal_score_has_a_scale",
            ),
        ]
        indexes = [
            models.Index(fields=["logged_by", "logged_at"], name="signal_logged_by"),
            models.Index(fields=["received_at"], name="signal_received"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"

    @property
    def of_how_many(self) -> str:
        """The scale beside its number, as people read it."""
        return (
            str(_("of %(highest)d") % {"highest": KINDS[QuestionKind(self.scale)].high}) if self.scale else ""
        )


class Concern(models.Model):
    """Whom a signal is about. That person and everyone below them neither handle nor see the case."""

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="concerns")
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="concerned_in")
    state = models.CharField(max_length=10, choices=ConcernState)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["signal", "person"], name="concern_once")]

    def __str__(self) -> str:
        return f"{self.signal_id} about {self.person_id}"

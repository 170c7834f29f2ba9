"""Whom we ask: occasions, sendings, rules, private invitations, and links open to everybody.

Every way to ask goes through one `Occasion`: it becomes an invitation or says why not. That is the funnel's first step.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback.enums import AskedBy, OpenLinkKind, PassedOver, SendingTrigger


class AskingRules(models.Model):
    """How often a customer is asked, over all surveys (row 1)."""

    quiet_days = models.PositiveSmallIntegerField(_("days between two surveys for one customer"), default=90)
    check_back_most = models.PositiveSmallIntegerField(_("questions after a case in that time"), default=3)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1, quiet_days__gte=1), name="one_row_of_asking_rules")
        ]


class SendingRule(models.Model):
    """Ask by itself: after a closed case, or after an event a program reports."""

    survey = models.ForeignKey("feedback.Survey", on_delete=models.PROTECT, related_name="sending_rules")
    trigger = models.CharField(max_length=12, choices=SendingTrigger)
    event = models.SlugField(_("name of the event"), max_length=60, blank=True)
    wait_hours = models.PositiveIntegerField(_("hours to wait"), default=24)
    place = models.ForeignKey(
        "accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_active = models.BooleanField(default=True)
    created_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(trigger="case_closed", event="") | (Q(trigger="event") & ~Q(event="")),
                name="sending_rule_names_its_event",
            )
        ]


class Sending(models.Model):
    """One act of asking many: a pasted list or a file. Its progress is counted from its occasions."""

    survey = models.ForeignKey("feedback.Survey", on_delete=models.PROTECT, related_name="sendings")
    name = models.CharField(_("name"), max_length=160)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)


class Invitation(models.Model):
    """A private, single-use link. Who led what is kept as it was when the link was sent.

    `opened_at` is a POST of the page itself, `unconfirmed_score` a number that arrived without a tap.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    version = models.ForeignKey(
        "feedback.SurveyVersion", on_delete=models.PROTECT, related_name="invitations"
    )
    customer = models.ForeignKey(
        "feedback.Customer", null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    token_sha = models.CharField(max_length=64, unique=True)
    generation = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(max_length=10, blank=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
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
    about = models.CharField(max_length=200, blank=True)
    unconfirmed_score = models.PositiveSmallIntegerField(null=True, blank=True)
    is_test = models.BooleanField(default=False)
    reminders_sent = models.PositiveSmallIntegerField(default=0)
    remind_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["customer", "sent_at"], name="invitation_customer_sent"),
            models.Index(fields=["version", "sent_at"], name="invitation_version_sent"),
            models.Index(
                fields=["remind_at"], condition=Q(remind_at__isnull=False), name="invitation_remind_at"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} to {self.customer}"


class Occasion(models.Model):
    """A customer who could be asked. Decided once: `invitation` or `passed_over` says what became of it."""

    survey = models.ForeignKey("feedback.Survey", on_delete=models.PROTECT, related_name="occasions")
    customer = models.ForeignKey("feedback.Customer", on_delete=models.PROTECT, related_name="occasions")
    how = models.CharField(max_length=8, choices=AskedBy)
    sending = models.ForeignKey(
        Sending, null=True, blank=True, on_delete=models.PROTECT, related_name="occasions"
    )
    rule = models.ForeignKey(
        SendingRule, null=True, blank=True, on_delete=models.PROTECT, related_name="occasions"
    )
    source = models.CharField(max_length=80, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    place = models.ForeignKey(
        "accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    department = models.ForeignKey(
        "accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    stage = models.ForeignKey(
        "feedback.Stage", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    about = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    invitation = models.OneToOneField(
        Invitation, null=True, blank=True, on_delete=models.PROTECT, related_name="occasion"
    )
    passed_over = models.CharField(max_length=10, choices=PassedOver, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "source", "external_id"],
                condition=~Q(external_id=""),
                name="one_occasion_an_external_id",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, invitation=None, passed_over="")
                | (Q(decided_at__isnull=False) & (Q(invitation__isnull=False) ^ ~Q(passed_over=""))),
                name="occasion_decided_once",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(decided_at=None), name="occasion_waiting"),
            models.Index(fields=["survey", "at"], name="occasion_survey_at"),
        ]


class OpenLink(models.Model):
    """A link anybody may use: on a web page, as a QR poster, on a kiosk. Its place and stage go with every answer."""

    code = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=6, choices=OpenLinkKind)
    name = models.CharField(_("name"), max_length=160)
    survey = models.ForeignKey("feedback.Survey", on_delete=models.PROTECT, related_name="open_links")
    place = models.ForeignKey(
        "accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    department = models.ForeignKey(
        "accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    stage = models.ForeignKey(
        "feedback.Stage", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    pin = models.CharField(max_length=200, blank=True)
    """Hash of the number that leaves the kiosk."""
    is_active = models.BooleanField(default=True)
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="kiosk") | (~Q(pin="") & Q(place__isnull=False)),
                name="kiosk_has_a_place_and_a_pin",
            )
        ]

    def __str__(self) -> str:
        return self.name

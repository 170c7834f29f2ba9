"""What people do on a case: contacts, promises, the customer's own words, hand-overs, messages, actions, recoveries."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from feedback.enums import (
    ActingAs,
    End,
    Feeling,
    HandOverState,
    How,
    Outcome,
    PromiseKind,
    ProposalState,
    RecoveryKind,
    RecoveryState,
    Word,
)


class ContactAttempt(models.Model):
    """Who tried, how, when, with what outcome. Counts from `logged_at`; `stated_at` is shown beside it."""

    case = models.ForeignKey("feedback.Case", on_delete=models.PROTECT, related_name="contact_attempts")
    cycle = models.PositiveIntegerField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="contact_attempts")
    on_behalf_of = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    acting_as = models.CharField(max_length=8, choices=ActingAs)
    how = models.CharField(max_length=8, choices=How)
    outcome = models.CharField(max_length=16, choices=Outcome)
    feeling = models.CharField(max_length=10, choices=Feeling, default=Feeling.NOT_SAID)
    stated_at = models.DateTimeField()
    logged_at = models.DateTimeField()
    note = models.ForeignKey(
        "feedback.Text", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    met_clock = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["by", "logged_at"], name="contact_by_at")]

    def __str__(self) -> str:
        return f"{self.by_id} {self.outcome} case {self.case_id}"


class Promise(models.Model):
    """Something with a date that a leader told the customer."""

    case = models.ForeignKey("feedback.Case", on_delete=models.PROTECT, related_name="promises")
    kind = models.CharField(max_length=8, choices=PromiseKind)
    words = models.ForeignKey(
        "feedback.Text", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="promises")
    made_at = models.DateTimeField()
    attempt = models.ForeignKey(
        ContactAttempt, null=True, blank=True, on_delete=models.PROTECT, related_name="promises"
    )
    kept_at = models.DateTimeField(null=True, blank=True)
    kept_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kept_words = models.ForeignKey(
        "feedback.Text", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kept_at=None, kept_by=None) | Q(kept_at__isnull=False, kept_by__isnull=False),
                name="promise_kept_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_at:%d %b %H:%M}"


class CustomerWord(models.Model):
    """What the customer answered to "Did … reach you?" and "Is it put right?"."""

    case = models.ForeignKey("feedback.Case", on_delete=models.PROTECT, related_name="customer_words")
    signal = models.ForeignKey("feedback.Signal", on_delete=models.PROTECT, related_name="customer_words")
    cycle = models.PositiveIntegerField()
    reached = models.CharField(max_length=8, choices=Word, blank=True)
    right = models.CharField(max_length=8, choices=Word, blank=True)
    words = models.ForeignKey(
        "feedback.Text", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reached="", right=""), name="customer_word_says_something"),
        ]

    def __str__(self) -> str:
        return f"reached {self.reached or '-'}, right {self.right or '-'}"


class HandOver(models.Model):
    case = models.ForeignKey("feedback.Case", on_delete=models.PROTECT, related_name="offers")
    giver = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="offers")
    reason = models.ForeignKey("feedback.Text", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=HandOverState, default=HandOverState.OFFERED)
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.ForeignKey(
        "feedback.Text", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    bulk_id = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="offered"), name="one_offer_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="hand_over_to_another"),
        ]

    def __str__(self) -> str:
        return f"case {self.case_id} to {self.receiver_id}: {self.state}"


class Message(models.Model):
    """Words between us and the customer on their private page; `by` empty: the customer wrote."""

    case = models.ForeignKey("feedback.Case", on_delete=models.PROTECT, related_name="messages")
    signal = models.ForeignKey(
        "feedback.Signal", null=True, blank=True, on_delete=models.PROTECT, related_name="messages"
    )
    by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey("feedback.Text", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    is_decision = models.BooleanField(default=False)
    met_clock = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"message on case {self.case_id}"


class Wait(models.Model):
    """The customer asked for later, with the date they named. Ends by itself."""

    case = models.ForeignKey("feedback.Case", on_delete=models.PROTECT, related_name="waits")
    until = models.DateTimeField()
    taken_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"later, {self.until:%d %b %H:%M}"


class EndProposal(models.Model):
    """An end that needs someone one rung above the leader (no case, not safe, final answer)."""

    case = models.ForeignKey("feedback.Case", on_delete=models.PROTECT, related_name="end_proposals")
    end = models.CharField(max_length=16, choices=End)
    why = models.ForeignKey("feedback.Text", on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.PROPOSED)
    answered_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="proposed"), name="one_end_proposed_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.end} proposed for case {self.case_id}"


class PlaceAction(models.Model):
    """What a leader did about something nobody can be called about; read at the place or on the case."""

    case = models.ForeignKey("feedback.Case", on_delete=models.PROTECT, related_name="actions")
    text = models.ForeignKey("feedback.Text", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"action on case {self.case_id}"


class Authority(models.Model):
    """What a role may give away without asking."""

    role = models.CharField(max_length=20, unique=True)
    per_case = models.DecimalField(max_digits=10, decimal_places=2)
    per_month = models.DecimalField(max_digits=10, decimal_places=2)

    def __str__(self) -> str:
        return f"{self.role}: {self.per_case}"


class Recovery(models.Model):
    """What we gave to put it right, its cost, and who had the authority."""

    case = models.ForeignKey("feedback.Case", on_delete=models.PROTECT, related_name="recoveries")
    kind = models.CharField(max_length=10, choices=RecoveryKind)
    what = models.CharField(max_length=200, blank=True)
    cost = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    state = models.CharField(max_length=10, choices=RecoveryState, default=RecoveryState.GIVEN)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="recoveries")
    at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(cost__gte=0), name="recovery_costs_nothing_or_more")
        ]
        indexes = [models.Index(fields=["by", "at"], name="recovery_by_at")]

    def __str__(self) -> str:
        return f"{self.kind} on case {self.case_id}"

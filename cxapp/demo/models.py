"""What only the demonstration keeps: its mail, how far the story was played, what is still planned, the watched cases."""

from __future__ import annotations

from django.db import models


class DemoMail(models.Model):
    """A mail that would have gone out, kept for its page instead."""

    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-at"], name="demo_mail_at")]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"


class Stamp(models.Model):
    """The one row that says until when the story was played."""

    started_at = models.DateTimeField()
    played_until = models.DateTimeField()
    customers = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"played until {self.played_until:%d %b %Y %H:%M}"


class Planned(models.Model):
    """Something the people of the story are going to do. Done ones are gone."""

    at = models.DateTimeField()
    verb = models.CharField(max_length=20)
    data = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%d %b %H:%M}"


class Watched(models.Model):
    """The case opened by one start of the demonstration, left to run out before everybody's eyes."""

    case = models.ForeignKey("feedback.Case", on_delete=models.PROTECT, related_name="+")
    signal = models.ForeignKey("feedback.Signal", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"case {self.case_id}"

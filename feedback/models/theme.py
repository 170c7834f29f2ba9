"""Themes in comments: the taxonomy, what stands on each comment, and what the machine made of its mood."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback.enums import TagState, Tone


class Theme(models.Model):
    """`words` are what the suggestion starts from: {language: [word or phrase, …]}.

    `precision` is measured on what people confirmed and refused; below the limit the theme is offered, never applied.
    """

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    sentence = models.CharField(_("what belongs here"), max_length=240, blank=True)
    words = models.JSONField(default=dict, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    precision = models.FloatField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class TextTheme(models.Model):
    """One theme on one comment. `by` empty: the machine said so, with `confidence` from 0 to 1."""

    text = models.ForeignKey("feedback.Text", on_delete=models.CASCADE, related_name="themes")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="texts")
    tone = models.CharField(max_length=8, choices=Tone, default=Tone.NEUTRAL)
    state = models.CharField(max_length=8, choices=TagState)
    confidence = models.FloatField(null=True, blank=True)
    by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text", "theme"], name="one_theme_a_text"),
            models.CheckConstraint(
                condition=Q(confidence=None) | Q(confidence__gte=0, confidence__lte=1),
                name="confidence_is_a_share",
            ),
        ]
        indexes = [models.Index(fields=["theme", "state"], name="text_theme_state")]


class Judgement(models.Model):
    """What the machine made of one comment. `mood` from -1 to 1 between `mood_low` and `mood_high`; NULL where it cannot."""

    text = models.OneToOneField("feedback.Text", on_delete=models.CASCADE, related_name="judgement")
    language = models.CharField(max_length=10, blank=True)
    can_do = models.BooleanField(default=False)
    mood = models.FloatField(null=True, blank=True)
    mood_low = models.FloatField(null=True, blank=True)
    mood_high = models.FloatField(null=True, blank=True)
    method = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(mood=None, mood_low=None, mood_high=None)
                | Q(mood__gte=-1, mood__lte=1, mood_low__isnull=False, mood_high__isnull=False),
                name="mood_with_its_uncertainty",
            )
        ]

"""Surveys, their versions and questions. One question is a survey too.

Not here: whom we ask (`asking`) and what they answer (`response`).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback.enums import QuestionKind


class Survey(models.Model):
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=160)
    is_active = models.BooleanField(default=True)
    template = models.CharField(max_length=20, blank=True)
    """The ready-made survey it began as (`rules.templates`)."""
    stage = models.ForeignKey(
        "feedback.Stage", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reminders = models.PositiveSmallIntegerField(_("reminders at most"), default=1)
    reminder_gap = models.PositiveSmallIntegerField(_("days between them"), default=4)
    open_days = models.PositiveSmallIntegerField(_("days a link stays open"), default=30)
    created_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reminders__lte=3, reminder_gap__gte=1, open_days__gte=1),
                name="survey_reminds_within_reason",
            )
        ]

    def __str__(self) -> str:
        return self.name


class SurveyVersion(models.Model):
    """What is asked, from the day it is published. Published versions are never edited; a change is the next version.

    `languages` lists codes, the first is the one that has every text; `texts` {"intro"|"thanks": {language: words}}.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    languages = models.JSONField(default=list)
    texts = models.JSONField(default=dict, blank=True)
    soft_alert = models.BooleanField(_("tell the leader of a 7 or 8 with a comment"), default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="survey_version_once"),
            models.UniqueConstraint(
                fields=["survey"], condition=Q(published_at=None), name="one_draft_a_survey"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey} v{self.number}"


class Question(models.Model):
    """One question. Texts are kept per language: {"en": "How likely …"}.

    `code` names it across versions; `ends` {"low"|"high": {language: words}}; `options` [{"code", "texts"}];
    `show_if` {"question": code, "op", "value"} (`rules.questions`), empty: always; `low_at` opens a case up to that number.
    """

    version = models.ForeignKey(SurveyVersion, on_delete=models.CASCADE, related_name="questions")
    order = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=QuestionKind)
    texts = models.JSONField(default=dict)
    ends = models.JSONField(default=dict, blank=True)
    options = models.JSONField(default=list, blank=True)
    show_if = models.JSONField(default=dict, blank=True)
    required = models.BooleanField(default=False)
    low_at = models.SmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "order"], name="question_once_a_place"),
            models.UniqueConstraint(fields=["version", "code"], name="question_code_once"),
        ]

    def __str__(self) -> str:
        return str(self.texts.get("en", self.kind))

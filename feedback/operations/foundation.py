"""Lays the rows feedback starts with. Repeating it changes nothing."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from feedback.models import Authority, Cause, Question, Stage, Survey, SurveyVersion, Theme
from feedback.rules.foundation import AUTHORITY, CAUSES, LANGUAGES, STAGES
from feedback.rules.starter_themes import STARTERS
from feedback.rules.templates import RELATIONSHIP, fields, in_languages


def lay_themes() -> None:
    """The themes to begin with, where there are none at all."""
    if not Theme.objects.exists():
        Theme.objects.bulk_create(
            Theme(
                slug=starter.slug,
                name=starter.name,
                sentence=starter.sentence,
                words={"en": list(starter.words)},
                order=order,
                precision=starter.precision,
            )
            for order, starter in enumerate(STARTERS, start=1)
        )


@transaction.atomic
def lay_foundation() -> None:
    """Stages, causes, authority, themes and the one-question survey, where they are missing."""
    lay_themes()
    if Stage.objects.filter(slug="none").exists():
        return
    Stage.objects.bulk_create(
        [Stage(slug=slug, name=name, order=order) for order, (slug, name) in enumerate(STAGES)]
    )
    Cause.objects.bulk_create([Cause(slug=slug, name=name) for slug, name in CAUSES])
    Authority.objects.bulk_create(
        [
            Authority(role=role, per_case=Decimal(case), per_month=Decimal(month))
            for role, case, month in AUTHORITY
        ]
    )
    _first_survey()


def _first_survey() -> None:
    """The one question everybody begins with: the ready-made survey of the relationship, published."""
    survey = Survey.objects.create(
        slug="recommend", name="Would you recommend us?", template=RELATIONSHIP.name
    )
    version = SurveyVersion.objects.create(
        survey=survey,
        number=1,
        languages=list(LANGUAGES),
        texts={name: in_languages(words, LANGUAGES) for name, words in RELATIONSHIP.texts.items()},
        published_at=timezone.now(),
    )
    for order, ask in enumerate(RELATIONSHIP.asks, start=1):
        Question.objects.create(version=version, order=order, **fields(ask, LANGUAGES))

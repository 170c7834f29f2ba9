"""How each survey is doing: sent, opened, answered, unhappy.

Not here: scores and trends (`insights`), and what the builder shows (`survey_builder`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case as Choose
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce

from accounts.models import User
from feedback.access.responses import visible_to
from feedback.models import Answer, Invitation, Survey, SurveyVersion
from feedback.rules.questions import KINDS

DAYS = 90
NEVER = -1

USUAL = Choose(
    *(When(kind=kind.value, then=Value(row.low_at)) for kind, row in KINDS.items() if row.low_at is not None),
    default=Value(NEVER),
    output_field=IntegerField(),
)
"""Up to which number an answer of its kind is unhappy, where the question says nothing else."""


@dataclass(frozen=True, slots=True)
class Health:
    """Counts of the last days; `answered` through every door, so it may exceed `sent`."""

    sent: int = 0
    opened: int = 0
    answered: int = 0
    low: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    survey: Survey
    published: SurveyVersion | None
    draft: SurveyVersion | None
    health: Health


def surveys_listed(*, user: User, now: datetime) -> list[Listed]:
    """Every survey, those in use first. Five queries, however many."""
    health = health_of_all(user=user, now=now)
    versions = list(SurveyVersion.objects.order_by("number"))
    published = {row.survey_id: row for row in versions if row.published_at is not None}
    drafts = {row.survey_id: row for row in versions if row.published_at is None}
    return [
        Listed(survey, published.get(survey.pk), drafts.get(survey.pk), health.get(survey.pk, Health()))
        for survey in Survey.objects.order_by("-is_active", "name", "pk")
    ]


def health_of_all(*, user: User, now: datetime) -> dict[int, Health]:
    """By survey, over the last 90 days, of what this person may read."""
    since = now - timedelta(days=DAYS)
    sent = dict[int, tuple[int, int]]()
    rows = Invitation.objects.filter(sent_at__gte=since, is_test=False).values("version__survey")
    for row in rows.annotate(sent=Count("pk"), opened=Count("opened_at")):
        sent[row["version__survey"]] = (row["sent"], row["opened"])
    responses = visible_to(user, now).filter(at__gte=since)
    answered = Counter(
        dict(
            responses.order_by()
            .values_list("version__survey")
            .annotate(n=Count("pk"))
            .values_list("version__survey", "n")
        )
    )
    newer = Answer.objects.filter(
        response=OuterRef("response"), question=OuterRef("question"), revision__gt=OuterRef("revision")
    )
    low = Counter(
        dict(
            Answer.objects.filter(response__in=responses.values("pk"), score__isnull=False)
            .annotate(limit=Coalesce(F("question__low_at"), USUAL))
            .filter(Q(score__lte=F("limit")), ~Exists(newer))
            .order_by()
            .values_list("response__version__survey")
            .annotate(n=Count("response", distinct=True))
            .values_list("response__version__survey", "n")
        )
    )
    return {
        survey: Health(*sent.get(survey, (0, 0)), answered[survey], low[survey])
        for survey in {*sent, *answered}
    }

"""From draft to what customers are asked: publishing, the next version, throwing a draft away, retiring and restoring.

Not here: changing a draft (`survey_drafts`, `survey_questions`).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from feedback.models import Survey, SurveyVersion
from feedback.operations.survey_drafts import (
    SurveyRefused,
    check_may,
    draft_from,
    draft_of,
    locked,
    note,
)
from feedback.rules.survey_gaps import Gap, gaps


class NotComplete(SurveyRefused):
    """Something is missing; `gaps` says what, each by question and language."""

    code = "survey_not_complete"

    def __init__(self, found: list[Gap]) -> None:
        super().__init__(" ".join(gap.sentence for gap in found))
        self.gaps = found


def gaps_of(version: SurveyVersion) -> list[Gap]:
    return gaps(
        questions=list(version.questions.order_by("order")), languages=version.languages, texts=version.texts
    )


@transaction.atomic
def publish(*, version: SurveyVersion, by: User, now: datetime) -> SurveyVersion:
    """From now on this is asked. Refused with everything that is missing."""
    check_may(by)
    draft = draft_of(version)
    found = gaps_of(draft)
    if found:
        raise NotComplete(found)
    draft.published_at, draft.published_by = now, by
    draft.save(update_fields=["published_at", "published_by"])
    note(survey=draft.survey, code="survey_published", by=by, now=now, version=draft.number)
    return draft


@transaction.atomic
def next_draft(*, survey: Survey, by: User, now: datetime) -> SurveyVersion:
    """The draft of the next version; the one that is there already where somebody was quicker."""
    check_may(by)
    row = locked(survey)
    newest = row.versions.order_by("-number")[0]
    if newest.published_at is None:
        return newest
    draft = draft_from(source=newest, survey=row, number=newest.number + 1)
    note(survey=row, code="survey_draft_made", by=by, now=now, version=draft.number)
    return draft


@transaction.atomic
def discard_draft(*, version: SurveyVersion, by: User, now: datetime) -> None:
    """Throw a draft away. The first version stays: without it there is no survey."""
    check_may(by)
    draft = draft_of(version)
    if draft.number == 1:
        raise SurveyRefused(_("This survey has no other version. Retire it instead."))
    if draft.invitations.exists():
        raise SurveyRefused(_("You tried this draft on yourself, so it stays. Change it instead."))
    number = draft.number
    draft.delete()
    note(survey=draft.survey, code="survey_draft_discarded", by=by, now=now, version=number)


@transaction.atomic
def retire(*, survey: Survey, by: User, now: datetime) -> None:
    """Ask nobody any more. What was answered stays, and links that are out can still be answered."""
    _switch(survey, by, now, on=False)


@transaction.atomic
def restore(*, survey: Survey, by: User, now: datetime) -> None:
    _switch(survey, by, now, on=True)


def _switch(survey: Survey, by: User, now: datetime, *, on: bool) -> None:
    check_may(by)
    row = locked(survey)
    if row.is_active == on:
        return
    row.is_active = on
    row.save(update_fields=["is_active"])
    note(survey=row, code="survey_restored" if on else "survey_retired", by=by, now=now)

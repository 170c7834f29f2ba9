"""The questions of a draft: adding, changing, ordering and removing one. Refused on what is published.

Not here: the survey around them (`survey_drafts`), and when a draft is complete (`rules.survey_gaps`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from feedback.enums import QuestionKind
from feedback.models import Answer, Question, SurveyVersion
from feedback.operations.survey_drafts import KEEPS, Published, check_may, draft_of, note
from feedback.rules.templates import fields, first_of

ASIDE = 1000
"""Added to a question's place while the others move, because no two may share one."""


@transaction.atomic
def add_question(*, version: SurveyVersion, kind: QuestionKind, by: User, now: datetime) -> Question:
    """A question of this kind, last, with the words it usually has where they are known in the draft's languages."""
    check_may(by)
    draft = draft_of(version)
    taken = set(Question.objects.filter(version__survey=draft.survey).values_list("code", flat=True))
    # A code of an earlier version is not used again: it stands for another question in the results.
    names = (kind.value, *(f"{kind.value}-{n}" for n in range(2, len(taken) + 3)))
    code = next(name for name in names if name not in taken)
    last = draft.questions.order_by("-order").values_list("order", flat=True).first() or 0
    question = Question.objects.create(
        version=draft, order=last + 1, **fields(first_of(kind, code), draft.languages)
    )
    note(survey=draft.survey, code="question_added", by=by, now=now, version=draft.number, question=code)
    return question


@transaction.atomic
def change_question(*, question: Question, by: User, now: datetime, **changes: Any) -> list[str]:
    """Texts, ends, options, condition, required, threshold. Answers the names of what really changed."""
    check_may(by)
    draft = draft_of(question.version)
    row = draft.questions.filter(pk=question.pk).first()
    if row is None:
        raise Published(_("Somebody removed this question. Look at the survey again."))
    changed = [name for name in KEEPS if name in changes and getattr(row, name) != changes[name]]
    if not changed:
        return []
    for name in changed:
        setattr(row, name, changes[name])
    row.save(update_fields=changed)
    note(
        survey=draft.survey,
        code="question_changed",
        by=by,
        now=now,
        version=draft.number,
        question=row.code,
        fields=changed,
    )
    return changed


@transaction.atomic
def move_question(*, question: Question, up: bool, by: User, now: datetime) -> None:
    """Ask it one place earlier or later. At the end of the list nothing happens."""
    check_may(by)
    draft = draft_of(question.version)
    rows = list(draft.questions.order_by("order"))
    here = next((index for index, row in enumerate(rows) if row.pk == question.pk), None)
    if here is None:
        raise Published(_("Somebody removed this question. Look at the survey again."))
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    _number(rows)
    note(
        survey=draft.survey,
        code="question_moved",
        by=by,
        now=now,
        version=draft.number,
        question=question.code,
        up=up,
    )


def _number(rows: Sequence[Question]) -> None:
    """1, 2, 3 … in this order. Two steps, because the database lets no two share a place even for a moment."""
    for shift in (ASIDE, 0):
        for place, row in enumerate(rows, start=1):
            row.order = place + shift
            row.save(update_fields=["order"])


@transaction.atomic
def remove_question(*, question: Question, by: User, now: datetime) -> None:
    check_may(by)
    draft = draft_of(question.version)
    # Before it is published only its makers answered it, to try it.
    Answer.objects.filter(question=question.pk, response__is_test=True).delete()
    if not draft.questions.filter(pk=question.pk).delete()[0]:
        return
    _number(list(draft.questions.order_by("order")))
    note(
        survey=draft.survey,
        code="question_removed",
        by=by,
        now=now,
        version=draft.number,
        question=question.code,
    )

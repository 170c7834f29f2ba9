"""Making surveys, and what holds for all of one: its languages, opening, thanks, reminders. Only drafts are changed.

Not here: the questions of a draft (`survey_questions`), publishing, the next version, retiring (`publishing`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.operations.timeline import Entry, record
from cxapp.lib.errors import Conflict, NotAllowed, Refused
from feedback.models import Question, Survey, SurveyVersion
from feedback.rules.languages import CODES
from feedback.rules.templates import TEMPLATES, fields, in_languages, translated

LONGEST_SLUG = 50
KEEPS = ("texts", "ends", "options", "show_if", "required", "low_at")
"""What may be changed of a question. Its kind and code stay: answers are compared by them."""
COPIED = ("order", "code", "kind", *KEEPS)
SETTINGS = ("name", "stage", "reminders", "reminder_gap", "open_days")


class SurveyRefused(Refused):
    code = "survey_refused"


class Published(Conflict):
    """A published version is never edited under its answers."""

    code = "survey_published"


class NotTheirSurvey(NotAllowed):
    code = "not_their_survey"


def note(*, survey: Survey, code: str, by: User, now: datetime, **data: Any) -> None:
    """Who did what to which survey, in the history of the one who did it."""
    record(entries=[Entry("person", by.pk, code, by, {"survey": survey.pk, **data})], now=now)


def check_may(by: User) -> None:
    if not (by.has_role(Role.CX_MANAGER) or by.is_owner):
        raise NotTheirSurvey(_("Only a CX manager or the owner may change a survey."))


def locked(survey: Survey) -> Survey:
    return Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)


def draft_of(version: SurveyVersion) -> SurveyVersion:
    """The version as it is now, its survey locked; refused once it is published."""
    Survey.objects.select_for_update(of=("self",)).get(pk=version.survey_id)
    found = SurveyVersion.objects.select_related("survey").filter(pk=version.pk).first()
    if found is None:
        raise Published(_("Somebody threw this draft away. Look at the survey again."))
    if found.published_at is not None:
        raise Published(_("This version is published, so it stays as it is. Make the next version."))
    return found


@transaction.atomic
def create_survey(*, template: str, name: str, languages: Sequence[str], by: User, now: datetime) -> Survey:
    """A new survey with one draft: from a ready-made one, or empty where `template` is blank."""
    check_may(by)
    ready = TEMPLATES.get(template)
    if template and ready is None:
        raise SurveyRefused(_("There is no such ready-made survey."), field="template")
    name = name.strip() or (str(ready.label) if ready else "")
    if not name:
        raise SurveyRefused(_("Give the survey a name."), field="name")
    chosen = _languages(languages)
    survey = Survey.objects.create(
        slug=_free_slug(name), name=name[:160], template=template, created_by=by, created_at=now
    )
    texts = {key: in_languages(words, chosen) for key, words in ready.texts.items()} if ready else {}
    version = SurveyVersion.objects.create(survey=survey, number=1, languages=chosen, texts=texts)
    for order, ask in enumerate(ready.asks if ready else (), start=1):
        Question.objects.create(version=version, order=order, **fields(ask, chosen))
    note(survey=survey, code="survey_created", by=by, now=now, template=template)
    return survey


@transaction.atomic
def copy_survey(*, survey: Survey, by: User, now: datetime) -> Survey:
    """The same questions under a name of its own, as a draft. Links and answers stay with the first."""
    check_may(by)
    source = survey.versions.order_by("-number")[0]
    name = _("%(name)s (copy)") % {"name": survey.name[:150]}
    made = Survey.objects.create(
        slug=_free_slug(name),
        name=name,
        template=survey.template,
        stage=survey.stage,
        reminders=survey.reminders,
        reminder_gap=survey.reminder_gap,
        open_days=survey.open_days,
        created_by=by,
        created_at=now,
    )
    draft_from(source=source, survey=made, number=1)
    note(survey=made, code="survey_copied", by=by, now=now, source=survey.pk)
    return made


def draft_from(*, source: SurveyVersion, survey: Survey, number: int) -> SurveyVersion:
    """A draft that asks what another version asks."""
    draft = SurveyVersion.objects.create(
        survey=survey,
        number=number,
        languages=source.languages,
        texts=source.texts,
        soft_alert=source.soft_alert,
    )
    Question.objects.bulk_create(
        Question(version=draft, **{name: getattr(row, name) for name in COPIED})
        for row in source.questions.order_by("order")
    )
    return draft


def _languages(codes: Sequence[str]) -> list[str]:
    chosen = list(dict.fromkeys(codes))
    if not chosen or not set(chosen) <= set(CODES):
        raise SurveyRefused(_("Choose at least one of the languages shown."), field="languages")
    return chosen


def _free_slug(name: str) -> str:
    base = slugify(name)[:LONGEST_SLUG].strip("-") or "survey"
    taken = set(Survey.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken
    )


@transaction.atomic
def change_wording(
    *,
    version: SurveyVersion,
    languages: Sequence[str],
    texts: Mapping[str, Mapping[str, str]],
    soft_alert: bool,
    by: User,
    now: datetime,
) -> list[str]:
    """The languages of a draft, its opening and thanks, and whether a 7 or 8 with a comment is told. Answers what changed.

    Words of a language that goes are kept, so that it can come back; a language that comes brings the ready words.
    """
    check_may(by)
    draft = draft_of(version)
    chosen = _languages(languages)
    values: dict[str, Any] = {"languages": chosen, "texts": dict(texts), "soft_alert": soft_alert}
    changed = [name for name, value in values.items() if getattr(draft, name) != value]
    if not changed:
        return []
    new = [code for code in chosen if code not in draft.languages]
    for name in changed:
        setattr(draft, name, values[name])
    draft.save(update_fields=changed)
    _fill_in_ready_words(draft, new)
    note(
        survey=draft.survey,
        code="survey_wording_changed",
        by=by,
        now=now,
        version=draft.number,
        fields=changed,
    )
    return changed


def _fill_in_ready_words(draft: SurveyVersion, languages: Sequence[str]) -> None:
    """What still says the words of a ready-made survey says them in these languages too."""
    if not languages:
        return
    draft.texts = {name: translated(words, languages) for name, words in draft.texts.items()}
    draft.save(update_fields=["texts"])
    for question in draft.questions.all():
        question.texts = translated(question.texts, languages)
        question.ends = {side: translated(words, languages) for side, words in question.ends.items()}
        question.options = [
            {**option, "texts": translated(option["texts"], languages)} for option in question.options
        ]
        question.save(update_fields=["texts", "ends", "options"])


@transaction.atomic
def change_settings(*, survey: Survey, by: User, now: datetime, **changes: Any) -> list[str]:
    """Name, stage, reminders and how long a link stays open: they hold for every version. Answers what changed."""
    check_may(by)
    row = locked(survey)
    changed = [name for name in SETTINGS if name in changes and getattr(row, name) != changes[name]]
    if "name" in changed and not changes["name"].strip():
        raise SurveyRefused(_("Give the survey a name."), field="name")
    if not changed:
        return []
    for name in changed:
        setattr(row, name, changes[name])
    row.save(update_fields=changed)
    note(survey=row, code="survey_settings_changed", by=by, now=now, fields=changed)
    return changed

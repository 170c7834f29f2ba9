"""What the builder shows of one version: its questions in words, what is missing, who hears of unhappy answers, what was changed.

Not here: how a survey is doing (`survey_health`), and drawing its questions (`forms.answering`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Severity, UnitKind
from accounts.models import Event, Organisation, User
from accounts.queries.house import house
from feedback.enums import OpenLinkKind, QuestionKind
from feedback.models import OpenLink, Question, Survey, SurveyVersion
from feedback.queries.history import US, Told
from feedback.queries.rules_dry_run import in_words as in_time
from feedback.rules.answering import low_limit
from feedback.rules.branching import in_words
from feedback.rules.kinds import CONTACT
from feedback.rules.languages import Language, language
from feedback.rules.questions import KINDS, TYPED, main_question
from feedback.rules.survey_gaps import MOST, SUGGESTED, Gap, gaps
from feedback.rules.templates import KIOSK

CHANGES = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One question as the builder lists it."""

    question: Question
    number: int
    text: str
    kind: Any
    asked_of: str
    unhappy: str
    options: Sequence[str]
    missing: Sequence[str]


@dataclass(frozen=True, slots=True)
class Builder:
    survey: Survey
    version: SurveyVersion
    versions: Sequence[SurveyVersion]
    languages: Sequence[Language]
    rows: Sequence[Row]
    gaps: Sequence[Gap]
    first: str = "en"
    intro: str = ""
    thanks: str = ""
    questions: Sequence[Question] = field(default_factory=list)

    @property
    def is_draft(self) -> bool:
        return self.version.published_at is None

    @property
    def published(self) -> SurveyVersion | None:
        """What is asked today."""
        return next((row for row in self.versions if row.published_at is not None), None)

    @property
    def draft(self) -> SurveyVersion | None:
        return next((row for row in self.versions if row.published_at is None), None)

    @property
    def not_on_kiosk(self) -> list[Row]:
        """What a kiosk leaves out, because somebody would type there."""
        return [row for row in self.rows if row.question.kind in TYPED]

    @property
    def asks_to_recommend(self) -> bool:
        """Whether its score has a 7 and an 8 in the middle, which can be told to the leader without a case."""
        main = main_question(self.questions)
        return main is not None and main.kind == QuestionKind.NPS

    @property
    def is_newest(self) -> bool:
        return self.version.pk == self.versions[0].pk

    @property
    def is_long(self) -> bool:
        return len(self.rows) > MOST

    @property
    def is_longish(self) -> bool:
        return SUGGESTED < len(self.rows) <= MOST


def get_survey(slug: str) -> Survey:
    """The survey, or 404. Whoever opens the builder may see every one."""
    found = Survey.objects.select_related("stage", "created_by").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def builder(survey: Survey, number: int | None = None) -> Builder:
    """This version of a survey; without a number the newest one, which may be a draft. Three queries."""
    versions = list(survey.versions.select_related("published_by").order_by("-number"))
    version = next((row for row in versions if number in (None, row.number)), None)
    if version is None:
        raise Http404
    version.survey = survey
    questions = list(version.questions.order_by("order"))
    for question in questions:
        question.version = version
    first = version.languages[0] if version.languages else "en"
    found = gaps(questions=questions, languages=version.languages, texts=version.texts)
    return Builder(
        survey=survey,
        version=version,
        versions=versions,
        languages=[language(code) for code in version.languages],
        rows=[_row(number, each, questions, found, first) for number, each in enumerate(questions, start=1)],
        gaps=found,
        first=first,
        intro=(version.texts.get("intro") or {}).get(first, ""),
        thanks=(version.texts.get("thanks") or {}).get(first, ""),
        questions=questions,
    )


def _row(
    number: int, question: Question, questions: Sequence[Question], found: Sequence[Gap], first: str
) -> Row:
    return Row(
        question=question,
        number=number,
        text=question.texts.get(first, "") or _("No words yet"),
        kind=QuestionKind(question.kind).label,
        asked_of=in_words(question.show_if, questions, first),
        unhappy=unhappy_words(question),
        options=[option["texts"].get(first, "") for option in question.options],
        missing=[gap.sentence for gap in found if gap.question == question.code],
    )


def unhappy_words(question: Question) -> str:
    """“0 to 6 opens a case”; blank where no answer does."""
    limit, row = low_limit(question), KINDS[QuestionKind(question.kind)]
    if limit is None or row.low is None or limit < row.low:
        return ""
    if limit == row.low:
        return _("%(number)s opens a case") % {"number": limit}
    return _("%(low)s to %(high)s opens a case") % {"low": row.low, "high": limit}


@dataclass(frozen=True, slots=True)
class Hearers:
    """Who hears of an unhappy answer, and by when: the times of the organisation's usual profile."""

    grave: str
    usual: str
    owner: str
    profile: str


def places_to_try() -> list[tuple[int, str]]:
    """The places a test may be about, also those that still rehearse: who would hear of it depends on the place."""
    found = [unit for unit in house().units.values() if unit.kind == UnitKind.PLACE and unit.is_active]
    return sorted(((unit.id, unit.name) for unit in found), key=lambda pair: pair[1])


def stands_on_kiosk(survey: Survey) -> bool:
    """Whether it is made for a kiosk, or a kiosk asks it."""
    links = OpenLink.objects.filter(survey=survey, kind=OpenLinkKind.KIOSK, is_active=True)
    return survey.template == KIOSK or links.exists()


def hearers() -> Hearers:
    policy = house().policy_of(None)
    owner = User.objects.filter(is_owner=True).values_list("name", flat=True).first() or ""
    profile = Organisation.objects.values_list("profile__slug", flat=True).get(pk=1)
    return Hearers(
        grave=in_time(policy.step(CONTACT, Severity.HIGH)),
        usual=in_time(policy.step(CONTACT, Severity.NORMAL)),
        owner=owner,
        profile=profile or "",
    )


# -- What was changed ---------------------------------------------------------------------------
LINES: Mapping[str, tuple[Any, str]] = {
    "survey_created": (gettext_lazy("Made this survey"), "plus"),
    "survey_copied": (gettext_lazy("Made this survey as a copy"), "square-2-stack"),
    "survey_settings_changed": (gettext_lazy("Changed the settings"), "adjustments-horizontal"),
    "survey_wording_changed": (gettext_lazy("Changed languages or texts"), "language"),
    "survey_draft_made": (gettext_lazy("Began version %(version)s"), "pencil"),
    "survey_draft_discarded": (gettext_lazy("Threw the draft of version %(version)s away"), "x-circle"),
    "survey_published": (gettext_lazy("Published version %(version)s"), "check-circle"),
    "survey_retired": (gettext_lazy("Retired this survey"), "archive-box"),
    "survey_restored": (gettext_lazy("Brought this survey back"), "arrow-uturn-left"),
    "question_added": (gettext_lazy("Added a question to version %(version)s"), "plus"),
    "question_changed": (gettext_lazy("Changed a question of version %(version)s"), "pencil"),
    "question_moved": (gettext_lazy("Moved a question of version %(version)s"), "arrows-up-down"),
    "question_removed": (gettext_lazy("Removed a question of version %(version)s"), "x-circle"),
}
"""The event codes of surveys, in words."""
FIELDS: Mapping[str, Any] = {
    "texts": gettext_lazy("words"),
    "ends": gettext_lazy("words at the ends"),
    "options": gettext_lazy("answers to choose from"),
    "show_if": gettext_lazy("who is asked"),
    "required": gettext_lazy("whether it must be answered"),
    "low_at": gettext_lazy("which answers open a case"),
    "languages": gettext_lazy("languages"),
    "soft_alert": gettext_lazy("whether a 7 or 8 is told"),
    "name": gettext_lazy("name"),
    "stage": gettext_lazy("stage of the journey"),
    "reminders": gettext_lazy("reminders"),
    "reminder_gap": gettext_lazy("days between reminders"),
    "open_days": gettext_lazy("how long a link stays open"),
}


def survey_changes(survey: Survey) -> list[Told]:
    """The newest changes of one survey, with who made them. Two queries."""
    events = Event.objects.filter(subject_kind="person", code__in=LINES, data__survey=survey.pk)
    newest = list(events.order_by("-at", "-pk")[:CHANGES])
    asked = Question.objects.filter(version__survey=survey).select_related("version")
    texts = {
        row.code: row.texts.get(next(iter(row.version.languages), ""), "")
        for row in asked.order_by("version__number")
    }

    def told(event: Event) -> Told:
        title, icon = LINES[event.code]
        text = texts.get(event.data.get("question", ""), "")
        parts = [f"“{text}”"] if text else []
        names = [str(FIELDS[name]) for name in event.data.get("fields", ()) if name in FIELDS]
        if names:
            parts.append(", ".join(names))
        return Told(event.at, str(title) % event.data, US, icon, event.actor_name, ": ".join(parts))

    return [told(event) for event in newest]


def saved_at(survey: Survey) -> datetime | None:
    """When anything of it was last changed."""
    rows = Event.objects.filter(subject_kind="person", code__in=LINES, data__survey=survey.pk)
    return rows.order_by("-at").values_list("at", flat=True).first()

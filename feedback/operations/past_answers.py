"""Answers given elsewhere: kept as they were, one response a person. History mails nobody and opens nothing; live opens cases.

Not here: what a file means (`importers.answer_file`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.text import slugify

from accounts.models import User
from accounts.rules.actor import SYSTEM
from cxapp.lib.sql import insert_rows
from feedback.enums import QuestionKind, ResponseSource, ResponseState
from feedback.models import Answer, Question, Response, Survey, SurveyVersion, Text
from feedback.operations.answer_signals import draft_of
from feedback.operations.customers import find_or_add_customers
from feedback.operations.signals import receive
from feedback.queries.leaders import leader_to_be
from feedback.rules.drafts import SignalDraft

SCORE = "score"
"""The code of the question whose number a file brings."""


@dataclass(frozen=True, slots=True)
class PastAnswer:
    """What one row says of one person. `words` by the code of the question they answer."""

    external_id: str
    at: datetime
    score: int | None
    words: Mapping[str, str] = field(default_factory=dict)
    place: int | None = None
    department: int | None = None
    language: str = ""
    weight: Decimal | None = None
    draft: SignalDraft | None = None
    """Where the row names somebody: how they are found."""


@transaction.atomic
def survey_of_past(
    *, name: str, kind: QuestionKind, asked: Mapping[str, str], by: User | None, now: datetime
) -> SurveyVersion:
    """The survey a file of this name answers, with a question for the number and one for each kind of words ({code: text}).

    A later file with further questions makes the next version; what was answered stays as it was asked.
    """
    slug = slugify(name)[:60] or "past-answers"
    survey, _new = Survey.objects.get_or_create(
        slug=slug, defaults={"name": name[:160], "created_by": by, "created_at": now}
    )
    newest = survey.versions.filter(published_at__isnull=False).order_by("-number").first()
    if newest is not None:
        there = set(newest.questions.values_list("code", "kind"))
        if {(SCORE, kind.value), *((code, QuestionKind.TEXT.value) for code in asked)} <= there:
            return newest
    number = (survey.versions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    version = SurveyVersion.objects.create(
        survey=survey, number=number, languages=["en"], published_at=now, published_by=by
    )
    questions = [Question(version=version, order=1, code=SCORE, kind=kind, texts={"en": str(kind.label)})]
    questions += [
        Question(version=version, order=order, code=code, kind=QuestionKind.TEXT, texts={"en": text})
        for order, (code, text) in enumerate(asked.items(), start=2)
    ]
    Question.objects.bulk_create(questions)
    return version


@transaction.atomic
def bring_in(
    *,
    version: SurveyVersion,
    origin: str,
    answers: Sequence[PastAnswer],
    by: User | None,
    now: datetime,
    live: bool = False,
    clock_from: datetime | None = None,
) -> int:
    """Store a batch; several rows of one person become one response. Returns how many people were added.

    Repeating it adds nothing: a person is known by their number, an answer by its question.
    """
    known = _responses(version, origin, answers)
    fresh = _new_responses(version, origin, [row for row in answers if row.external_id not in known], now)
    people = known | {row.external_id: row for row in fresh}
    questions = {row.code: row for row in version.questions.all()}
    _store(people, questions, answers)
    if live and fresh:
        drafts = _unhappy(fresh, list(questions.values()), answers)
        receive(signals=drafts, by=by or SYSTEM, now=now, clock_from=clock_from)
    return len(fresh)


def _responses(version: SurveyVersion, origin: str, answers: Sequence[PastAnswer]) -> dict[str, Response]:
    numbers = {row.external_id for row in answers}
    rows = Response.objects.filter(origin=origin, external_id__in=numbers).select_related("version")
    return {row.external_id: row for row in rows}


def _new_responses(
    version: SurveyVersion, origin: str, answers: Sequence[PastAnswer], now: datetime
) -> list[Response]:
    first: dict[str, PastAnswer] = {}
    for row in answers:
        first.setdefault(row.external_id, row)
    named = {row.external_id: row.draft for row in first.values() if row.draft is not None}
    found = find_or_add_customers(drafts=list(named.values()), now=now) if named else []
    customers = dict(zip(named, (entry.customer for entry in found), strict=True))
    leaders = {
        where: leader_to_be(place=where[0], department=where[1], now=now).pk
        for where in {(row.place, row.department) for row in first.values()}
    }
    responses = [
        Response(
            version=version,
            source=ResponseSource.IMPORT,
            origin=origin,
            external_id=row.external_id,
            customer=customers.get(row.external_id),
            language=row.language,
            state=ResponseState.COMPLETE,
            weight=row.weight,
            at=row.at,
            touched_at=row.at,
            completed_at=row.at,
            place_id=row.place,
            department_id=row.department,
            leader_id=leaders[row.place, row.department],
        )
        for row in first.values()
    ]
    insert_rows(responses)
    return responses


def _store(
    people: Mapping[str, Response], questions: Mapping[str, Question], answers: Sequence[PastAnswer]
) -> None:
    """The answers that are not there yet. One rating a person: the first row that has one gives it."""
    there = set(
        Answer.objects.filter(response__in=[row.pk for row in people.values()]).values_list(
            "response_id", "question__code"
        )
    )
    scores: list[Answer] = []
    said: list[tuple[Response, Question, Text]] = []
    for answer in answers:
        response = people[answer.external_id]
        if answer.score is not None and (response.pk, SCORE) not in there:
            there.add((response.pk, SCORE))
            question = questions[SCORE]
            scores.append(
                Answer(response=response, question=question, kind=question.kind, score=answer.score)
            )
        for code, words in answer.words.items():
            if words and code in questions and (response.pk, code) not in there:
                there.add((response.pk, code))
                said.append((response, questions[code], Text(body=words)))
    insert_rows([text for _response, _question, text in said])
    words_rows = [
        Answer(response=response, question=question, kind=QuestionKind.TEXT, text=text)
        for response, question, text in said
    ]
    insert_rows([*scores, *words_rows])


def _unhappy(
    fresh: Sequence[Response], questions: Sequence[Question], answers: Sequence[PastAnswer]
) -> list[SignalDraft]:
    """The signals of this batch: who is unhappy, or asked to be contacted."""
    said: dict[str, dict[str, object]] = {}
    reach: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in answers:
        mine = said.setdefault(row.external_id, {})
        if row.score is not None:
            mine.setdefault(SCORE, row.score)
        mine.update({code: words for code, words in row.words.items() if words})
        if row.draft is not None:
            reach.setdefault(row.external_id, row.draft.contact_points)
    drafts = (
        draft_of(
            response=row,
            questions=questions,
            answers=said[row.external_id],
            reach=reach.get(row.external_id, ()),
        )
        for row in fresh
    )
    return [draft for draft in drafts if draft is not None]

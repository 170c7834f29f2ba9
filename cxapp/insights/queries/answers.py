"""Answers as they are read: the desk of one reader, all they may see, filters, and what a page shows of each.

Every list starts from the gate of `feedback.access.responses`. Not here: figures about reading (`reading`), themes (`themes`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.queries.house import house
from feedback.access import cases
from feedback.access.responses import visible_to
from feedback.enums import QuestionKind, TagState
from feedback.models import Answer, Case, Judgement, Reading, Response, Signal, TextTheme
from feedback.queries.felt import MAIN_FIRST
from feedback.rules.drawing import HAPPY_FROM, Felt, felt
from feedback.rules.questions import FELT, KINDS, MAIN

FEWEST_NAMELESS = 5
"""A filter that leaves fewer answers without a name than this could tell who wrote them."""


def desk(user: User, now: datetime, *, read: bool) -> QuerySet[Response]:
    """What was drawn for this person: unread, the newest first; or read, the last read first."""
    mine = Reading.objects.filter(person=user, response=OuterRef("pk"), read_at__isnull=not read)
    rows = visible_to(user, now).filter(Exists(mine))
    if read:
        return rows.annotate(read_at=Subquery(mine.values("read_at"))).order_by("-read_at", "-pk")
    return rows.order_by("-at", "-pk")


def all_answers(user: User, now: datetime) -> QuerySet[Response]:
    return visible_to(user, now).order_by("-at", "-pk")


def narrowed(rows: QuerySet[Response], filters: Mapping[str, Any]) -> QuerySet[Response]:
    """The rows that pass the filters in the address."""
    if text := filters.get("q"):
        said = Answer.objects.filter(response=OuterRef("pk"), text__body__icontains=text)
        rows = rows.filter(Exists(said))
    if survey := filters.get("survey"):
        rows = rows.filter(version__survey__slug=survey)
    if stage := filters.get("stage"):
        rows = rows.filter(stage=stage)
    if place := filters.get("place"):
        where = house()
        inside = [unit for unit in where.units if where.within(unit, place)]
        rows = rows.filter(Q(place__in=inside) | Q(department__in=inside))
    if theme := filters.get("theme"):
        about = TextTheme.objects.filter(state=TagState.APPLIED, theme=theme).values("text")
        rows = rows.filter(Exists(Answer.objects.filter(response=OuterRef("pk"), text__in=about)))
    if how := filters.get("felt"):
        rows = _felt(rows, Felt(how))
    return rows


def _felt(rows: QuerySet[Response], how: Felt) -> QuerySet[Response]:
    """By the newest answer to the first question with a main scale, as everywhere."""
    scored = Answer.objects.filter(response=OuterRef("pk"), kind__in=FELT, score__isnull=False)
    rows = rows.annotate(
        main=Subquery(scored.order_by(MAIN_FIRST, "question__order", "-revision").values("pk")[:1])
    )
    if how == Felt.NOT_SAID:
        return rows.filter(main=None)
    low, high = Q(), Q()
    for kind in FELT:
        low |= Q(kind=kind, score__lte=Coalesce("question__low_at", KINDS[kind].low_at or 0))
        high |= Q(kind=kind, score__gte=HAPPY_FROM[kind])
    wanted = {Felt.LOW: low, Felt.HIGH: high & ~low, Felt.BETWEEN: ~low & ~high}[how]
    return rows.filter(Exists(Answer.objects.filter(wanted, pk=OuterRef("main"))))


def without_few_nameless(rows: QuerySet[Response]) -> tuple[QuerySet[Response], int]:
    """For a narrowed list: the rows to show, and how many nameless ones were left out because they were too few."""
    nameless = rows.filter(customer=None).order_by()[:FEWEST_NAMELESS].count()
    if 0 < nameless < FEWEST_NAMELESS:
        return rows.exclude(customer=None), nameless
    return rows, 0


@dataclass(slots=True)
class Comment:
    """The words given to one question, with what was made of them."""

    question: str
    text: int
    body: str
    language: str
    themes: list[TextTheme] = field(default_factory=list)
    judgement: Judgement | None = None


@dataclass(slots=True)
class Card:
    """One answer as a page shows it."""

    response: Response
    reading: Reading | None
    kind: str = ""
    score: int | None = None
    felt: Felt = Felt.NOT_SAID
    comments: list[Comment] = field(default_factory=list)
    others: list[tuple[str, str]] = field(default_factory=list)
    case: Case | None = None
    has_case: bool = False

    @property
    def top(self) -> int | None:
        return KINDS[QuestionKind(self.kind)].high if self.kind else None


def cards(responses: Sequence[Response], user: User, now: datetime) -> list[Card]:
    """What a page shows of these answers: the same number of questions for any number."""
    ids = [response.pk for response in responses]
    mine = {
        row.response_id: row
        for row in Reading.objects.filter(person=user, response__in=ids).select_related("note")
    }
    given = _answers(ids)
    texts = [answer.text_id for answers in given.values() for answer in answers if answer.text_id]
    themes = _themes(texts)
    judged = {row.text_id: row for row in Judgement.objects.filter(text__in=texts)}
    signals = {row.response_id: row.case_id for row in Signal.objects.filter(response__in=ids)}
    seen = cases.visible_to(user, now).filter(pk__in=signals.values()).in_bulk()
    found = []
    for response in responses:
        card = Card(response, mine.get(response.pk), has_case=response.pk in signals)
        card.case = seen.get(signals.get(response.pk, 0))
        # The score first: faces are shown in its place only where there is none.
        for answer in sorted(given.get(response.pk, []), key=lambda answer: answer.kind not in MAIN):
            _take(card, answer, themes, judged)
        found.append(card)
    return found


def _answers(ids: Collection[int]) -> dict[int, list[Answer]]:
    """The newest answer to each question, in the order of the survey."""
    rows = Answer.objects.filter(response__in=ids).select_related("question", "text")
    newest: dict[tuple[int, int], Answer] = {}
    for answer in rows.order_by("response", "question__order", "revision"):
        newest[answer.response_id, answer.question_id] = answer
    found: dict[int, list[Answer]] = defaultdict(list)
    for (response, _question), answer in newest.items():
        found[response].append(answer)
    return found


def _themes(texts: Collection[int]) -> dict[int, list[TextTheme]]:
    found: dict[int, list[TextTheme]] = defaultdict(list)
    rows = TextTheme.objects.filter(text__in=texts).exclude(state=TagState.REFUSED)
    for row in rows.select_related("theme", "by").order_by("state", "theme__order"):
        found[row.text_id].append(row)
    return found


def _take(
    card: Card, answer: Answer, themes: Mapping[int, list[TextTheme]], judged: Mapping[int, Judgement]
) -> None:
    question, response = answer.question, card.response
    label = _in_language(question.texts, response.language)
    if answer.text is not None and answer.text.body:
        if answer.kind == QuestionKind.TEXT:
            pk = answer.text.pk
            card.comments.append(
                Comment(label, pk, answer.text.body, response.language, themes.get(pk, []), judged.get(pk))
            )
    elif answer.score is not None:
        if answer.kind in FELT and not card.kind:
            card.kind, card.score = answer.kind, answer.score
            card.felt = felt(answer.kind, answer.score, question.low_at)
        else:
            card.others.append((label, f"{answer.score} / {KINDS[QuestionKind(answer.kind)].high}"))
    elif answer.choices:
        names = {one["code"]: _in_language(one["texts"], response.language) for one in question.options}
        chosen = answer.choices if isinstance(answer.choices, list) else [answer.choices]
        card.others.append((label, ", ".join(str(names.get(code, code)) for code in chosen)))


def _in_language(texts: Mapping[str, str], language: str) -> str:
    """In the language it was answered in, else the first there is."""
    return str(texts.get(language) or next(iter(texts.values()), ""))

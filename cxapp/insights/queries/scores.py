"""Counts what customers answered: by number, by week, by place, in SQL; one query a table, however many answers.

Only answers the reader may see are counted (`access.results`), so that no number tells what its rows would hide. The
newest answer to a question counts. Not here: what the counts come to (`rules.scores`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    When,
)
from django.db.models.functions import TruncMonth, TruncWeek

from accounts.models import Unit, User
from cxapp.insights.access.results import answers_for
from cxapp.insights.rules.filters import Filters
from cxapp.insights.rules.scores import SCALES, Score, score_of, weighted_score
from cxapp.lib.control_charts import Rhythm
from cxapp.lib.periods import Period
from cxapp.lib.sql import AnyOf, Below
from feedback.models import Answer, Question, Response, Survey
from feedback.rules.questions import main_question

Responses = QuerySet[Response]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a survey asks, over all its published versions: the main question, and those beside it by code."""

    survey: Survey
    main: Question | None
    same: tuple[int, ...]
    """The main question in every version in which it is of the same kind."""
    versions: tuple[int, ...]
    others: tuple[Question, ...]
    """The newest wording of each other question."""
    codes: Mapping[int, str]
    """The code of every question of those versions."""

    def ids_of(self, code: str) -> list[int]:
        return [pk for pk, named in self.codes.items() if named == code]


def asked_by(surveys: Collection[Survey]) -> dict[int, Asked]:
    """What each survey asks; one query for all of them."""
    rows = Question.objects.filter(version__survey__in=surveys, version__published_at__isnull=False)
    by_survey: dict[int, dict[int, list[Question]]] = defaultdict(lambda: defaultdict(list))
    for question in rows.select_related("version").order_by("version__number", "order"):
        by_survey[question.version.survey_id][question.version_id].append(question)
    return {survey.pk: _asked(survey, by_survey[survey.pk]) for survey in surveys}


def _asked(survey: Survey, versions: Mapping[int, list[Question]]) -> Asked:
    newest = list(versions.values())[-1] if versions else []
    main = main_question(newest)
    mains = [main_question(questions) for questions in versions.values()]
    same = tuple(one.pk for one in mains if one and main and one.kind == main.kind)
    latest = {question.code: question for questions in versions.values() for question in questions}
    others = tuple(question for question in latest.values() if main is None or question.code != main.code)
    codes = {question.pk: question.code for questions in versions.values() for question in questions}
    return Asked(survey, main, same, tuple(versions), others, codes)


def narrowed(*, reader: User, asked: Asked, filters: Filters, now: datetime) -> Responses:
    """The answers to this survey this reader may see, narrowed as asked; of any time."""
    rows = answers_for(reader, now).filter(version__in=asked.versions)
    if filters.source:
        rows = rows.filter(source=filters.source)
    if filters.stage:
        rows = rows.filter(stage=filters.stage)
    if filters.place:
        rows = rows.filter(place_condition("place", filters.place))
    if filters.department:
        rows = rows.filter(place_condition("department", filters.department))
    return rows


def place_condition(column: str, unit: int) -> Q:
    """This unit and all that belong to it."""
    return Q(AnyOf(column, Below(Unit, "parent", [unit], itself=True)))


def within(rows: Responses, period: Period) -> Responses:
    return rows.filter(at__gte=period.start, at__lt=period.end)


def given(rows: Responses, questions: Collection[int], which: Q | None = None) -> QuerySet[Any, Any]:
    """One row for each newest answer to these questions, as `given`, of those that `which` holds of.

    Without `which`, whoever gave none of them has a row too.
    All conditions on an answer stand in one `filter`: a second one would ask for another answer of the same response.
    """
    newer = Answer.objects.filter(
        response=OuterRef("pk"),
        question=OuterRef("given__question"),
        revision__gt=OuterRef("given__revision"),
    )
    found: QuerySet[Any, Any] = rows.annotate(
        given=FilteredRelation("answers", condition=Q(answers__question__in=list(questions)))
    )
    # A response sent once has no newer answers; asking only the others spares a look for each of a million.
    return found.filter(which or Q(), Q(revision=1) | ~Exists(newer)).order_by()


SCORED = Q(given__score__isnull=False)


@dataclass(slots=True)
class Tally:
    """How many gave each number, and what their weights add up to where they have any."""

    counts: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    weights: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    squares: dict[int, float] = field(default_factory=lambda: defaultdict(float))

    def add(self, score: int, n: int, weight: Any = None, square: Any = None) -> None:
        self.counts[score] += n
        if weight is not None:
            self.weights[score] += float(weight)
            self.squares[score] += float(square)

    @property
    def n(self) -> int:
        return sum(self.counts.values())

    def score(self, kind: str) -> Score:
        return score_of(kind, self.counts)

    def weighted(self, kind: str) -> Score | None:
        return weighted_score(kind, self.weights, self.squares, self.n)


def total(tallies: Iterable[Tally]) -> Tally:
    """All of them together."""
    found = Tally()
    for tally in tallies:
        for score, n in tally.counts.items():
            found.add(score, n)
        for score, weight in tally.weights.items():
            found.weights[score] += weight
            found.squares[score] += tally.squares[score]
    return found


def tallies(rows: Responses, questions: Collection[int], split: str) -> dict[Any, Tally]:
    """By place, stage, department or question: how many gave each number."""
    return tallies_since(rows, questions, split, None)[1]


def tallies_since(
    rows: Responses, questions: Collection[int], split: str, middle: datetime | None
) -> tuple[dict[Any, Tally], dict[Any, Tally]]:
    """The same for the answers before a moment and those since, counted in one go; without a moment all are since."""
    column = "given__question" if split == "question" else split
    since = Q(at__gte=middle) if middle else Q(pk__isnull=False)
    marked = given(rows, questions, SCORED).annotate(
        since=Case(When(since, then=True), default=False, output_field=BooleanField())
    )
    counted = marked.values("since", column, "given__score").annotate(
        n=Count("pk"), total_weight=Sum("weight"), square=Sum(F("weight") * F("weight"))
    )
    groups: dict[bool, dict[Any, Tally]] = {False: defaultdict(Tally), True: defaultdict(Tally)}
    for row in counted:
        tally = groups[bool(row["since"])][row[column]]
        tally.add(row["given__score"], row["n"], row["total_weight"], row["square"])
    return dict(groups[False]), dict(groups[True])


_TRUNCATE = {Rhythm.WEEK: TruncWeek, Rhythm.MONTH: TruncMonth}


def by_time(rows: Responses, questions: Collection[int], rhythm: Rhythm, zone: Any) -> dict[date, Tally]:
    """By the first day of each week or month of the house: how many gave each number."""
    start = _TRUNCATE[rhythm]("at", tzinfo=zone)
    found = given(rows, questions, SCORED).annotate(start=start)
    groups: dict[date, Tally] = defaultdict(Tally)
    for row in found.values("start", "given__score").annotate(n=Count("pk")):
        groups[row["start"].date()].add(row["given__score"], row["n"])
    return dict(groups)


def weekly(rows: Responses, mains: Mapping[int, int], zone: Any) -> dict[int, dict[date, Tally]]:
    """For the list of surveys: by survey and week. `mains`: which survey each main question belongs to."""
    found = given(rows, list(mains), SCORED)
    counted = found.annotate(start=TruncWeek("at", tzinfo=zone)).values(
        "given__question", "start", "given__score"
    )
    groups: dict[int, dict[date, Tally]] = defaultdict(lambda: defaultdict(Tally))
    for row in counted.annotate(n=Count("pk")):
        groups[mains[row["given__question"]]][row["start"].date()].add(row["given__score"], row["n"])
    return groups


def low_moments(rows: Responses, questions: Collection[int], low_to: int) -> list[datetime]:
    """When the unhappy answers came: for the days between them, where they are rare."""
    found = given(rows, questions, Q(given__score__lte=low_to))
    return list(found.order_by("at").values_list("at", flat=True))


def chosen(rows: Responses, questions: Collection[int]) -> list[tuple[int, Sequence[str], int]]:
    """Which options were chosen together: question, codes, how many. Few rows, however many answers."""
    found = given(rows, questions, Q(given__choices__isnull=False))
    counted = found.values("given__question", "given__choices").annotate(n=Count("pk"))
    return [(row["given__question"], row["given__choices"], row["n"]) for row in counted]


def scored_others(asked: Asked) -> list[Question]:
    """How it felt, how they were treated, how easy it was: shown beside the score."""
    return [question for question in asked.others if question.kind in SCALES]


def waiting_by_leader(rows: Responses) -> dict[int | None, tuple[int, int]]:
    """For each leader how many answers came, and how many unhappy ones still wait for a contact."""
    waits = Q(signal__case__state="waiting")
    counted = rows.order_by().values("leader").annotate(n=Count("pk"), waiting=Count("pk", filter=waits))
    return {row["leader"]: (row["n"], row["waiting"]) for row in counted}


def sources_in(rows: Responses) -> dict[str, int]:
    """Through which doors the answers came."""
    return dict(rows.order_by().values_list("source").annotate(n=Count("pk")))

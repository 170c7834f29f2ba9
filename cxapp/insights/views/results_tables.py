"""The tables of a page of results: by place, stage or department, by leader, other questions, reasons, comments.

Rows stand by name, never by score. Leaders are not compared on what customers score, so their rows have counts only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.models import User
from cxapp.insights.queries.scores import (
    Responses,
    chosen,
    scored_others,
    tallies,
    total,
    waiting_by_leader,
)
from cxapp.insights.rules.scores import SCALES, Score, change, withheld
from cxapp.insights.views.results_page import Results, words_of
from cxapp.lib.charts import BarRow, Bars, Table, bars, whole
from cxapp.lib.wording import share_words
from feedback.enums import QuestionKind
from feedback.models import Answer, Response

COMMENTS = 10


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One place, stage or department. `kept_back`: its score would say too much of too few."""

    name: str
    n: int
    score: Score | None
    kept_back: bool
    moved: str
    url: str


def split_rows(page: Results) -> list[GroupRow]:
    names = page.stages if page.filters.by == "stage" else page.units
    hidden = withheld({key: tally.n for key, tally in page.groups.items()})
    rows = []
    for key, tally in page.groups.items():
        score = tally.score(page.kind)
        before = page.groups_before[key].score(page.kind) if key in page.groups_before else None
        rows.append(
            GroupRow(
                str(names[key]) if key in names else _("Not named"),
                tally.n,
                None if key in hidden else score,
                key in hidden,
                _("too few to compare") if key in hidden else _moved(score, before),
                page.filters.address(**{page.filters.by: key}) if key in names else "",
            )
        )
    return sorted(rows, key=lambda row: (not row.url, row.name))


def _moved(score: Score, before: Score | None) -> str:
    """A direction only where the interval of the difference leaves out nought."""
    moved = change(score, before) if before else None
    if moved is None:
        return _("too few to compare")
    if moved.low > 0:
        return _("up %(points)s points") % {"points": whole(moved.value)}
    if moved.high < 0:
        return _("down %(points)s points") % {"points": whole(-moved.value)}
    return _("no clear change")


def split_table(page: Results) -> Table:
    heads = [
        {"place": _("Place"), "stage": _("Stage"), "department": _("Department")}[page.split],
        _("Answers"),
        str(page.score.scale.name),
        _("Range and basis"),
        _("Against the time before"),
    ]
    rows = [
        [
            row.name,
            whole(row.n),
            row.score.text if row.score else _("kept back"),
            row.score.note if row.score else _("too few, or next to too few"),
            row.moved,
        ]
        for row in split_rows(page)
    ]
    return Table("by", _("Results by %(what)s") % {"what": heads[0].lower()}, heads, rows)


def leader_table(page: Results) -> Table:
    """What each leader has to do: how many answers came, and which unhappy customers still wait."""
    counted = waiting_by_leader(page.current)
    names = dict(User.objects.filter(pk__in=[key for key in counted if key]).values_list("pk", "name"))
    rows = sorted(
        [names.get(key or 0, _("Not named")), whole(n), whole(waiting)]
        for key, (n, waiting) in counted.items()
    )
    return Table("by", _("Answers by leader"), [_("Leader"), _("Answers"), _("Unhappy, still waiting")], rows)


def group_table(page: Results) -> Table:
    return leader_table(page) if page.filters.by == "leader" or not page.kind else split_table(page)


@dataclass(frozen=True, slots=True)
class Beside:
    """Another question with a number: how it felt, how they were treated, how easy it was."""

    title: str
    score: Score
    mean: str


def beside(page: Results) -> list[Beside]:
    """All other scored questions, counted in one query."""
    questions = scored_others(page.asked)
    if not questions:
        return []
    ids = [pk for question in questions for pk in page.asked.ids_of(question.code)]
    counted = tallies(page.current, ids, "question")
    found = []
    for question in questions:
        same = [counted[pk] for pk in page.asked.ids_of(question.code) if pk in counted]
        score = total(same).score(question.kind)
        mean = f"{score.mean:.1f}" if score.mean is not None and score.may_be_said else ""
        found.append(
            Beside(words_of(question.texts), score, mean if question.kind == QuestionKind.CES else "")
        )
    return [one for one in found if one.score.n]


def beside_table(page: Results) -> Table:
    heads = [_("Question"), _("Score"), _("Range and basis"), _("Mean")]
    rows = [
        [one.title, one.score.named, one.score.note, one.mean or f"{one.score.mean or 0:.1f}"]
        for one in beside(page)
        if one.score.kind in SCALES
    ]
    return Table("beside", _("How it felt, and how easy it was"), heads, rows)


def drivers(page: Results) -> list[Bars]:
    """For each question with options: how many chose which, of those who answered it."""
    questions = [question for question in page.asked.others if question.options]
    if not questions:
        return []
    ids = {pk: question for question in questions for pk in page.asked.ids_of(question.code)}
    counts: dict[str, dict[str, int]] = {question.code: {} for question in questions}
    answered = dict.fromkeys(counts, 0)
    for pk, codes, n in chosen(page.current, list(ids)):
        if not codes:
            continue
        answered[ids[pk].code] += n
        for code in set(codes):
            counts[ids[pk].code][code] = counts[ids[pk].code].get(code, 0) + n
    return [
        _options(question, counts[question.code], answered[question.code])
        for question in questions
        if answered[question.code]
    ]


def _options(question: Any, counts: dict[str, int], answered: int) -> Bars:
    labels = {option["code"]: words_of(option["texts"]) for option in question.options}
    rows = [(labels[code], counts.get(code, 0)) for code in labels]
    title = words_of(question.texts)
    return bars(
        title=title,
        description=_("%(n)s customers answered this question.") % {"n": whole(answered)},
        rows=[
            BarRow(label, n, share_words(n, answered)[0] if answered >= COMMENTS else "") for label, n in rows
        ],
        full=answered,
        table=Table(
            f"chosen-{question.code}",
            title,
            [_("Answer"), _("Customers"), _("Of those who answered")],
            [[label, whole(n), share_words(n, answered)[0]] for label, n in rows],
        ),
    )


@dataclass(frozen=True, slots=True)
class Comment:
    """What one customer wrote, with the number they gave."""

    response: Response
    score: int | None
    words: tuple[str, ...]


def with_words(page: Results) -> Responses:
    """Answers in words, the newest first; only of the unhappy or the happy where asked for."""
    texts = Answer.objects.filter(response=OuterRef("pk"), text__body__gt="")
    rows = page.current.filter(Exists(texts))
    if page.filters.words and page.kind:
        scale = SCALES[page.kind]
        scored = Answer.objects.filter(response=OuterRef("pk"), question__in=page.asked.same)
        part = (
            scored.filter(score__lte=scale.low_to)
            if page.filters.words == "low"
            else scored.filter(score__gte=scale.high_from)
        )
        rows = rows.filter(Exists(part))
    return rows.select_related("place", "stage").order_by("-at", "-pk")


def comments_of(page: Results, responses: Iterable[Response]) -> list[Comment]:
    """Words and number of each; one query for all of them."""
    shown = list(responses)
    newest: dict[tuple[int, int], Answer] = {}
    for answer in Answer.objects.filter(response__in=shown).select_related("text").order_by("revision", "pk"):
        newest[answer.response_id, answer.question_id] = answer
    found = [
        Comment(
            response,
            next(
                (a.score for (r, q), a in newest.items() if r == response.pk and q in page.asked.same), None
            ),
            tuple(
                a.text.body for (r, _q), a in newest.items() if r == response.pk and a.text and a.text.body
            ),
        )
        for response in shown
    ]
    return [comment for comment in found if comment.words]


def comments_table(page: Results) -> Table:
    """Every comment of the period; read in pieces by the file."""
    heads = [_("Date"), _("Place"), _("Stage"), _("Score"), _("In their words")]
    rows = [
        [
            comment.response.at,
            str(comment.response.place or ""),
            str(comment.response.stage or ""),
            comment.score,
            " / ".join(comment.words),
        ]
        for comment in comments_of(page, with_words(page))
    ]
    return Table("comments", _("Comments"), heads, rows)

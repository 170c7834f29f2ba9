"""Answers by the day they were given: how many gave each number to the main question, and how many finished.

The newest answer to a question counts; tests and what is held back do not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import F

from accounts.queries.house import house
from cxapp.insights.queries.raw.grouping import of_any_version, seen_responses, split, within
from cxapp.insights.queries.scores import given
from cxapp.insights.rules.families import Part, Wanted
from feedback.enums import ResponseState
from feedback.models import Question
from feedback.rules.questions import FELT, main_question

KEYS = {
    "leader": F("leader_id"),
    "stage": F("stage_id"),
    "place": F("place_id"),
    "department": F("department_id"),
    "channel": F("source"),
    "survey": F("version__survey_id"),
}


def main_questions() -> tuple[list[int], list[int]]:
    """The main question of every published version, and those versions. Read once while no survey changes."""
    return house().kept("main_questions", _main_questions)


def _main_questions() -> tuple[list[int], list[int]]:
    by_version: dict[int, list[Question]] = defaultdict(list)
    rows = Question.objects.filter(version__published_at__isnull=False, kind__in=FELT)
    for question in rows.order_by("version", "order"):
        by_version[question.version_id].append(question)
    found = [main_question(questions) for questions in by_version.values()]
    return [one.pk for one in found if one is not None], list(by_version)


def answers(wanted: Wanted) -> list[Part]:
    questions, _versions = main_questions()
    rows = given(seen_responses(wanted).filter(of_any_version(), within("at", wanted.spans)), questions)
    return [
        split(rows, wanted, _fold, moment="at", keys=KEYS, splits=("state", "given__kind", "given__score"))
    ]


def _fold(row: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    n = row["n"]
    yield "answers", n
    if row["state"] == ResponseState.COMPLETE:
        yield "finished", n
    if row["given__score"] is not None:
        yield f"{row['given__kind']}:{row['given__score']}", n

"""How customers felt, by their newest main score; many answers in one question."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Case, QuerySet, When

from feedback.enums import QuestionKind
from feedback.models import Answer
from feedback.rules.drawing import Felt, felt
from feedback.rules.questions import FELT, MAIN

MAIN_FIRST = Case(When(kind__in=MAIN, then=0), default=1)


def how_they_felt(answers: QuerySet[Answer], kinds: Sequence[QuestionKind] = FELT) -> dict[int, Felt]:
    """By response: the newest answer to the first question of these that has a main scale, else to the faces."""
    rows = answers.filter(kind__in=kinds, score__isnull=False).order_by(
        "response", MAIN_FIRST, "question__order", "-revision"
    )
    found: dict[int, Felt] = {}
    for response, kind, score, low_at in rows.values_list("response", "kind", "score", "question__low_at"):
        found.setdefault(response, felt(kind, score, low_at))
    return found

"""Questions for tests, not stored: one of a kind, with the fields a test is about."""

from __future__ import annotations

from typing import Any

from feedback.enums import QuestionKind
from feedback.models import Question

NPS = {
    "code": "recommend",
    "kind": QuestionKind.NPS,
    "required": True,
    "texts": {"en": "How likely?", "de": "Wie sehr?"},
}
REASON = {"code": "reason", "kind": QuestionKind.TEXT, "texts": {"en": "Why?", "de": "Warum?"}}
WHICH = {
    "code": "which",
    "kind": QuestionKind.SINGLE,
    "texts": {"en": "What was it?"},
    "options": [
        {"code": "price", "texts": {"en": "The price"}},
        {"code": "wait", "texts": {"en": "The wait"}},
    ],
    "show_if": {"question": "recommend", "op": "at_most", "value": 3},
}


def questions(*rows: dict[str, Any]) -> list[Question]:
    return [Question(order=order, **row) for order, row in enumerate(rows, start=1)]

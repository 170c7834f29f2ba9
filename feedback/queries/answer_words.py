"""Answers as people read them again: each question with what was said to it, and the languages a survey can be read in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language_info

from feedback.enums import QuestionKind, Wish
from feedback.models import Question, SurveyVersion
from feedback.queries.answering import Kept
from feedback.rules.answering import said
from feedback.rules.questions import KINDS


@dataclass(frozen=True, slots=True)
class Language:
    """A language called by its own name."""

    code: str
    name: str
    is_rtl: bool


def language(code: str) -> Language:
    try:
        info = get_language_info(code)
    except KeyError:
        return Language(code, code, False)
    return Language(code, str(info["name_local"]), bool(info["bidi"]))


def languages_of(version: SurveyVersion) -> list[Language]:
    return [language(str(code)) for code in version.languages]


def answers_in_words(kept: Kept, language: str, first: str) -> Iterator[dict[str, Any]]:
    """One line for each answered question: its words, and the answer."""
    for question in kept.questions:
        value = kept.answers.get(question.code)
        if value not in (None, "", []):
            words = in_words(question, value, language, first)
            if question.kind == QuestionKind.WISH and kept.response.wish_when:
                words = f"{words}, {kept.response.wish_when}"
            yield {"key": said(question.texts, language, first), "value": words}


def in_words(question: Question, value: Any, language: str, first: str = "en") -> str:
    """A number with its scale, the names of what was chosen, or the words themselves."""
    row = KINDS[QuestionKind(question.kind)]
    if row.is_score:
        return f"{value} / {row.high}"
    if question.kind == QuestionKind.WISH:
        return str(Wish(value).label)
    if not row.has_options:
        return str(value)
    names = {option["code"]: said(option.get("texts"), language, first) for option in question.options}
    chosen = value if isinstance(value, list) else [value]
    return ", ".join(str(names.get(code, code)) for code in chosen)

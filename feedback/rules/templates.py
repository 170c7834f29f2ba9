"""Ready-made surveys to begin with, and what a question of each kind says before anybody writes it. Pure.

Not here: their words (`template_texts`), and making a survey of one (`operations.survey_drafts`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from feedback.enums import QuestionKind
from feedback.rules.template_texts import ENDS, OPTIONS, QUESTIONS, READY, THANKS, Words

__all__ = ["READY", "TEMPLATES", "Ask", "Template", "fields", "first_of", "in_languages", "translated"]


@dataclass(frozen=True, slots=True)
class Ask:
    """One question. `words`, `ends` and `options` are keys of `template_texts`."""

    code: str
    kind: QuestionKind
    words: str
    ends: str = ""
    options: str = ""
    required: bool = False
    show_if: Mapping[str, Any] = field(default_factory=dict)
    low_at: int | None = None


@dataclass(frozen=True, slots=True)
class Template:
    name: str
    label: Any
    about: Any
    asks: tuple[Ask, ...]

    @property
    def texts(self) -> Mapping[str, Words]:
        return {"thanks": THANKS}


def _at_most(code: str, value: int) -> dict[str, Any]:
    return {"question": code, "op": "at_most", "value": value}


def _call_if_low(code: str, value: int) -> Ask:
    return Ask("call", QuestionKind.WISH, "call", show_if=_at_most(code, value))


KIOSK = "kiosk"
_REASON = Ask("reason", QuestionKind.TEXT, "reason")

RELATIONSHIP = Template(
    "relationship",
    _("Would you recommend us? (NPS)"),
    _("For everybody you serve, once or twice a year."),
    (
        Ask("recommend", QuestionKind.NPS, "recommend", ends="likely", required=True),
        _REASON,
        _call_if_low("recommend", 6),
    ),
)

TEMPLATES: Mapping[str, Template] = {
    one.name: one
    for one in (
        RELATIONSHIP,
        Template(
            "visit",
            _("After a visit"),
            _("The day after somebody was with you."),
            (
                Ask("visit", QuestionKind.CSAT, "visit", ends="satisfied", required=True),
                Ask("treated", QuestionKind.ATTITUDE, "treated", ends="well"),
                _REASON,
                _call_if_low("visit", 2),
            ),
        ),
        Template(
            "case",
            _("After a case"),
            _("When a complaint is closed: was it put right, and how was it done?"),
            (
                Ask("put_right", QuestionKind.SINGLE, "put_right", options="put_right", required=True),
                Ask("case", QuestionKind.CSAT, "case", ends="satisfied"),
                Ask(
                    "missing",
                    QuestionKind.TEXT,
                    "missing",
                    show_if={"question": "put_right", "op": "is_not", "value": "yes"},
                ),
            ),
        ),
        Template(
            "effort",
            _("Effort after a process (CES)"),
            _("After an order, a form or a sign-up: how easy was it?"),
            (
                Ask("effort", QuestionKind.CES, "effort", ends="easy", required=True),
                Ask("easier", QuestionKind.TEXT, "easier"),
                _call_if_low("effort", 3),
            ),
        ),
        Template(
            "internal",
            _("Internal service"),
            _("From one department to those it works for."),
            (
                Ask("service", QuestionKind.CSAT, "service", ends="satisfied", required=True),
                Ask("better", QuestionKind.MULTIPLE, "better", options="better"),
                Ask("differently", QuestionKind.TEXT, "differently"),
            ),
        ),
        Template(
            KIOSK,
            _("Kiosk"),
            _("One tap at the door; more only from those it did not go well for."),
            (
                Ask("today", QuestionKind.EMOTION, "today", required=True, low_at=2),
                Ask("about", QuestionKind.SINGLE, "about", options="about", show_if=_at_most("today", 2)),
            ),
        ),
    )
}

_USUAL: Mapping[QuestionKind, tuple[str, str]] = {
    QuestionKind.NPS: ("recommend", "likely"),
    QuestionKind.CSAT: ("satisfied", "satisfied"),
    QuestionKind.CES: ("effort", "easy"),
    QuestionKind.SCALE10: ("", "much"),
    QuestionKind.SCALE5: ("", "much"),
    QuestionKind.EMOTION: ("felt", ""),
    QuestionKind.ATTITUDE: ("treated", "well"),
    QuestionKind.TEXT: ("reason", ""),
    QuestionKind.WISH: ("call", ""),
    QuestionKind.CONTACT: ("reach", ""),
}


def first_of(kind: QuestionKind, code: str) -> Ask:
    """A new question of this kind, with the words it usually has."""
    words, ends = _USUAL.get(kind, ("", ""))
    return Ask(code, kind, words, ends=ends)


def in_languages(words: Words, languages: Collection[str]) -> dict[str, str]:
    """The words in those of the languages they are ready in."""
    return {code: words[code] for code in languages if code in words}


_PHRASES = (
    *QUESTIONS.values(),
    *(words for pair in ENDS.values() for words in pair),
    *(words for options in OPTIONS.values() for words in options.values()),
    THANKS,
)


def translated(words: Words, languages: Collection[str]) -> dict[str, str]:
    """These words, and the ready ones in further languages where they say something that is ready."""
    found = dict(words)
    for phrase in _PHRASES:
        if any(phrase.get(code) == text for code, text in words.items()):
            for code in languages:
                if code in phrase and not found.get(code):
                    found[code] = phrase[code]
    return found


def fields(ask: Ask, languages: Collection[str]) -> dict[str, Any]:
    """What the row of this question holds, in these languages."""
    ends = ENDS.get(ask.ends)
    return {
        "code": ask.code,
        "kind": ask.kind,
        "texts": in_languages(QUESTIONS.get(ask.words, {}), languages),
        "ends": {
            side: in_languages(words, languages)
            for side, words in (zip(("low", "high"), ends, strict=True) if ends else ())
        },
        "options": [
            {"code": code, "texts": in_languages(words, languages)}
            for code, words in OPTIONS.get(ask.options, {}).items()
        ],
        "show_if": dict(ask.show_if),
        "required": ask.required,
        "low_at": ask.low_at,
    }

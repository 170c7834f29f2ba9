"""What keeps a draft from being published, each gap by its question and language. Pure.

Not here: publishing (`operations.publishing`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from feedback.enums import QuestionKind
from feedback.rules.languages import language
from feedback.rules.questions import KINDS, OPERATORS

SUGGESTED, MOST = 3, 5
"""Questions that people answer gladly, and how many before a warning."""
ASKS_WITHOUT_ENDS = (QuestionKind.EMOTION,)
"""Its faces carry words already."""
NEEDS_NUMBER = ("at_most", "at_least")
NEEDS_VALUE = ("is", "is_not")


class Drafted(Protocol):
    """The part of a question that is looked at (`models.Question`)."""

    code: str
    kind: str
    texts: Any
    ends: Any
    options: Any
    show_if: Any
    low_at: int | None


@dataclass(frozen=True, slots=True)
class Gap:
    """A sentence, and the code of the question it is about; blank for the survey as a whole, or its `wording`."""

    sentence: str
    question: str = ""
    wording: bool = False


def gaps(
    *, questions: Sequence[Drafted], languages: Sequence[str], texts: Mapping[str, Mapping[str, str]]
) -> list[Gap]:
    """Everything that is missing, in the order of the page. Empty: it can be published."""
    found: list[Gap] = []
    if not languages:
        found.append(Gap(_("Choose at least one language."), wording=True))
    if not questions:
        found.append(Gap(_("Add a question.")))
    if sum(question.kind == QuestionKind.NPS for question in questions) > 1:
        found.append(
            Gap(_("Ask only once how likely they are to recommend you: two such numbers make no score."))
        )
    for name, sentence in (
        ("intro", _("The opening has no words in %(language)s.")),
        ("thanks", _("The thanks have no words in %(language)s.")),
    ):
        given = texts.get(name) or {}
        if any(words.strip() for words in given.values()):
            found.extend(
                Gap(sentence % {"language": each}, wording=True) for each in _missing(given, languages)
            )
    for number, question in enumerate(questions, start=1):
        here = [*_words(number, question, languages), *_branch(number, question, questions[: number - 1])]
        found.extend(Gap(sentence, question.code) for sentence in here)
    return found


def _missing(given: Mapping[str, str], languages: Sequence[str]) -> list[str]:
    return [language(code).name for code in languages if not (given.get(code) or "").strip()]


def _words(number: int, question: Drafted, languages: Sequence[str]) -> Iterator[str]:
    row = KINDS[QuestionKind(question.kind)]
    for each in _missing(question.texts, languages):
        yield _("Question %(number)s has no words in %(language)s.") % {"number": number, "language": each}
    if row.is_score and question.kind not in ASKS_WITHOUT_ENDS:
        for side, sentence in (
            ("low", _("The lowest number of question %(number)s has no words in %(language)s.")),
            ("high", _("The highest number of question %(number)s has no words in %(language)s.")),
        ):
            for each in _missing(question.ends.get(side) or {}, languages):
                yield sentence % {"number": number, "language": each}
    if question.low_at is not None and row.is_score and question.low_at >= (row.high or 0):
        yield _("Question %(number)s counts every answer as unhappy.") % {"number": number}
    if not row.has_options:
        return
    if len(question.options) < 2:
        yield _("Question %(number)s needs at least two answers to choose from.") % {"number": number}
    for place, option in enumerate(question.options, start=1):
        for each in _missing(option["texts"], languages):
            yield _("Answer %(place)s of question %(number)s has no words in %(language)s.") % {
                "place": place,
                "number": number,
                "language": each,
            }


def _branch(number: int, question: Drafted, earlier: Sequence[Drafted]) -> Iterator[str]:
    """What is wrong with when a question is asked."""
    condition = question.show_if
    if not condition:
        return
    before = next((each for each in earlier if each.code == condition.get("question")), None)
    if before is None:
        yield _("Question %(number)s depends on a question that does not come before it.") % {
            "number": number
        }
    elif not fits(condition, before):
        yield _("Question %(number)s depends on an answer that nobody can give.") % {"number": number}


def fits(condition: Mapping[str, Any], before: Drafted) -> bool:
    """Whether somebody could answer that question so that this condition holds."""
    op, value, row = condition.get("op"), condition.get("value"), KINDS[QuestionKind(before.kind)]
    if op not in OPERATORS:
        return False
    if op in NEEDS_NUMBER:
        return isinstance(value, int) and row.holds(value)
    if op in NEEDS_VALUE:
        return value in {option["code"] for option in before.options}
    return True

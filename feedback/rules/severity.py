"""Which signal opens a case, and how severe it is by rule. Pure."""

from __future__ import annotations

from accounts.enums import Severity
from feedback.enums import QuestionKind, SignalKind
from feedback.rules.drafts import SignalDraft
from feedback.rules.questions import KINDS

HIGH_UP_TO = {QuestionKind.NPS: 2, QuestionKind.CSAT: 1, QuestionKind.CES: 1}
LOW_WHEN_SILENT = {QuestionKind.NPS: {5, 6}, QuestionKind.CSAT: {2}, QuestionKind.CES: {3}}
"""Decision of the house for the three known scales; on any other a low number is normal."""


def is_unhappy(scale: str, score: int | None, low_at: int | None = None) -> bool:
    """Whether a score alone opens a case: up to what the survey says, else up to what is usual on its scale."""
    if score is None or not scale:
        return False
    limit = low_at if low_at is not None else KINDS[QuestionKind(scale)].low_at
    return limit is not None and score <= limit


def severity_of(draft: SignalDraft) -> Severity | None:
    """The severity by rule; None where the signal opens no case."""
    if draft.critical_kind:
        return Severity.CRITICAL
    by_rule = _by_score(draft) if draft.kind == SignalKind.SCORE else Severity.NORMAL
    if by_rule is None and draft.wants_contact:
        by_rule = Severity.NORMAL
    if by_rule is not None and draft.severity and Severity.rank(draft.severity) > Severity.rank(by_rule):
        return Severity(draft.severity)
    return by_rule


def _by_score(draft: SignalDraft) -> Severity | None:
    if draft.score is None or not is_unhappy(draft.scale, draft.score, draft.low_at):
        return None
    scale = QuestionKind(draft.scale)
    if draft.score <= HIGH_UP_TO.get(scale, -1):
        return Severity.HIGH
    silent = not draft.words and not draft.wants_contact
    return Severity.LOW if silent and draft.score in LOW_WHEN_SILENT.get(scale, ()) else Severity.NORMAL


def worse(one: str, other: str) -> str:
    """The higher of two severities."""
    return one if Severity.rank(one) >= Severity.rank(other) else other

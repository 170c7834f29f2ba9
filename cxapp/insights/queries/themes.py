"""What customers like and dislike: counts of applied themes, and the words behind each count.

Answers and complaints the reader may see, without those that are about somebody who works here. Not here: the taxonomy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.queries.house import house
from cxapp.lib.periods import Period
from feedback.access import cases, responses
from feedback.enums import SignalKind, TagState, Tone
from feedback.models import Answer, Concern, Judgement, Signal, TextTheme, Theme


@dataclass(frozen=True, slots=True)
class ThemeRow:
    theme: Theme
    liked: int
    disliked: int
    neither: int

    @property
    def total(self) -> int:
        return self.liked + self.disliked + self.neither


@dataclass(frozen=True, slots=True)
class Said:
    """One comment behind a count: words, where and when; never who, except through the answer or case itself."""

    body: str
    place: str
    stage: str
    at: datetime
    response: int | None
    case: int | None


@dataclass(frozen=True, slots=True)
class Where:
    """What the counts are narrowed to."""

    period: Period
    place: int | None = None
    stage: int | None = None

    def condition(self, moment: str) -> Q:
        found = Q(**{f"{moment}__gte": self.period.start, f"{moment}__lt": self.period.end})
        if self.stage:
            found &= Q(stage=self.stage)
        if self.place:
            units = house()
            inside = [unit for unit in units.units if units.within(unit, self.place)]
            found &= Q(place__in=inside) | Q(department__in=inside)
        return found


def _answers(reader: User, where: Where, now: datetime) -> QuerySet[Answer]:
    """The newest words given to each question, of answers about nobody."""
    about = Concern.objects.filter(signal__response=OuterRef("pk"))
    shown = responses.visible_to(reader, now).filter(where.condition("at")).filter(~Exists(about))
    newer = Answer.objects.filter(
        response=OuterRef("response"), question=OuterRef("question"), revision__gt=OuterRef("revision")
    )
    rows = Answer.objects.filter(response__in=shown.values("pk"), text__isnull=False)
    return rows.filter(~Exists(newer))


def _complaints(reader: User, where: Where, now: datetime) -> QuerySet[Signal]:
    about = Concern.objects.filter(signal=OuterRef("pk"))
    shown = cases.visible_to(reader, now).values("pk")
    rows = Signal.objects.filter(kind=SignalKind.COMPLAINT, response=None, case__in=shown)
    return rows.filter(where.condition("received_at")).filter(~Exists(about), text__isnull=False)


def theme_rows(*, reader: User, where: Where, now: datetime) -> list[ThemeRow]:
    """Every theme in use that anybody spoke of, the most spoken of first."""
    said = Q(text__in=_answers(reader, where, now).values("text"))
    said |= Q(text__in=_complaints(reader, where, now).values("text"))
    applied = TextTheme.objects.filter(said, state=TagState.APPLIED, theme__is_active=True)
    counts: dict[int, dict[str, int]] = {}
    for theme, tone, n in applied.order_by().values_list("theme", "tone").annotate(n=Count("pk")):
        counts.setdefault(theme, {})[tone] = n
    themes = Theme.objects.in_bulk(list(counts))
    rows = [
        ThemeRow(themes[pk], by.get(Tone.LIKE, 0), by.get(Tone.DISLIKE, 0), by.get(Tone.NEUTRAL, 0))
        for pk, by in counts.items()
    ]
    return sorted(rows, key=lambda row: (-row.total, row.theme.name))


def words_behind(
    *, reader: User, where: Where, theme: Theme, tone: str, now: datetime, limit: int
) -> list[Said]:
    """The comments one count is made of, the newest first."""
    about = TextTheme.objects.filter(theme=theme, tone=tone, state=TagState.APPLIED).values("text")
    answers = _answers(reader, where, now).filter(text__in=about)
    signals = _complaints(reader, where, now).filter(text__in=about)
    found = [
        _said(answer.text, answer.response, answer.response.at, response=answer.response_id)
        for answer in answers.select_related("text", "response__place", "response__stage").order_by(
            "-response__at"
        )[:limit]
    ]
    found += [
        _said(signal.text, signal, signal.received_at, case=signal.case_id)
        for signal in signals.select_related("text", "place", "stage").order_by("-received_at")[:limit]
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)[:limit]


def _said(text: Any, of: Any, at: datetime, response: int | None = None, case: int | None = None) -> Said:
    stage = of.stage.name if of.stage and of.stage.slug != "none" else ""
    return Said(text.body, of.place.name if of.place else "", stage, at, response, case)


def beyond_us(*, reader: User, where: Where, now: datetime) -> Mapping[str, int]:
    """Comments in languages we cannot judge, by language."""
    rows = Judgement.objects.filter(can_do=False, text__in=_answers(reader, where, now).values("text"))
    return dict(rows.order_by().values_list("language").annotate(n=Count("pk")).order_by("language"))


def names_here() -> list[str]:
    """Everybody who works here or did."""
    return list(User.objects.values_list("name", flat=True))

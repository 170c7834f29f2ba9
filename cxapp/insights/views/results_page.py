"""One page of results: what was asked for, and the counts its blocks share, each counted once.

Not here: drawing and wording of a block (`results_charts`, `results_tables`), the doors (`results`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from accounts.models import Unit, User
from accounts.queries.house import house
from cxapp.insights.queries.funnel import Funnel, funnel
from cxapp.insights.queries.scores import (
    Asked,
    Responses,
    Tally,
    narrowed,
    tallies_since,
    total,
    within,
)
from cxapp.insights.rules.filters import Filters
from cxapp.insights.rules.scores import SCALES, Score
from cxapp.lib.periods import Period
from feedback.enums import QuestionKind
from feedback.models import Stage


@dataclass
class Results:
    """Who reads what of which survey. Everything is counted from the answers this reader may see."""

    reader: User
    asked: Asked
    filters: Filters
    now: datetime

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(str(house().organisation.zone))

    @cached_property
    def period(self) -> Period:
        return self.filters.period(self.now, self.zone)

    @cached_property
    def before(self) -> Period:
        return self.filters.before(self.now, self.zone)

    @property
    def kind(self) -> str:
        """The kind of the main question, blank where a survey has none."""
        return str(self.asked.main.kind) if self.asked.main else ""

    @property
    def low_to(self) -> int:
        return SCALES[self.kind].low_to if self.kind else -1

    @property
    def split(self) -> str:
        """What the table is split by in SQL; leaders are counted apart, never by score."""
        return self.filters.by if self.filters.by != "leader" else "stage"

    @cached_property
    def rows(self) -> Responses:
        return narrowed(reader=self.reader, asked=self.asked, filters=self.filters, now=self.now)

    @cached_property
    def current(self) -> Responses:
        return within(self.rows, self.period)

    @cached_property
    def _both(self) -> tuple[dict[Any, Tally], dict[Any, Tally]]:
        """Before and now, by what the table is split by."""
        if not self.kind:
            return {}, {}
        rows = self.rows.filter(at__gte=self.before.start, at__lt=self.period.end)
        return tallies_since(rows, self.asked.same, self.split, self.period.start)

    @property
    def groups(self) -> dict[Any, Tally]:
        """By place, stage or department."""
        return self._both[1]

    @property
    def groups_before(self) -> dict[Any, Tally]:
        return self._both[0]

    @cached_property
    def overall(self) -> Tally:
        return total(self.groups.values())

    @cached_property
    def score(self) -> Score:
        return self.overall.score(self.kind or QuestionKind.NPS)

    @cached_property
    def score_before(self) -> Score:
        return total(self.groups_before.values()).score(self.kind or QuestionKind.NPS)

    @cached_property
    def funnel(self) -> Funnel:
        return self._funnel(self.period)

    @cached_property
    def funnel_before(self) -> Funnel:
        return self._funnel(self.before)

    def _funnel(self, period: Period) -> Funnel:
        return funnel(
            reader=self.reader, survey=self.asked.survey, filters=self.filters, period=period, now=self.now
        )

    @cached_property
    def units(self) -> Mapping[int, Unit]:
        """Places and departments, for names."""
        return {unit.pk: unit for unit in Unit.objects.order_by("name")}

    @cached_property
    def stages(self) -> Mapping[int, Stage]:
        return {stage.pk: stage for stage in Stage.objects.order_by("order", "name")}


def words_of(texts: Mapping[str, str]) -> str:
    """A survey's text in the reader's language where there is one, else in its first."""
    language = (get_language() or "en").split("-")[0]
    return texts.get(language) or next(iter(texts.values()), "")

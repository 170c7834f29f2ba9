"""One leader's month: the behaviours that are switched on as numbers with their own trend, in one question a behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.models import User
from accounts.rules.behaviours import FIVE_PRACTICES, Behaviour, DoneDue
from cxapp.insights.queries.ledger import behaviours_now, ledger, segments, within
from cxapp.insights.rules.figures import FIGURES, Figure
from cxapp.insights.rules.figures_ledger import figure_of
from cxapp.insights.rules.own_trend import count_words, share_words, trend_words
from cxapp.lib.charts import Spark, spark
from cxapp.lib.periods import Period, Zone, today
from cxapp.lib.periods import weeks as weeks_between

WEEKS = 13
"""Twelve weeks that are over and the present one."""


@dataclass(frozen=True, slots=True)
class Beside:
    figure: Figure
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """One behaviour: the number of the month, what stands beside it, and the weeks before with what they say."""

    behaviour: Behaviour
    figure: Figure
    number: DoneDue
    weeks: tuple[DoneDue, ...]

    @property
    def count(self) -> str:
        return count_words(self.number)

    @property
    def share(self) -> str:
        return share_words(self.number)

    @property
    def trend(self) -> str:
        return trend_words(self.weeks[:-1])

    @property
    def chart(self) -> Spark:
        return spark([float(week.done) for week in self.weeks])

    @property
    def beside(self) -> list[Beside]:
        names = (name for name in self.behaviour.beside if name in FIGURES)
        return [Beside(FIGURES[name], self.number.beside.get(name, 0)) for name in names]

    @property
    def quiet(self) -> bool:
        """Nothing was due and nothing done, in the month and the weeks before."""
        return not any(one.done or one.due for one in (self.number, *self.weeks))


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one of the five practices, or all of them under no name."""

    title: str
    lines: tuple[Line, ...]


def last_weeks(now: datetime, zone: Zone) -> list[Period]:
    """The weeks a trend is read from, the present one last."""
    day: date = today(now, zone)
    return weeks_between(day - timedelta(weeks=WEEKS - 1), day, zone)


def month_card(*, reader: User, person: int, month: Period, now: datetime, zone: Zone) -> list[Line]:
    """A line for each behaviour, in the order of the registry."""
    weeks = last_weeks(now, zone)
    cut = segments(weeks, [month])
    found = ledger(reader=reader, people=[person], periods=cut, now=now)[person]
    return [
        Line(
            behaviour,
            figure_of(behaviour),
            within(found[behaviour.name], cut, month),
            tuple(within(found[behaviour.name], cut, week) for week in weeks),
        )
        for behaviour in behaviours_now()
    ]


def grouped(lines: list[Line], *, by_practice: bool) -> list[Group]:
    """As they are, or under the five practices that have any."""
    if not by_practice:
        return [Group("", tuple(lines))]
    groups = (
        Group(str(title), tuple(line for line in lines if line.behaviour.group == name))
        for name, title in FIVE_PRACTICES.items()
    )
    return [group for group in groups if group.lines]

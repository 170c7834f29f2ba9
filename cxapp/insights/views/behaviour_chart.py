"""The weeks of one leader's behaviour: the counts as a table, and a control chart where there are enough of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules.behaviours import Asked, Behaviour, DoneDue
from cxapp.insights.queries.month_card import last_weeks
from cxapp.insights.rules.own_trend import count_words, trend_words
from cxapp.lib.charts_control import ControlDrawing, Point, draw
from cxapp.lib.control_charts import Better, Rhythm, control_chart, rhythm_of
from cxapp.lib.periods import Period, Zone, weeks

CHARTED = 26


@dataclass(frozen=True, slots=True)
class Week:
    label: str
    count: str


@dataclass(frozen=True, slots=True)
class Weekly:
    """The last weeks in words and rows; `chart` only where a week has four or more on average."""

    trend: str
    weeks: tuple[Week, ...]
    chart: ControlDrawing | None


def weekly(*, reader: User, person: int, behaviour: Behaviour, now: datetime, zone: Zone) -> Weekly:
    recent = last_weeks(now, zone)
    first = recent[-1].first_day - timedelta(weeks=CHARTED - 1)
    all_weeks = weeks(first, recent[-1].first_day, zone)
    nothing = [DoneDue(due=0 if behaviour.owed else None)] * len(all_weeks)
    numbers = list(behaviour.counted(Asked(reader, [person], all_weeks, now)).get(person, nothing))
    shown = list(zip(all_weeks, numbers, strict=True))[-len(recent) :]
    return Weekly(
        trend_words([number for _week, number in shown[:-1]]),
        tuple(Week(_label(week), count_words(number)) for week, number in reversed(shown)),
        _chart(behaviour, all_weeks, numbers),
    )


def _label(week: Period) -> str:
    return format_date(week.first_day, "j M")


def _chart(behaviour: Behaviour, periods: list[Period], numbers: list[DoneDue]) -> ControlDrawing | None:
    """What was left undone where something is owed, else what was done; from the first week with anything on."""
    start = next((at for at, one in enumerate(numbers) if one.due or one.done), len(numbers))
    kept, days = numbers[start:], periods[start:]
    volume = sum(one.due if one.due is not None else one.done for one in kept)
    if len(kept) < 3 or rhythm_of(volume / len(kept)) is not Rhythm.WEEK:
        return None
    values = [float(one.done if one.due is None else one.due - one.done) for one in kept]
    better = Better.DOWN if behaviour.owed else Better.UP
    chart = control_chart(values, better=better, provisional=True, floor=0.0)
    points = [
        Point(_label(day), value, one.due if one.due is not None else one.done)
        for day, value, one in zip(days, values, kept, strict=True)
    ]
    title = _("Left undone, by week") if behaviour.owed else _("Done, by week")
    return draw(
        chart,
        points,
        name="weeks",
        title=title,
        description=_("One's own weeks only; the last one is not over yet."),
        verdict=chart.verdict(),
        heads=(_("Week of"), title, _("Due") if behaviour.owed else _("Done")),
    )

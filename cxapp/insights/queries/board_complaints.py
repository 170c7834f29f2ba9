"""Complaints in time: the chart, the channels they came through, who answers when asked, and what caused them.

Not here: whether a fall may be celebrated (`rules.celebrating`), drawing (`views.board_complaints`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.queries.house import house
from cxapp.insights.queries.boardroom import marks_of
from cxapp.insights.queries.boardroom_counts import days_of, within
from cxapp.insights.queries.boardroom_live import shown_cases
from cxapp.insights.queries.tallies import Asking, of_periods
from cxapp.insights.rules.board_series import complaint_series
from cxapp.insights.rules.celebrating import answer_less, silent_channels
from cxapp.insights.rules.series import Mark, Series
from cxapp.lib.at_once import Asked, Row, together
from cxapp.lib.periods import Period, between, today
from feedback.enums import End, SignalChannel

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Channel:
    """How many complaints came through one door, in the period and in the one before; `silent`: it may be closed."""

    name: str
    now: int
    before: int
    silent: bool


@dataclass(frozen=True, slots=True)
class Complaints:
    """`asked` and `finished`: (period, before). `causes`: of cases with a cause, the most frequent first."""

    series: Series | None
    n: int
    before: int
    channels: Sequence[Channel]
    asked: tuple[int, int]
    finished: tuple[int, int]
    fewer_answer: bool
    causes: Sequence[tuple[str, int]]
    without_cause: int

    @property
    def less_heard(self) -> bool:
        return self.fewer_answer or any(channel.silent for channel in self.channels)


def complaints_in_time(
    *, reader: User, period: Period, now: datetime, place: int | None = None
) -> Complaints:
    """Everything on the page, for one reader."""
    zone = house().organisation.zone
    last = min(period.last_day, today(now, zone))
    before = between(period.first_day - DAY * period.days, period.first_day - DAY, zone)
    where = {"place": str(place)} if place is not None else {}
    both = (before, period)
    by_day, found, invited, changed, (causes, without) = together(
        [
            days_of("complaints", reader=reader, last=last, now=now, place=place),
            of_periods(reader=reader, asking=Asking("complaints", both, "channel", where), now=now),
            of_periods(reader=reader, asking=Asking("asked", both, "", where), now=now),
            marks_of(last, place),
            _causes(reader, period, place, now),
        ]
    )
    asked = invited[""]
    days = (last - period.first_day).days + 1
    channels = _channels(found, period.days, days)
    fewer = answer_less(before=_answered(asked[0]), after=_answered(asked[1]))
    less = fewer or any(channel.silent for channel in channels)
    silent = [channel.name for channel in channels if channel.silent]
    marks = [*changed, *(_closed(name, period) for name in silent)]
    return Complaints(
        complaint_series(
            by_day, last=last, now_day=today(now, zone), zone=zone, less_heard=less, marks=marks
        ),
        within(by_day, period.first_day, last)["complaints"],
        within(by_day, before.first_day, before.last_day)["complaints"],
        channels,
        (asked[1]["delivered"], asked[0]["delivered"]),
        (asked[1]["finished"], asked[0]["finished"]),
        fewer,
        causes,
        without,
    )


def _channels(
    found: Mapping[str, Sequence[Counter[str]]], days_before: int, days_after: int
) -> list[Channel]:
    numbers = {code: (row[0]["complaints"], row[1]["complaints"]) for code, row in found.items()}
    silent = silent_channels(
        {code: n[0] for code, n in numbers.items()},
        {code: n[1] for code, n in numbers.items()},
        days_before=days_before,
        days_after=days_after,
    )
    labels = dict(SignalChannel.choices)
    rows = [
        Channel(str(labels.get(code, code)), now, before, code in silent)
        for code, (before, now) in numbers.items()
        if now or before
    ]
    return sorted(rows, key=lambda row: (-row.now, row.name))


def _answered(counter: Counter[str]) -> tuple[int, int]:
    """(answered, asked) as the rule wants it."""
    return min(counter["finished"], counter["delivered"]), counter["delivered"]


def _closed(name: str, period: Period) -> Mark:
    return Mark(
        period.first_day, _("No complaint through “%(channel)s” since. Is it closed?") % {"channel": name}
    )


def _causes(
    reader: User, period: Period, place: int | None, now: datetime
) -> Asked[tuple[list[tuple[str, int]], int]]:
    """Of the cases received in the period: by cause, and how many have none yet."""
    cases = shown_cases(reader=reader, place=place, now=now).filter(
        received_at__gte=period.start, received_at__lt=period.end
    )
    rows = (
        cases.exclude(end__in=(End.NO_CASE, End.MERGED))
        .order_by()
        .values_list("cause__name")
        .annotate(n=Count("pk"))
    )

    def come_to(rows: list[list[Row]]) -> tuple[list[tuple[str, int]], int]:
        found: dict[str, int] = dict(rows[0])
        without = found.pop(None, 0)  # type: ignore[call-overload]  # cases without a cause
        return sorted(found.items(), key=lambda row: (-row[1], row[0])), without

    return Asked([rows], come_to)

"""What is counted for the boardroom in one period: complaints and answers by day, promises by leader, where climbs stopped.

Everything comes from `tallies`. Not here: what waits now (`boardroom_live`), what the counts come to (`board_series`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from accounts.models import Unit, User
from accounts.queries.house import house
from cxapp.insights.queries.tallies import Asking, Found, of_days, of_periods
from cxapp.lib.at_once import Asked, joined
from cxapp.lib.periods import Period, between, today
from feedback.models import COUNTED, Response, Signal

LOOKED_BACK = timedelta(days=2 * 365)
DAY = timedelta(days=1)
Days = Mapping[date, Counter[str]]


@dataclass(frozen=True, slots=True)
class BoardCounts:
    """`last_day` is the last of the period that has begun. By day two years back; the rest for the period and the one before."""

    last_day: date
    complaints: Days
    channels: tuple[Mapping[str, int], Mapping[str, int]]
    answers: Days
    asked: tuple[Counter[str], Counter[str]]
    promises: Mapping[int, Counter[str]] = field(default_factory=dict)
    stopped: Mapping[int, Counter[str]] = field(default_factory=dict)
    times: Mapping[int, Counter[str]] = field(default_factory=dict)
    cases: Counter[str] = field(default_factory=Counter)
    heard: frozenset[int] = frozenset()
    """The places with an answer or a complaint."""


def within(days: Days, first: date, last: date) -> Counter[str]:
    """All of the days between the two together."""
    found: Counter[str] = Counter()
    for day, counter in days.items():
        if first <= day <= last:
            found.update(counter)
    return found


def board_counts(
    *, reader: User, period: Period, now: datetime, place: int | None = None
) -> Asked[BoardCounts]:
    """All counts of the page, to be asked with others; `place` narrows them to it and all below."""
    zone = house().organisation.zone
    last = min(period.last_day, today(now, zone))
    both = (between(period.first_day - DAY * period.days, period.first_day - DAY, zone), period)
    where = {"place": str(place)} if place is not None else {}

    def asked(family: str, by: str = "", periods: Sequence[Period] = (period,)) -> Asked[Found]:
        return of_periods(reader=reader, asking=Asking(family, periods, by, where), now=now)

    parts = (
        days_of("complaints", reader=reader, last=last, now=now, place=place),
        days_of("answers", reader=reader, last=last, now=now, place=place),
        asked("complaints", "channel", both),
        asked("asked", periods=both),
        asked("promises", "leader"),
        asked("climbs", "stopped"),
        asked("contact_times", "leader"),
        asked("cases"),
        heard_from(period),
    )

    def come_to(found: list[Any]) -> BoardCounts:
        complaints, answers, channels, invited, promises, stopped, times, cases, heard = found
        return BoardCounts(
            last_day=last,
            complaints=complaints,
            channels=(_complaints(channels, 0), _complaints(channels, 1)),
            answers=answers,
            asked=(invited[""][0], invited[""][1]),
            promises=_by_person(promises),
            stopped=_by_person(stopped),
            times=_by_person(times),
            cases=cases[""][0],
            heard=heard,
        )

    return joined(parts, come_to)


def heard_from(period: Period) -> Asked[frozenset[int]]:
    """The places with an answer or a signal in the period; that there is one, not what it says."""
    answers = Response.objects.filter(COUNTED, place=OuterRef("pk"), at__gte=period.start, at__lt=period.end)
    signals = Signal.objects.filter(
        place=OuterRef("pk"), received_at__gte=period.start, received_at__lt=period.end
    )
    found = Unit.objects.filter(Exists(answers) | Exists(signals), is_active=True)
    return Asked([found.order_by().values_list("pk")], lambda rows: frozenset(pk for (pk,) in rows[0]))


def _by_person(found: Found) -> dict[int, Counter[str]]:
    return {int(key): row[0] for key, row in found.items() if key}


def _complaints(channels: Mapping[str, list[Counter[str]]], at: int) -> dict[str, int]:
    return {
        channel: found[at]["complaints"] for channel, found in channels.items() if found[at]["complaints"]
    }


def days_of(
    family: str, *, reader: User, last: date, now: datetime, place: int | None = None
) -> Asked[dict[date, Counter[str]]]:
    """By day for two years, up to and with the last; days with nothing are left out."""
    span = between(last - LOOKED_BACK, last, house().organisation.zone)
    where = {"place": str(place)} if place is not None else {}
    return of_days(reader=reader, asking=Asking(family, [span], "", where), now=now)

"""Months, quarters and years as they stand in an address: `2026-03`, `2026-q1`, `2026`. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from cxapp.insights.enums import PackKind
from cxapp.lib.periods import Period, Zone, month_of, quarter_of, today, year_of

_OF: dict[PackKind, Callable[[date, Zone], Period]] = {
    PackKind.MONTH: month_of,
    PackKind.QUARTER: quarter_of,
    PackKind.YEAR: year_of,
}
_WRITTEN = re.compile(r"(?P<year>[12]\d{3})(?:-(?:(?P<month>0[1-9]|1[0-2])|q(?P<quarter>[1-4])))?")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """One month, quarter or year of the house."""

    kind: PackKind
    period: Period
    zone: Zone

    @property
    def slug(self) -> str:
        first = self.period.first_day
        if self.kind is PackKind.MONTH:
            return f"{first:%Y-%m}"
        return f"{first:%Y}-q{(first.month + 2) // 3}" if self.kind is PackKind.QUARTER else f"{first:%Y}"

    @property
    def label(self) -> str:
        first = self.period.first_day
        if self.kind is PackKind.MONTH:
            return format_date(first, "F Y")
        if self.kind is PackKind.QUARTER:
            return _("quarter %(n)s of %(year)s") % {"n": (first.month + 2) // 3, "year": first.year}
        return str(first.year)

    def before(self) -> Span:
        return span_of(self.kind, self.period.first_day - DAY, self.zone)

    def after(self) -> Span:
        return span_of(self.kind, self.period.last_day + DAY, self.zone)

    def is_open(self, now: datetime) -> bool:
        """Whether it is not over yet."""
        return now < self.period.end

    def is_ahead(self, now: datetime) -> bool:
        return now < self.period.start


def span_of(kind: PackKind, day: date, zone: Zone) -> Span:
    return Span(kind, _OF[kind](day, zone), zone)


def present(kind: PackKind, now: datetime, zone: Zone) -> Span:
    return span_of(kind, today(now, zone), zone)


def parse(slug: str, zone: Zone) -> Span | None:
    """What an address means; None where it means nothing."""
    found = _WRITTEN.fullmatch(slug)
    if found is None:
        return None
    year, month, quarter = int(found["year"]), found["month"], found["quarter"]
    if month:
        return span_of(PackKind.MONTH, date(year, int(month), 1), zone)
    if quarter:
        return span_of(PackKind.QUARTER, date(year, 3 * int(quarter) - 2, 1), zone)
    return span_of(PackKind.YEAR, date(year, 1, 1), zone)


def asked(slug: str, now: datetime, zone: Zone, usual: PackKind = PackKind.QUARTER) -> Span:
    """What an address means; what means nothing, or lies ahead, is the present one."""
    found = parse(slug, zone)
    return present(usual, now, zone) if found is None or found.is_ahead(now) else found

"""Dates and times as files write them. Whether the day or the month comes first is decided for a whole file.

Lives here: the evidence for that decision and the parsing. Not here: which columns hold dates (each importer).

Read: `2019-01-31`, `2019-01-31 03:04:05.678`, `2023-06-05T12:00:00-05:00`, `31/1/2019 1:16`, `01/31/19`,
`12/31/1899 02:00:00 PM`, `31.01.2019`, `31 Jan 2019`, `Jan 31, 2019`.
- Two-digit years: 00-68 are 2000-2068, 69-99 are 1969-1999, as POSIX has it.
- A date without a time is noon of that day in the given zone: midnight would make a thing received that day look
  late already, and noon is what publishers that add a time themselves use.
- A wall time that a clock change skips moves ahead by the change; one that comes twice is the first of the two.
"""

from __future__ import annotations

import datetime as dt
import re
from enum import Enum
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

ROWS_NAMED = 5
EARLIEST_YEAR, LATEST_YEAR = 1800, 2200
NOON = dt.time(12)


class Order(Enum):
    """What a whole file says about its dates. Only the first two tell how to read `03/04/2021`."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    UNAMBIGUOUS = "unambiguous"  # no date depends on the order
    CONFLICT = "conflict"  # some dates can only be day first, others only month first: a person chooses
    UNDECIDED = "undecided"  # every date could be either: a person chooses


class DateOrder:
    """Collects the evidence. Feed every value of every date column, then ask."""

    def __init__(self) -> None:
        self.day_first_count = 0
        self.month_first_count = 0
        self.either_count = 0
        self.day_first_rows: list[int] = []  # the first few that prove it
        self.month_first_rows: list[int] = []

    def feed(self, value: str, row: int) -> None:
        """Note what one value proves; what is no date proves nothing."""
        pair = _ambiguous_pair(value)
        if pair is None:
            return
        first, second, year = pair
        as_day_first, as_month_first = _exists(year, second, first), _exists(year, first, second)
        if as_day_first and as_month_first:
            self.either_count += first != second
        elif as_day_first:
            self.day_first_count += 1
            _note(self.day_first_rows, row)
        elif as_month_first:
            self.month_first_count += 1
            _note(self.month_first_rows, row)

    def decide(self) -> Order:
        """What the values fed so far say together."""
        if self.day_first_count and self.month_first_count:
            return Order.CONFLICT
        if self.day_first_count:
            return Order.DAY_FIRST
        if self.month_first_count:
            return Order.MONTH_FIRST
        return Order.UNDECIDED if self.either_count else Order.UNAMBIGUOUS

    def sentence(self) -> str:
        """The decision and its proof, for the person who imports."""
        order = self.decide()
        if order is Order.UNAMBIGUOUS:
            return _("Every date can be read in one way only.")
        if order is Order.UNDECIDED:
            return _("Every date could be day first or month first. Choose how to read this file.")
        day_first = _naming(self.day_first_rows, self.day_first_count)
        month_first = _naming(self.month_first_rows, self.month_first_count)
        if order is Order.DAY_FIRST:
            return _("The day comes first: see %(rows)s.") % {"rows": day_first}
        if order is Order.MONTH_FIRST:
            return _("The month comes first: see %(rows)s.") % {"rows": month_first}
        return _(
            "The file mixes two ways of writing dates: the day comes first in %(day)s, the month in %(month)s, and "
            "%(either)d dates could be either. Choose one; rows that cannot be right then are reported."
        ) % {"day": day_first, "month": month_first, "either": self.either_count}


def parse(value: str, order: Order, zone: dt.tzinfo) -> dt.datetime:
    """The moment in UTC; noon in `zone` for a date without a time. Raises ValueError with a sentence."""
    read = _read(value, order)
    moment = dt.datetime.combine(
        read.day, NOON if read.time is None else read.time, tzinfo=read.offset or zone
    )
    return moment.astimezone(dt.UTC)


def parse_day(value: str, order: Order) -> dt.date:
    """The day as written, whatever time follows it. Raises ValueError with a sentence."""
    return _read(value, order).day


class _Reading(NamedTuple):
    day: dt.date
    time: dt.time | None
    offset: dt.timezone | None


_CLOCK = (
    r"(?:(?:T|,?\s+)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<offset>[Zz]|UTC|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?"
)
_YEAR_FIRST = re.compile(
    rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_CLOCK}", re.ASCII
)
_YEAR_LAST = re.compile(
    rf"(?P<first>\d{{1,2}})(?P<sep>[-/.])(?P<second_>\d{{1,2}})(?P=sep)(?P<year>\d{{4}}|\d{{2}}){_CLOCK}",
    re.ASCII,
)
_NAMED_DAY_FIRST = re.compile(
    rf"(?P<day>\d{{1,2}})[-\s.]+(?P<name>[A-Za-z]{{3,9}})\.?[-\s,]+(?P<year>\d{{4}}|\d{{2}}){_CLOCK}",
    re.ASCII,
)
_NAMED_MONTH_FIRST = re.compile(
    rf"(?P<name>[A-Za-z]{{3,9}})\.?\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}}){_CLOCK}", re.ASCII
)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


def _read(value: str, order: Order) -> _Reading:
    text = value.strip()
    for pattern in (_YEAR_FIRST, _YEAR_LAST, _NAMED_DAY_FIRST, _NAMED_MONTH_FIRST):
        if found := pattern.fullmatch(text):
            try:
                return _Reading(_day(found, order, text), _time(found), _offset(found))
            except _UnknownOrder:
                raise
            except ValueError:
                raise ValueError(_no_such_day(text, order)) from None
    raise ValueError(
        _("“%(value)s” is no date. Write it like 2026-01-31 or 2026-01-31 14:05.") % {"value": _short(text)}
    )


class _UnknownOrder(ValueError):
    """The value depends on an order that nobody has decided."""


def _day(found: re.Match[str], order: Order, text: str) -> dt.date:
    parts = found.groupdict()
    year = _full_year(parts["year"])
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise ValueError(year)
    if parts.get("name"):
        return dt.date(year, _month_named(parts["name"]), int(parts["day"]))
    if parts.get("month"):
        return dt.date(year, int(parts["month"]), int(parts["day"]))
    first, second = int(parts["first"]), int(parts["second_"])
    if order is Order.DAY_FIRST:
        return dt.date(year, second, first)
    if order is Order.MONTH_FIRST or first == second:
        return dt.date(year, first, second)
    raise _UnknownOrder(
        _("“%(value)s” could be day first or month first. Choose how to read the whole file.")
        % {"value": _short(text)}
    )


def _time(found: re.Match[str]) -> dt.time | None:
    if found["hour"] is None:
        return None
    hour, half = int(found["hour"]), (found["half"] or "").lower()[:1]
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if half == "p" else 0)
    microsecond = int((found["fraction"] or "0")[:6].ljust(6, "0"))
    return dt.time(hour, int(found["minute"]), int(found["second"] or 0), microsecond)


def _offset(found: re.Match[str]) -> dt.timezone | None:
    written = found["offset"]
    if not written:
        return None
    if written.upper() in ("Z", "UTC"):
        return dt.UTC
    digits = written[1:].replace(":", "").ljust(4, "0")
    away = dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return dt.timezone(-away if written[0] == "-" else away)


def _month_named(name: str) -> int:
    wanted = name.lower()
    for number, month in enumerate(_MONTHS, start=1):
        if wanted in (month, month[:3]) or wanted == "sept" == month[:4]:
            return number
    raise ValueError(name)


def _full_year(written: str) -> int:
    if len(written) == 4:
        return int(written)
    return int(written) + (2000 if int(written) <= 68 else 1900)


def _ambiguous_pair(value: str) -> tuple[int, int, int] | None:
    found = _YEAR_LAST.fullmatch(value.strip())
    return (int(found["first"]), int(found["second_"]), _full_year(found["year"])) if found else None


def _exists(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return EARLIEST_YEAR <= year <= LATEST_YEAR


def _no_such_day(text: str, order: Order) -> str:
    if order is Order.DAY_FIRST:
        sentence = _("“%(value)s”, read with the day first, is no moment in the calendar. Correct it.")
    elif order is Order.MONTH_FIRST:
        sentence = _("“%(value)s”, read with the month first, is no moment in the calendar. Correct it.")
    else:
        sentence = _("“%(value)s” is no moment in the calendar. Correct it.")
    return sentence % {"value": _short(text)}


def _naming(rows: list[int], count: int) -> str:
    named = ", ".join(map(str, rows))
    if count > len(rows):
        return _("rows %(rows)s and others (%(count)d dates)") % {"rows": named, "count": count}
    return ngettext("row %(rows)s", "rows %(rows)s", len(rows)) % {"rows": named}


def _note(rows: list[int], row: int) -> None:
    if len(rows) < ROWS_NAMED and row not in rows:
        rows.append(row)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"

"""How moments, lengths of time, money, names and shares are said in words.

Pure functions: nothing here reads the clock, the request or the database. Markup lives in `cxapp.lib.tags`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal
from math import sqrt

from django.utils.dateformat import format as format_date
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

MINUS = "\N{MINUS SIGN}"
COUNTS_ONLY_BELOW = 5
PERCENT_FROM = 10
HEADLINE_FROM = 30
Z95 = 1.959964
MINUTE = timedelta(minutes=1)


def clock_time(moment: datetime, now: datetime, zone: tzinfo = UTC) -> str:
    """The moment as a person would say it: "today 14:00", "Tue 14:00", "Tue 3 Mar 2026"."""
    there = moment.astimezone(zone)
    days = (there.date() - now.astimezone(zone).date()).days
    time = time_of_day(moment, zone)
    if days == 0:
        return _("today %(time)s") % {"time": time}
    if days == 1:
        return _("tomorrow %(time)s") % {"time": time}
    if days == -1:
        return _("yesterday %(time)s") % {"time": time}
    if abs(days) <= 6:
        weekday = format_date(there, pgettext("a day of this week", "D"))
        return _("%(weekday)s %(time)s") % {"weekday": weekday, "time": time}
    return format_date(there, pgettext("a date far away", "D j M Y"))


def day_words(moment: datetime, now: datetime, zone: tzinfo = UTC) -> str:
    """The day alone as a person would say it: "today", "tomorrow", "Fri", "Tue 3 Mar 2026"."""
    there = moment.astimezone(zone)
    days = (there.date() - now.astimezone(zone).date()).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if 0 < days <= 6:
        return format_date(there, pgettext("a day of this week", "D"))
    return format_date(there, pgettext("a date far away", "D j M Y"))


def time_of_day(moment: datetime, zone: tzinfo = UTC) -> str:
    """The clock on the wall there; translators choose 12 or 24 hours."""
    return format_date(moment.astimezone(zone), pgettext("time of day", "H:i"))


def length(span: timedelta) -> str:
    """A length of time in its largest sensible unit, rounded down: "40 min", "3 h", "2 days"."""
    minutes = max(int(span.total_seconds() // 60), 0)
    if minutes < 60:
        return _("%(count)s min") % {"count": minutes}
    if minutes < 24 * 60:
        return _("%(count)s h") % {"count": minutes // 60}
    days = minutes // (24 * 60)
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


def late_by(moment: datetime, now: datetime) -> str:
    """How long ago the promised moment passed, to stand inside a sentence; "0 min" is never said."""
    return length(now - moment) if now - moment >= MINUTE else _("less than a minute")


def due_words(moment: datetime, now: datetime) -> str:
    """What is left of a promise: "in 40 min", "now" in its last minute, "just now" in the next, "late by 3 h"."""
    if moment > now:
        return _("in {}").format(length(moment - now)) if moment - now >= MINUTE else _("now")
    return _("late by {}").format(length(now - moment)) if now - moment >= MINUTE else _("just now")


def initials(name: str) -> str:
    """At most two letters for an avatar; a question mark where there is no name."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    letters = [word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)]
    return "".join(letters).upper() or "?"


def money(amount: Decimal | int | None, currency: str = "") -> str:
    """Grouped, without cents from 1,000 on; "not known" for nothing, never 0."""
    if amount is None:
        return _("not known")
    value = Decimal(amount)
    whole = value == value.to_integral_value() or abs(value) >= 1000
    text = number_format(abs(value).quantize(Decimal(1) if whole else Decimal("0.01")), force_grouping=True)
    sign = MINUS if value < 0 else ""
    return f"{sign}{text} {currency}".strip()


def interval(k: int, n: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    share, spread = k / n, Z95**2 / n
    middle = (share + spread / 2) / (1 + spread)
    half = Z95 * sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def share_words(k: int, n: int) -> tuple[str, str]:
    """A share as (headline, remark) under the small-number rule: no percent where it would mislead."""
    counts = _("%(k)s of %(n)s") % {"k": k, "n": n}
    if n == 0:
        return _("none yet"), ""
    if n < COUNTS_ONLY_BELOW:
        return counts, ""
    if n < PERCENT_FROM:
        return counts, _("too few to compare")
    low, high = (round(100 * end) for end in interval(k, n))
    remark = _("%(counts)s, range %(low)s to %(high)s %%") % {"counts": counts, "low": low, "high": high}
    return _("%(percent)s %%") % {"percent": round(100 * k / n)}, remark

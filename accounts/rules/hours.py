"""Opening hours and closed days as people type them, and back. Pure.

Not here: the check of a whole week (`cxapp.lib.working_time.validate`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

_SPAN = re.compile(r"^(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|—|to)\s*(\d{1,2})(?:[:.](\d{2}))?$")
_CLOSED_LINE = re.compile(r"^(\d{4}-\d{2}-\d{2})\s*[,:;–-]?\s*(.*)$")


class NotHours(ValueError):
    """What was typed is no time of opening; the message is a sentence."""


def parse_day(text: str) -> tuple[tuple[int, int], ...]:
    """`9:00-12:30, 13:00-17:00` → minutes from midnight. Nothing typed: closed all day."""
    spans = []
    for part in re.split(r"[,;]", text):
        if not part.strip():
            continue
        found = _SPAN.match(part.strip().lower())
        if found is None:
            raise NotHours(
                _("“%(text)s” is not understood. Write hours such as 9:00-12:30, 13:00-17:00.")
                % {"text": part.strip()}
            )
        opens, closes = _minutes(found[1], found[2]), _minutes(found[3], found[4])
        if not opens < closes <= 24 * 60:
            raise NotHours(
                _("“%(text)s” must open before it closes, at 24:00 at the latest.") % {"text": part.strip()}
            )
        spans.append((opens, closes))
    spans.sort()
    if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
        raise NotHours(_("These hours overlap. Join them or move one."))
    return tuple(spans)


def day_text(day: Sequence[tuple[int, int]]) -> str:
    return ", ".join(f"{_clock(opens)}-{_clock(closes)}" for opens, closes in sorted(day))


def parse_closed(text: str) -> dict[date, str]:
    """One day a line, `2026-12-24 Christmas Eve`; a day named twice keeps its last reason."""
    days: dict[date, str] = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        found = _CLOSED_LINE.match(line.strip())
        try:
            day = date.fromisoformat(found[1] if found else "")
        except ValueError:
            words = _(
                "“%(text)s” is not understood. Write year-month-day and the reason, such as 2026-12-24 Christmas Eve."
            )
            raise NotHours(words % {"text": line.strip()}) from None
        days[day] = found[2].strip()[:120] if found else ""
    return days


def closed_text(days: Mapping[date, Any]) -> str:
    return "\n".join(f"{day.isoformat()} {why}".rstrip() for day, why in sorted(days.items()))


def _minutes(hour: str, minute: str | None) -> int:
    if int(minute or 0) > 59 or int(hour) > 24:
        raise NotHours(_("Hours go from 0:00 to 24:00, minutes to 59."))
    return int(hour) * 60 + int(minute or 0)


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"

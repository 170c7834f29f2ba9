"""The month in the address of a page about leaders, and the tabs to the months before."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.dateformat import format as format_date

from cxapp.lib.periods import Period, Zone, month_of, today

SHOWN = 4


def month_asked(request: HttpRequest, now: datetime, zone: Zone) -> Period:
    """`?month=2026-03`, else the present one."""
    try:
        return month_of(date.fromisoformat(f"{request.GET['month']}-01"), zone)
    except (KeyError, ValueError, OverflowError):
        return month_of(today(now, zone), zone)


def month_tabs(request: HttpRequest, month: Period, now: datetime, zone: Zone) -> list[dict[str, Any]]:
    """The last months, each with what else stands in the address."""
    day, found = today(now, zone), []
    for _each in range(SHOWN):
        first = month_of(day, zone).first_day
        asked = request.GET.copy()
        asked["month"] = f"{first:%Y-%m}"
        asked.pop("page", None)
        found.append(
            {
                "url": f"?{asked.urlencode()}",
                "label": format_date(first, "F Y"),
                "current": first == month.first_day,
            }
        )
        day = first - timedelta(days=1)
    return found[::-1]

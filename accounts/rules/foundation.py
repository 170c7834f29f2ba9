"""What a new installation starts with: the default times of every clock, ready-made profiles, the default calendar.

Times are (kind, severity, amount, unit); a blank severity stands for any. Sources are named; none of it is legal advice.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

WEEK = tuple((weekday, 9 * 60, 17 * 60) for weekday in range(5))

Times = tuple[tuple[str, str, int, str], ...]

HOURS, DAYS = "working_hours", "working_days"

DEFAULT: Times = (
    ("contact", "low", 16, HOURS),
    ("contact", "normal", 8, HOURS),
    ("contact", "high", 4, HOURS),
    ("contact", "critical", 1, HOURS),
    ("resolution", "low", 20, DAYS),
    ("resolution", "normal", 10, DAYS),
    ("resolution", "high", 5, DAYS),
    ("resolution", "critical", 2, DAYS),
    ("approval", "", 4, HOURS),
    ("ask", "", 2, DAYS),
    ("reply", "", 2, DAYS),
    ("offer", "", 8, HOURS),
    ("check_back", "", 2, HOURS),
    ("no_answer", "", 7, "days"),
    ("decided", "", 7, "days"),
)


def _with_resolution(days: int, unit: str) -> Times:
    rest = tuple(row for row in DEFAULT if row[0] != "resolution")
    return rest + tuple(
        ("resolution", severity, days, unit) for severity in ("low", "normal", "high", "critical")
    )


class ReadyProfile(NamedTuple):
    slug: str
    name: str
    dated: date | None
    source: str
    times: Times


PROFILES: tuple[ReadyProfile, ...] = (
    ReadyProfile("default", "Default", None, "Our own starting point.", DEFAULT),
    ReadyProfile(
        "uk-fca-disp",
        "UK FCA DISP",
        date(2026, 11, 1),
        "FCA Handbook DISP 1.5 and 1.6: summary resolution by the third business day, final response within eight weeks.",
        _with_resolution(56, "days"),
    ),
    ReadyProfile(
        "uk-housing-ombudsman",
        "UK Housing Ombudsman",
        date(2026, 11, 1),
        "Complaint Handling Code: acknowledgement within five working days, stage 1 answer within ten working days of it.",
        _with_resolution(15, DAYS),
    ),
    ReadyProfile(
        "au-rg-271",
        "Australian RG 271",
        date(2026, 11, 1),
        "ASIC Regulatory Guide 271: acknowledgement within 24 hours or one business day, response within 30 calendar days.",
        _with_resolution(30, "days"),
    ),
    ReadyProfile(
        "uk-data-protection",
        "UK data-protection complaints",
        date(2026, 11, 1),
        "Data (Use and Access) Act 2025, section 103: acknowledgement within 30 days, answer without undue delay.",
        _with_resolution(30, "days"),
    ),
)

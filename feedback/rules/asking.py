"""Whom we may ask today, and when to remind. Pure: what is known of a customer is handed in.

Not here: finding out what is known (`queries.asking`), and asking (`operations.asking`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.enums import PassedOver

DAY, WEEK = 24, 168
"""In hours, as a rule that asks by itself counts how long it waits."""
LESS_OFTEN = timedelta(days=365)
"""How long whoever asked for fewer questions is left in peace."""
TOO_LATE_AFTER = timedelta(days=14)
"""An occasion not decided in this time after it was due is asked about no more: nobody remembers it."""
IN_THE_MIDDLE = timedelta(hours=1)
"""Whoever opened the page so recently may be writing: the reminder, which changes the link, waits as long."""

OFF, LESS = "off", "less"
"""What a customer chose; blank: we may ask as usual."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a customer at the moment of asking. `asked_at`: when we last asked them, about anything."""

    has_mail: bool = True
    has_bounced: bool = False
    choice: str = ""
    asked_at: datetime | None = None
    has_open_case: bool = False
    is_live: bool = True
    is_erased: bool = False


def wait_in_words(hours: int) -> str:
    """ "ask one day later", in the largest unit that says it in whole numbers."""
    if not hours:
        return _("ask at once")
    if hours % WEEK == 0:
        return ngettext("ask one week later", "ask %(n)d weeks later", hours // WEEK) % {"n": hours // WEEK}
    if hours % DAY == 0:
        return ngettext("ask one day later", "ask %(n)d days later", hours // DAY) % {"n": hours // DAY}
    return ngettext("ask one hour later", "ask %(n)d hours later", hours) % {"n": hours}


def quiet_for(choice: str, quiet: timedelta) -> timedelta:
    """The time between two surveys for a customer who chose this."""
    return max(quiet, LESS_OFTEN) if choice == LESS else quiet


def why_not(known: Known, *, due_at: datetime, now: datetime, quiet: timedelta) -> PassedOver | None:
    """Why this customer is not asked; None: they are. The reasons that will last come first."""
    if known.is_erased:
        return PassedOver.ERASED
    if not known.has_mail:
        return PassedOver.BOUNCED if known.has_bounced else PassedOver.NO_ADDRESS
    if known.choice == OFF:
        return PassedOver.UNWILLING
    if not known.is_live:
        return PassedOver.REHEARSAL
    if now - due_at > TOO_LATE_AFTER:
        return PassedOver.TOO_LATE
    if known.has_open_case:
        return PassedOver.OPEN_CASE
    if known.asked_at is not None and now - known.asked_at < quiet_for(known.choice, quiet):
        return PassedOver.ASKED_LATELY
    return None


def next_reminder(
    *, sent: int, most: int, gap: timedelta, last: datetime, expires_at: datetime
) -> datetime | None:
    """When to remind once more after the mail of `last`; None where there is nothing left to remind of."""
    at = last + gap
    return at if sent < most and at < expires_at else None


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of an invitation so far, for the question whether to remind."""

    is_answered: bool = False
    is_stopped: bool = False
    expires_at: datetime | None = None


def may_remind(standing: Standing, known: Known, *, now: datetime) -> bool:
    """Nobody is reminded who answered, opted out, bounced, has an open case, or whose link is over."""
    if standing.is_answered or standing.is_stopped:
        return False
    if standing.expires_at is not None and now >= standing.expires_at:
        return False
    return (
        known.has_mail
        and known.choice != OFF
        and known.is_live
        and not known.has_open_case
        and not known.is_erased
    )

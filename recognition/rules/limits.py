"""How much thanking is too much: soft limits that ask, and never refuse. Also the lengths of what is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils.translation import gettext as _

SHORTEST_REASON = 20
LONGEST_REASON = 1000
LONGEST_REPLY = 500
MOST_RECEIVERS = 10

A_DAY = timedelta(hours=24)
A_WEEK = timedelta(days=7)
USUAL_A_DAY = 5
USUAL_A_WEEK_FOR_ONE = 3

WATCHED_FOR = timedelta(days=90)
WATCHED_FROM = 3
"""Two people who thanked each other at least so often within that time are a row for the CX manager, not an accusation."""


def kind_words(*, given_today: int, given_this_week: Mapping[str, int]) -> str:
    """What to ask before one more thanks; empty where nothing is unusual. Counts are those before this one, by name."""
    asks = []
    if given_today >= USUAL_A_DAY:
        asks.append(_("You have given thanks %(count)s times in the last 24 hours.") % {"count": given_today})
    asks.extend(
        _("You have thanked %(name)s %(count)s times in the last seven days.")
        % {"name": name, "count": count}
        for name, count in given_this_week.items()
        if count >= USUAL_A_WEEK_FOR_ONE
    )
    if asks:
        asks.append(_("Thanks weigh most when they are for something particular. If this one is, send it."))
    return " ".join(asks)

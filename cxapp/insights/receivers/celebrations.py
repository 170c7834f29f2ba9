"""What celebrations add elsewhere: a line on the wall for a month. Called once at start-up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.queries.practices import is_on
from cxapp.insights.queries.celebrations import confirmed
from cxapp.insights.rules.celebrating import DEED
from recognition.rules import lines
from recognition.rules.lines import WallLine

SHOWN_FOR = timedelta(days=30)
MOST = 2


def on_the_wall(now: datetime) -> Iterator[WallLine]:
    """The newest changes that were confirmed, with who looked after them."""
    if not is_on("fewer"):
        return
    for one in confirmed(now=now).filter(confirmed_at__gt=now - SHOWN_FOR)[:MOST]:
        facts = {"what": one.improvement.name, "name": one.improvement.keeper.name}
        if one.evidence["kind"] == DEED:
            text = _("“%(what)s” works: a customer says so. %(name)s looked after it.") % facts
        else:
            text = _("Confirmed: fewer complaints since “%(what)s”. %(name)s looked after it.") % facts
        yield WallLine(text, f"{reverse('celebrate')}#change-{one.improvement_id}", _("See the proof"))


def connect() -> None:
    lines.add(on_the_wall)

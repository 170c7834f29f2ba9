"""What the bakery changed because customers complained, each looked at as it would be: some celebrated, some still watched.

Not here: the complaints themselves (`arrivals`), when a change is confirmed (insights).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from accounts.models import User
from accounts.queries.house import house
from cxapp.demo.story.known import place_at
from cxapp.insights.operations.celebrations import look_at_changes
from feedback.models import Improvement, Stage
from feedback.operations.improvements import Change, add_improvement


class Changed(NamedTuple):
    """One change: its name, who looks after it, how many days before the end of the story it came into use, where."""

    name: str
    keeper: str
    days_ago: int
    place: str = ""
    stage: str = ""


CHANGES = (
    Changed("A second person at the till from seven to nine", "bruno", 150, "harbour-street"),
    Changed("Drivers ring before they leave the box", "carla", 110, stage="delivery"),
    Changed("The right name on every invoice", "deniz", 45),
)


def bring(*, now: datetime, until: datetime) -> None:
    """Enter what has come into use since, and look at everything that is watched."""
    zone = ZoneInfo(house().organisation.zone)
    known = set(Improvement.objects.values_list("name", flat=True))
    for one in CHANGES:
        at = until - timedelta(days=one.days_ago)
        if at > now or one.name in known:
            continue
        keeper = User.objects.get(sign_in_name=one.keeper)
        change = Change(
            one.name,
            keeper,
            at.astimezone(zone).date(),
            place=place_at(one.place) if one.place else None,
            stage=Stage.objects.get(slug=one.stage) if one.stage else None,
        )
        add_improvement(change=change, by=User.objects.get(is_owner=True), now=now)
    look_at_changes(now=now)

"""What hurts right now, on the Today of whoever leads the place or stands in. Called once at start-up."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.queries.practices import is_on
from feedback.access.cases import acting_for
from feedback.models import Alert
from feedback.operations.alerts import PRACTICE
from feedback.queries.today import BLOCKS, Block

SHOWN = 3


def open_alerts(user: User, now: datetime) -> Block | None:
    """Alerts that wait for this person's answer, the newest first. The few of the whole house are one query."""
    if not is_on(PRACTICE):
        return None
    rows = list(
        Alert.objects.filter(closed_at=None, answered_at=None)
        .select_related("place", "stage", "leader")
        .order_by("-opened_at")
    )
    mine = {user.pk}
    if any(row.leader_id != user.pk for row in rows):
        mine.update(acting_for(user, now))
    waiting = [row for row in rows if row.leader_id in mine]
    if not waiting:
        return None
    context = {"rows": waiting[:SHOWN], "more": len(waiting) > SHOWN, "now": now}
    return Block(_("What hurts right now"), "feedback/alerts/_today.html", context, order=10)


def connect() -> None:
    if open_alerts not in BLOCKS:
        BLOCKS.append(open_alerts)

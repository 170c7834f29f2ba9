"""By which day an answer that opened no case is read, where that can be promised. Not here: which answers lie on desks
(`operations.drawing`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from accounts.queries.house import house
from accounts.queries.practices import is_on
from cxapp.lib.periods import today, week_of
from cxapp.lib.working_time import Step, Unit, due
from feedback.models import COUNTED, Response
from feedback.rules.drawing import OWN

READ_WITHIN = Step(Decimal(3), Unit.WORKING_DAYS)


def read_by(response: Response) -> datetime | None:
    """Three working days of the place later. None where only a part is read, or nobody reads: nothing is promised then."""
    where, unit = house(), response.place_id or response.department_id
    if not is_on("reading") or response.leader_id is None or where.live_since(unit, response.at) is None:
        return None
    calendar = where.calendar_of(unit)
    before = week_of(today(response.at, calendar.zone) - timedelta(days=7), calendar.zone)
    lately = Response.objects.filter(
        COUNTED, leader=response.leader_id, at__gte=before.start, at__lt=before.end
    )
    if lately.count() > OWN:
        return None
    return due(calendar, response.at, READ_WITHIN)

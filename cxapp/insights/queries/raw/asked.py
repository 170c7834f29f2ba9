"""Those who could be asked, by the day that came up: invited, delivered, opened, answered, finished; and why others were not.

Each step contains the next: who answered had it opened, and who opened it had it delivered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import F, Q

from cxapp.insights.access.results import invitations_for
from cxapp.insights.queries.raw.grouping import (
    Rows,
    concerned,
    grouped,
    of_any_version,
    split,
    within,
)
from cxapp.insights.rules.families import Part, Sight, Wanted
from feedback.access import responses
from feedback.access.cases import anybody_concerned
from feedback.enums import AskedBy, ResponseState
from feedback.models import Invitation, Occasion

_COUNTED = (ResponseState.PARTIAL, ResponseState.COMPLETE)
_ANSWERED = Q(response__state__in=_COUNTED, response__is_test=False)
_OPENED = _ANSWERED | Q(opened_at__isnull=False)
MEASURES = {
    "invited": Q(),
    "delivered": _OPENED | Q(delivered_at__isnull=False, bounced_at=None),
    "opened": _OPENED,
    "answered": _ANSWERED,
    "finished": _ANSWERED & Q(response__state=ResponseState.COMPLETE),
    "bounced": Q(bounced_at__isnull=False) & ~_OPENED,
}
_UNITS = {"stage": F("stage_id"), "place": F("place_id"), "department": F("department_id")}
KEYS = _UNITS | {"leader": F("leader_id"), "survey": F("version__survey_id")}
OCCASION_KEYS = _UNITS | {"survey": F("survey_id")}


def asked(wanted: Wanted) -> list[Part]:
    """Occasions without an invitation belong to the house: they are counted only where no leader is asked for."""
    came_up, sent = of_days(wanted)
    rows, measures = invitations(wanted), {"eligible": Q(), **MEASURES}
    # Two questions, each with its own index, instead of one that would read every invitation.
    parts = [
        grouped(rows.filter(came_up), wanted, moment="occasion__at", keys=KEYS, measures=measures),
        grouped(rows.filter(of_any_version(), sent), wanted, moment="sent_at", keys=KEYS, measures=measures),
    ]
    if wanted.sight is Sight.SHARED and "leader" not in (wanted.by, *wanted.where):
        parts.append(_passed_over(wanted))
    return parts


def of_days(wanted: Wanted) -> tuple[Q, Q]:
    """Which invitations lie on these days: by when the occasion came up, or without one by when they were sent."""
    return within("occasion__at", wanted.spans), Q(occasion=None) & within("sent_at", wanted.spans)


def invitations(wanted: Wanted) -> Rows:
    """The invitations that may be counted, of any day."""
    about = concerned("signal__response__invitation").filter(signal__response__invitation__isnull=False)
    if wanted.sight is Sight.OWN:
        return invitations_for(wanted.reader, wanted.now)
    rows = Invitation.objects.filter(is_test=False)
    if wanted.sight is Sight.SHARED:
        return rows.exclude(pk__in=about) if anybody_concerned() else rows
    shown = responses.visible_to(wanted.reader, wanted.now).filter(invitation__isnull=False)
    return rows.filter(pk__in=about).filter(pk__in=shown.values("invitation"))


def _passed_over(wanted: Wanted) -> Part:
    rows = Occasion.objects.filter(within("at", wanted.spans), invitation=None).exclude(how=AskedBy.TEST)
    return split(rows, wanted, _fold, moment="at", keys=OCCASION_KEYS, splits=("passed_over",))


def _fold(row: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    yield "eligible", row["n"]
    yield "passed_over", row["n"]
    yield f"not:{row['passed_over'] or 'waiting'}", row["n"]

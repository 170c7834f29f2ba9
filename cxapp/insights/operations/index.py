"""Switching the overall index on and off and weighing it. Every change is a row with its name and time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cxapp.insights.models import IndexWeights
from cxapp.insights.queries.ledger import behaviours_now
from cxapp.insights.rules.index import MOST
from cxapp.lib.errors import NotAllowed, Refused


class IndexRefused(Refused):
    code = "index_refused"


class NotYoursToWeigh(NotAllowed):
    code = "not_yours_to_weigh"


def weigh(*, weights: Mapping[str, int], on: bool, by: User, now: datetime) -> IndexWeights:
    """New weights for the behaviours something is owed in; on with at least one weight."""
    if not (by.is_owner or by.is_cx_manager):
        raise NotYoursToWeigh(_("The owner and the CX manager weigh the index."))
    owed = {behaviour.name for behaviour in behaviours_now() if behaviour.owed}
    kept = {name: weight for name, weight in weights.items() if name in owed and weight}
    if any(not 0 < weight <= MOST for weight in kept.values()):
        raise IndexRefused(_("A weight is a number from 0 to %(most)s.") % {"most": MOST})
    if on and not kept:
        raise IndexRefused(_("Give at least one behaviour a weight before you switch the index on."))
    return IndexWeights.objects.create(weights=kept, on=on, by=by, at=now)

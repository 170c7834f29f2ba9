"""What happens to a place or department as a whole: going live."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.announcements import unit_went_live
from accounts.models import Unit, User
from accounts.operations.timeline import Entry, record
from accounts.queries.gaps import gaps_of
from cxapp.lib.errors import Refused


class GapInLine(Refused):
    """Somebody would wait for a leader who is not there."""

    code = "gap_in_line"


@transaction.atomic
def go_live(*, unit: Unit, by: User, now: datetime) -> Unit:
    """From now on customers of this unit are told and silence climbs. Refused while its line has a gap."""
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    if unit.live_at is not None and unit.live_at <= now:
        return unit
    gap = gaps_of(units=[unit], now=now).get(unit.pk)
    if gap:
        raise GapInLine(_("%(unit)s cannot go live yet. %(gap)s") % {"unit": unit.name, "gap": gap})
    unit.live_at = now
    unit.save(update_fields=["live_at"])
    record(entries=[Entry("unit", unit.pk, "went_live", by)], now=now)
    unit_went_live.send(sender=Unit, unit=unit, by=by, now=now)
    return unit

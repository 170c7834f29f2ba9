"""Somebody above offers a leader help in one tap: the leader is told, and the history of both says so. Once a day each."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.operations.notices import NewNotice, notify
from accounts.operations.timeline import Entry, record
from accounts.queries.house import house
from accounts.queries.line import line_of
from cxapp.insights.rules.help import OFFERED
from cxapp.lib.errors import Refused
from cxapp.lib.periods import today


class HelpRefused(Refused):
    code = "help_refused"


@transaction.atomic
def offer_help(*, leader: User, by: User, now: datetime) -> bool:
    """Tell the leader, or whoever stands in. False: they were told by the same person today already."""
    if leader.pk == by.pk:
        raise HelpRefused(_("Help is offered to somebody else."))
    leader = User.objects.select_for_update(of=("self",), no_key=True).get(pk=leader.pk)
    if not leader.is_active:
        raise HelpRefused(_("%(name)s is no longer here.") % {"name": leader.name})
    stands_in = line_of(people=[leader.pk], now=now).stand_in(leader.pk)
    told = stands_in if stands_in not in (None, by.pk) else leader.pk
    day = today(now, house().organisation.zone)
    data = {"leader": leader.pk, "by": by.pk}
    new = NewNotice("help_offered", "person", told or leader.pk, f"help:{by.pk}:{leader.pk}:{day}", data)
    if not notify(notices=[new], now=now, but_not=by.pk):
        return False
    record(entries=[Entry("person", leader.pk, OFFERED, by, {"to": told})], now=now)
    return True

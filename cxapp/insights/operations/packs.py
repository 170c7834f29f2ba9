"""Freezing a board pack: what the pages say now is kept with its seal and never changed; a later edition stands beside it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.operations.timeline import Entry, record
from cxapp.insights.access.packs import may_freeze, the_board
from cxapp.insights.models import Pack
from cxapp.insights.queries.pack_pages import pack_content
from cxapp.insights.queries.packs import FROZEN
from cxapp.insights.rules.packs import sealed
from cxapp.insights.rules.spans import Span
from cxapp.lib.errors import NotAllowed, Refused


class MayNotFreeze(NotAllowed):
    code = "may_not_freeze"


class NotOverYet(Refused):
    code = "period_not_over"


def freeze_pack(*, span: Span, by: User, now: datetime) -> Pack:
    """The next edition for this month, quarter or year. Two at the same moment: the database keeps one of them.

    1. Everything the pack prints is counted as the board reads it, whoever freezes.
    2. The row is written with its seal, and the seal goes into the timeline of whoever froze it: to change a pack unseen
       one would have to change that chain as well.
    """
    if not may_freeze(by):
        raise MayNotFreeze(_("The owner and the CX manager freeze packs."))
    if span.is_open(now):
        raise NotOverYet(
            _("%(span)s is not over yet. Its pack can be frozen afterwards.") % {"span": span.label},
            field="span",
        )
    content = pack_content(reader=the_board(), span=span, now=now)
    with transaction.atomic():
        others = Pack.objects.filter(kind=span.kind, first_day=span.period.first_day)
        edition = max(others.values_list("edition", flat=True), default=0) + 1
        pack = Pack(
            kind=span.kind,
            first_day=span.period.first_day,
            last_day=span.period.last_day,
            edition=edition,
            as_of=now,
            by=by,
            content=content,
        )
        pack.sha256 = sealed(
            content=content,
            kind=pack.kind,
            first_day=pack.first_day,
            last_day=pack.last_day,
            edition=edition,
            as_of=now,
        )
        pack.save(force_insert=True)
        data = {"pack": str(pack.uuid), "sha256": pack.sha256}
        record(entries=[Entry("person", by.pk, FROZEN, by, data)], now=now)
    return pack

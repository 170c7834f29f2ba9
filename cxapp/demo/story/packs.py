"""The owner freezes the pack of each month and quarter when it is over: those of the last weeks of the story."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.models import User
from accounts.queries.house import house
from cxapp.insights.enums import PackKind
from cxapp.insights.models import Pack
from cxapp.insights.operations.packs import freeze_pack
from cxapp.insights.rules.spans import present

FROZEN_WITHIN = timedelta(days=21)
"""A pack is frozen in the three weeks after its time; what is older when the story gets there has none."""
WORTH_KEEPING = timedelta(days=60)
"""Packs of the year before would only cost the first start its time."""


def keep_packs(*, now: datetime, until: datetime) -> None:
    """Last month's and last quarter's, once each; later starts find what was frozen then."""
    if until - now > WORTH_KEEPING:
        return
    owner = User.objects.get(is_owner=True, is_active=True)
    for kind in (PackKind.MONTH, PackKind.QUARTER):
        span = present(kind, now, house().organisation.zone).before()
        if now - span.period.end > FROZEN_WITHIN:
            continue
        if not Pack.objects.filter(kind=kind, first_day=span.period.first_day).exists():
            freeze_pack(span=span, by=owner, now=now)

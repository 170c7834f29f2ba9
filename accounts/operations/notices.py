"""Writing notices into the outbox, in the transaction of the fact. Sending them is `delivery`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q

from accounts.models import Delivery, Notice
from accounts.rules.kinds import recipients
from cxapp.lib.new_rows import new_row
from cxapp.lib.sql import insert_rows


@dataclass(frozen=True, slots=True)
class NewNotice:
    """One thing to tell one recipient, once a `reason_key`. `data` holds ids only: words are made when it is sent.

    `has_address`: whether a copy can be sent to them, where that is known; else it is asked.
    """

    kind: str
    recipient_kind: str
    recipient_id: int
    reason_key: str
    data: Mapping[str, Any] = field(default_factory=dict)
    urgent: bool = False
    has_address: bool | None = None


def notify(
    *, notices: Sequence[NewNotice], now: datetime, but_not: int | None = None, fresh: bool = False
) -> list[Notice]:
    """Queue notices; those already told for the same reason are passed over. Never to `but_not`, the person who acted.

    `fresh`: the reasons came about in this transaction, so nobody can have been told of them before.
    """
    wanted: dict[tuple[str, int, str], NewNotice] = {}
    for new in notices:
        if not (new.recipient_kind == "person" and new.recipient_id == but_not):
            wanted.setdefault((new.recipient_kind, new.recipient_id, new.reason_key), new)
    if not wanted:
        return []
    if not fresh:
        told = Notice.objects.filter(
            recipient_kind__in={key[0] for key in wanted},
            recipient_id__in={key[1] for key in wanted},
            reason_key__in={key[2] for key in wanted},
        ).values_list("recipient_kind", "recipient_id", "reason_key")
        for key in told:
            wanted.pop(key, None)
    made = [
        new_row(
            Notice,
            kind=new.kind,
            recipient_kind=new.recipient_kind,
            recipient_id=new.recipient_id,
            reason_key=new.reason_key,
            data=dict(new.data),
            urgent=new.urgent,
            created_at=now,
        )
        for new in wanted.values()
    ]
    insert_rows(made)
    if settings.MAIL_CONFIGURED:
        reachable = _with_address(list(wanted.values()))
        insert_rows(
            [
                new_row(Delivery, notice_id=notice.pk, next_try=now)
                for notice in made
                if (notice.recipient_kind, notice.recipient_id) in reachable
            ]
        )
    return made


def _with_address(notices: Sequence[NewNotice]) -> set[tuple[str, int]]:
    found = {(new.recipient_kind, new.recipient_id) for new in notices if new.has_address}
    by_kind: dict[str, set[int]] = defaultdict(set)
    for new in notices:
        if new.has_address is None:
            by_kind[new.recipient_kind].add(new.recipient_id)
    return found | {(name, pk) for name, ids in by_kind.items() for pk in recipients[name].reachable(ids)}


def mark_seen(*, recipient_id: int, ids: Sequence[int] | None, now: datetime) -> int:
    """The reader pressed Done on these notices (None: on all). Returns how many were open."""
    mine = Q(recipient_kind="person", recipient_id=recipient_id, seen_at=None)
    return Notice.objects.filter(mine if ids is None else mine & Q(pk__in=ids)).update(seen_at=now)

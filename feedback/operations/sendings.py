"""Asking many: a pasted list or a file becomes one sending, all of it or nothing. It can be stopped.

Not here: reading the list (`importers.asking_list`), and deciding who is asked (`occasions`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cxapp.lib.errors import Refused
from cxapp.lib.sql import insert_rows
from feedback.enums import AskedBy, ContactKind, PassedOver, SignalChannel, SignalKind
from feedback.models import Invitation, Occasion, Sending, Survey
from feedback.operations.asking import check_asker
from feedback.operations.customers import find_or_add_customers
from feedback.operations.occasions import ToAsk, new_occasions
from feedback.queries.asking import versions_asked
from feedback.rules.drafts import SignalDraft

MOST_ROWS = 10_000
TRIES = 4


class SendingRefused(Refused):
    code = "sending_refused"


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of a list: whom to ask and about what."""

    mail: str
    name: str = ""
    phone: str = ""
    language: str = ""
    place: int | None = None
    stage: int | None = None
    about: str = ""


def send_to_list(
    *, survey: Survey, name: str, rows: Sequence[Listed], how: AskedBy, by: User, now: datetime
) -> Sending:
    """Make one occasion a customer; the next round decides about each. Customers not known yet are added."""
    check_asker(by)
    if not rows:
        raise SendingRefused(_("There is nobody to ask in this list."), field="rows")
    if len(rows) > MOST_ROWS:
        raise SendingRefused(_("A list has at most 10,000 rows. Split it."), field="rows")
    if not versions_asked([survey.pk]):
        raise SendingRefused(_("This survey is not published, or it was retired. Publish it first."))
    for remaining in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                return _send(survey, name, rows, how, by, now)
        except IntegrityError:  # somebody else added one of these customers at the same instant
            if not remaining:
                raise
    raise AssertionError("the last try returns or raises")


def _send(
    survey: Survey, name: str, rows: Sequence[Listed], how: AskedBy, by: User, now: datetime
) -> Sending:
    found = find_or_add_customers(drafts=[_draft(row, now) for row in rows], now=now)
    asks: dict[int, ToAsk] = {}
    for row, entry in zip(rows, found, strict=True):
        if entry.customer is not None:
            asks.setdefault(
                entry.customer.pk,
                ToAsk(entry.customer, place=row.place, stage=row.stage, about=row.about),
            )
    sending = Sending.objects.create(survey=survey, name=name.strip()[:160], by=by, at=now)
    insert_rows(new_occasions(survey=survey, how=how, asks=list(asks.values()), now=now, sending=sending))
    return sending


def _draft(row: Listed, now: datetime) -> SignalDraft:
    points = [(ContactKind.EMAIL.value, row.mail), (ContactKind.PHONE.value, row.phone)]
    return SignalDraft(
        kind=SignalKind.CONTACT_ME,
        channel=SignalChannel.IMPORT,
        received_at=now,
        name=row.name.strip(),
        language=row.language or "en",
        contact_points=tuple((kind, value) for kind, value in points if value),
        place=row.place,
    )


@transaction.atomic
def stop_sending(*, sending: Sending, by: User, now: datetime) -> int:
    """Nobody else of this list is asked, and nobody of it reminded. Returns how many are not asked any more.

    Mails that have left cannot be called back; those still waiting to leave do not.
    """
    check_asker(by)
    if not Sending.objects.filter(pk=sending.pk, stopped_at=None).update(stopped_at=now):
        return 0
    mine = Occasion.objects.filter(sending=sending)
    stopped = mine.filter(decided_at=None).update(decided_at=now, passed_over=PassedOver.STOPPED)
    asked = Invitation.objects.filter(occasion__sending=sending)
    asked.filter(delivered_at=None).update(stopped_at=now)
    asked.update(remind_at=None)
    return stopped

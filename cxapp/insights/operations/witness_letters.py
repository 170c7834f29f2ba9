"""Telling the witnesses what the owner keeps waiting: once a week, and once a day while a case waits over three days."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import Notice, User, Witness
from accounts.operations.notices import NewNotice, notify
from accounts.queries.house import house
from cxapp.insights.notices.witnesses import WITNESS_WAITING
from cxapp.insights.queries.boardroom_live import Live, live
from cxapp.lib.periods import day_of, today, week_of

TOO_LONG = timedelta(days=3)


@transaction.atomic
def tell_witnesses(*, now: datetime) -> int:
    """Queue what is due and was not queued before. Answers how many.

    The first run of a week queues that week's letter, whatever waits; on other days there is one where a case has waited
    for over three days. A reason is told a person once, so that running it again changes nothing.
    """
    rows = Witness.objects.filter(until=None, user__is_active=True).select_related("user").order_by("pk")
    witnesses = [row.user for row in rows]
    if not witnesses:
        return 0
    zone = house().organisation.zone
    day = today(now, zone)
    weekly = f"witness:week:{week_of(day, zone).first_day:%Y-%m-%d}"
    made = notify(notices=[_letter(person, weekly) for person in witnesses], now=now)
    start = day_of(day, zone).start
    told = Notice.objects.filter(
        recipient_kind="person",
        recipient_id__in=[person.pk for person in witnesses],
        kind=WITNESS_WAITING,
        created_at__gte=start,
    )
    heard = set(told.values_list("recipient_id", flat=True))
    daily = f"witness:day:{day:%Y-%m-%d}"
    others = [
        person
        for person in witnesses
        if person.pk not in heard and waits_too_long(live(reader=person, place=None, now=now), now)
    ]
    return len(made) + len(notify(notices=[_letter(person, daily) for person in others], now=now))


def waits_too_long(waits: Live, now: datetime) -> bool:
    """Whether one of them has stood before the owner for over three days."""
    return any(now - row.since > TOO_LONG for row in (*waits.own, *waits.came_up))


def _letter(person: User, reason: str) -> NewNotice:
    return NewNotice(WITNESS_WAITING, "person", person.pk, reason, {})

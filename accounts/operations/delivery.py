"""Sending what the outbox holds: claim, render again, send, keep the result. A final state is never sent twice.

Delivery is at least once: mail accepted just before a crash cannot be called back, so each copy carries a stable Message-ID.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction

from accounts.enums import DeliveryState
from accounts.models import Delivery, Organisation, User
from accounts.operations.heartbeats import clear_alarm, raise_alarm
from accounts.queries.house import house
from accounts.rules.kinds import notices as notice_kinds
from accounts.rules.kinds import recipients
from cxapp.lib.working_time import is_open, next_opening

PERMANENT = 500
"""Answers of a mail server from this number on are final."""
STUCK_AFTER = timedelta(minutes=5)
BACKOFF = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440, 1440)]
"""Ten tries over more than three days; then the letter is dead, shown, and can be sent again."""


@dataclass(frozen=True, slots=True)
class Delivered:
    sent: int = 0
    failed: int = 0
    waiting: int = 0


def deliver(*, limit: int, now: datetime) -> Delivered:
    """Send up to `limit` queued deliveries that are due. Each result is kept at once: a crash repeats one mail at most."""
    if Organisation.objects.filter(pk=1, outbox_held=True).exists():
        return Delivered()
    free_stuck(now=now)
    batch = _claim(limit, now)
    if not batch:
        return Delivered()
    people = _recipients(batch)
    counts = dict.fromkeys(DeliveryState, 0)
    connection = get_connection()
    for delivery in batch:
        counts[_send(delivery, people, connection, now)] += 1
    return Delivered(counts[DeliveryState.SENT], counts[DeliveryState.FAILED], counts[DeliveryState.QUEUED])


def free_stuck(*, now: datetime) -> int:
    """A sender that died leaves its rows in flight: they go back into the queue."""
    return Delivery.objects.filter(state=DeliveryState.SENDING, claimed_at__lt=now - STUCK_AFTER).update(
        state=DeliveryState.QUEUED, claim="", claimed_at=None
    )


def _claim(limit: int, now: datetime) -> list[Delivery]:
    claim = uuid4().hex
    with transaction.atomic():
        due = Delivery.objects.filter(state=DeliveryState.QUEUED, next_try__lte=now).order_by(
            "next_try", "pk"
        )
        ids = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:limit])
        Delivery.objects.filter(pk__in=ids, state=DeliveryState.QUEUED).update(
            state=DeliveryState.SENDING, claim=claim, claimed_at=now
        )
    return list(Delivery.objects.filter(claim=claim).select_related("notice").order_by("pk")) if ids else []


def _recipients(batch: Sequence[Delivery]) -> dict[tuple[str, int], Any]:
    found: dict[tuple[str, int], Any] = {}
    for name in {delivery.notice.recipient_kind for delivery in batch}:
        ids = {delivery.notice.recipient_id for delivery in batch if delivery.notice.recipient_kind == name}
        found.update({(name, pk): row for pk, row in recipients[name].load(ids).items()})
    return found


def _send(
    delivery: Delivery, people: Mapping[tuple[str, int], Any], connection: Any, now: datetime
) -> DeliveryState:
    notice = delivery.notice
    recipient = people.get((notice.recipient_kind, notice.recipient_id))
    address = recipients[notice.recipient_kind].address(recipient) if recipient is not None else None
    if address is None:
        return _finish(delivery, DeliveryState.NOT_NEEDED, now)
    kind = notice_kinds.get(notice.kind)
    own_hour = kind is not None and kind.own_hour
    quiet_until = None if notice.urgent else quiet(recipient, now, own_hour=own_hour)
    if quiet_until:
        return _retry(delivery, quiet_until, "")
    try:
        message = notice_kinds[notice.kind].render(recipient, notice.data, now)
        if message is None:
            return _finish(delivery, DeliveryState.NOT_NEEDED, now)
        headers = {"Message-ID": f"<notice-{notice.pk}-{delivery.pk}@{_domain()}>", **message.headers}
        subject = " ".join(message.subject.split())
        letter = EmailMultiAlternatives(
            subject, message.body, to=[address], headers=headers, connection=connection
        )
        if message.html:
            letter.attach_alternative(message.html, "text/html")
        letter.send()
    except Exception as error:
        return _failed(delivery, error, now)
    return _finish(delivery, DeliveryState.SENT, now)


def _domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1].rstrip(">")


def quiet(recipient: Any, now: datetime, *, own_hour: bool = False) -> datetime | None:
    """Until when a person's working hours or their own quiet hours keep a notice back. None: it may go now.

    `own_hour`: they chose the hour themselves, so that only quiet hours count.
    """
    if not isinstance(recipient, User):
        return None
    calendar = house().calendar_of(recipient.unit_id)
    if not own_hour and not is_open(calendar, now):
        return next_opening(calendar, now)
    local = now.astimezone(ZoneInfo(recipient.zone or calendar.zone))
    start, until = recipient.quiet_from, recipient.quiet_until
    if start is None or until is None or start == until:
        return None
    minute = local.hour * 60 + local.minute
    inside = start <= minute < until if start < until else (minute >= start or minute < until)
    if not inside:
        return None
    return now + timedelta(minutes=(until - minute) % 1440)


def _failed(delivery: Delivery, error: Exception, now: datetime) -> DeliveryState:
    delivery.tries += 1
    words = f"{type(error).__name__}: {error}"[:500]
    if delivery.tries > len(BACKOFF) or _refused_for_good(error):
        delivery.error = words
        raise_alarm(name="dead_letters", detail={"delivery": delivery.pk}, now=now)
        return _finish(delivery, DeliveryState.FAILED, now)
    raise_alarm(name="mail_fails", detail={"error": words}, now=now)
    return _retry(delivery, now + BACKOFF[delivery.tries - 1], words)


def _refused_for_good(error: Exception) -> bool:
    """The mail server knows no such address: trying again changes nothing."""
    if not isinstance(error, SMTPRecipientsRefused):
        return False
    return all(code >= PERMANENT for code, _words in error.recipients.values())


def _retry(delivery: Delivery, at: datetime, error: str) -> DeliveryState:
    delivery.state, delivery.next_try, delivery.error, delivery.claim = DeliveryState.QUEUED, at, error, ""
    delivery.claimed_at = None
    delivery.save(update_fields=["state", "next_try", "error", "claim", "claimed_at", "tries"])
    return DeliveryState.QUEUED


def _finish(delivery: Delivery, state: DeliveryState, now: datetime) -> DeliveryState:
    """Keep the result. What follows from a letter that arrived, or finally did not, commits with it."""
    with transaction.atomic():
        ended = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.SENDING).update(
            state=state,
            sent_at=now if state == DeliveryState.SENT else None,
            claim="",
            error=delivery.error,
            tries=delivery.tries,
        )
        kind = notice_kinds[delivery.notice.kind]
        hear = {DeliveryState.FAILED: kind.failed, DeliveryState.SENT: kind.sent}.get(state)
        if ended and hear is not None:
            hear(delivery.notice.data, now)
    if state == DeliveryState.SENT:
        clear_alarm(name="mail_fails", now=now)
    return state


def send_again(*, deliveries: Sequence[int], now: datetime) -> int:
    """Dead letters go back into the queue. Returns how many did."""
    return Delivery.objects.filter(pk__in=deliveries, state=DeliveryState.FAILED).update(
        state=DeliveryState.QUEUED, next_try=now, tries=0, error=""
    )


def hold(*, now: datetime) -> None:
    """Before a restored copy is started: what its outbox holds may have left already, so nothing leaves until released."""
    Organisation.objects.filter(pk=1).update(outbox_held=True)


def release_hold(*, now: datetime) -> None:
    """After a restored backup the outbox waits for a person; this is their word."""
    Organisation.objects.filter(pk=1).update(outbox_held=False)

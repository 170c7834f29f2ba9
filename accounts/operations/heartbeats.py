"""The machine's own pulse: heartbeats of the sweep and the workers, alarms, and the watch that runs in the web process."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Alarm, Heartbeat, User

SILENT_AFTER = timedelta(minutes=3)
SWEEP, OUTBOX = "sweep", "outbox"


def beat(*, name: str, now: datetime, detail: Mapping[str, Any] | None = None) -> None:
    """Note that a duty ran."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now, "detail": dict(detail or {})})


def raise_alarm(*, name: str, now: datetime, detail: Mapping[str, Any] | None = None) -> bool:
    """Open an alarm. True for the one caller who opened it: the database decides between two."""
    if Alarm.objects.filter(name=name, cleared_at=None).exists():
        return False
    try:
        with transaction.atomic():
            Alarm.objects.create(name=name, raised_at=now, detail=dict(detail or {}))
    except IntegrityError:
        return False
    return True


def clear_alarm(*, name: str, now: datetime) -> None:
    Alarm.objects.filter(name=name, cleared_at=None).update(cleared_at=now)


def is_silent(*, now: datetime) -> datetime | None:
    """When the sweep was last heard of, if that is too long ago; None while it runs (or never started)."""
    last = Heartbeat.objects.filter(name=SWEEP).values_list("at", flat=True).first()
    return last if last is not None and now - last > SILENT_AFTER else None


def watch(*, now: datetime) -> bool:
    """Called by a timer of the web process: a silent sweep is told to administrators and the owner, directly and once.

    Mail goes straight out, not through the outbox: what is silent may be the worker that empties it.
    """
    silent = is_silent(now=now)
    if silent is None:
        clear_alarm(name="sweep_silent", now=now)
        return False
    if not raise_alarm(name="sweep_silent", now=now, detail={"since": silent.isoformat()}):
        return False
    people = User.objects.filter(is_active=True, email__isnull=False)
    told = people.filter(grants__role=Role.ADMINISTRATOR) | people.filter(is_owner=True)
    addresses = sorted({email for email in told.values_list("email", flat=True) if email})
    if addresses:
        send_mail(
            _("Escalation has stopped"),
            _(
                "Nobody has been told of late cases since %(since)s. The sweep does not run. "
                "Look at %(url)s/admin/health/ and start the worker and the scheduler again."
            )
            % {"since": f"{silent:%d %b %Y %H:%M} UTC", "url": settings.SITE_URL},
            None,
            addresses,
            fail_silently=True,
        )
    return True

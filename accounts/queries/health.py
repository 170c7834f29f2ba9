"""What the machine knows about its own health, read together. Not here: the words of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Count, F, Min

from accounts.enums import DeliveryState
from accounts.models import RUNNING, Alarm, Clock, Delivery, Event, Heartbeat, Organisation
from cxapp.lib import triggers

SHOWN = 50
OPEN_STATES = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.FAILED)


@dataclass(frozen=True, slots=True)
class Health:
    """`overdue_since`: the alarm of the oldest clock the sweep should have visited by now and has not."""

    swept_at: datetime | None
    delivered_at: datetime | None
    outbox: Mapping[str, int]
    oldest_queued: datetime | None
    held: bool
    overdue: int
    overdue_since: datetime | None
    dead: list[Delivery]
    alarms: list[Alarm]
    poisoned: list[Clock]
    guarded: bool
    version: str


def health(*, now: datetime) -> Health:
    beats = dict(Heartbeat.objects.values_list("name", "at"))
    waiting = Delivery.objects.filter(state__in=OPEN_STATES)
    outbox = dict(waiting.values_list("state").annotate(n=Count("pk")).order_by())
    oldest = waiting.filter(state=DeliveryState.QUEUED, next_try__lte=now).aggregate(at=Min("next_try"))["at"]
    overdue = Clock.objects.filter(RUNNING, next_at__lte=now).aggregate(n=Count("pk"), at=Min("next_at"))
    dead = Delivery.objects.filter(state=DeliveryState.FAILED).select_related("notice").order_by("-pk")
    return Health(
        swept_at=beats.get("sweep"),
        delivered_at=beats.get("outbox"),
        outbox={state.value: outbox.get(state.value, 0) for state in OPEN_STATES},
        oldest_queued=oldest,
        held=Organisation.objects.filter(pk=1, outbox_held=True).exists(),
        overdue=overdue["n"],
        overdue_since=overdue["at"],
        dead=list(dead[:SHOWN]),
        alarms=list(Alarm.objects.filter(cleared_at=None).order_by("raised_at")[:SHOWN]),
        poisoned=list(Clock.objects.filter(RUNNING, failures__gt=0).order_by(F("failures").desc())[:SHOWN]),
        guarded=triggers.present(connection, Event._meta.db_table),
        version=version(),
    )


def version(file: Path | None = None) -> str:
    """The newest version the change log names; empty where there is none."""
    log = file or settings.BASE_DIR / "CHANGELOG.md"
    if not log.exists():
        return ""
    headings = (line for line in log.read_text(encoding="utf-8").splitlines() if line.startswith("## "))
    names = (heading[3:].split(" ")[0].strip("[]v") for heading in headings)
    return next((name for name in names if name[:1].isdigit()), "")

"""Doors for the worker: take the moment once, make one call. Each is a management command too."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from celery import shared_task
from django.conf import settings

from accounts.models import IdempotencyKey
from accounts.operations.delivery import deliver
from accounts.operations.heartbeats import OUTBOX, beat
from accounts.operations.sweep import sweep
from cxapp.lib.clock import now as clock_now


@shared_task
def sweep_clocks(**_: Any) -> None:
    sweep(now=clock_now(), batch=settings.SWEEP_BATCH)


@shared_task
def deliver_notices(**_: Any) -> None:
    now = clock_now()
    deliver(limit=200, now=now)
    beat(name=OUTBOX, now=now)


@shared_task
def keep_house(**_: Any) -> None:
    """Repeat guards older than a week guard nothing any more."""
    IdempotencyKey.objects.filter(at__lt=clock_now() - timedelta(days=7)).delete()

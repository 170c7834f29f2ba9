"""Doors for the worker: take the moment once, make one call. Each is a management command too."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from cxapp.insights.operations.celebrations import look_at_changes as look
from cxapp.insights.operations.digests import send_digests as send
from cxapp.insights.operations.reconciling import reconcile_tonight
from cxapp.insights.operations.tallies import refresh
from cxapp.insights.operations.witness_letters import tell_witnesses as tell
from cxapp.lib.clock import now as clock_now


@shared_task
def look_at_changes(**_: Any) -> None:
    look(now=clock_now())


@shared_task
def send_digests(**_: Any) -> None:
    send(now=clock_now())


@shared_task
def tell_witnesses(**_: Any) -> None:
    tell(now=clock_now())


@shared_task
def count_figures(**_: Any) -> None:
    refresh(now=clock_now())


@shared_task
def reconcile_figures(**_: Any) -> None:
    reconcile_tonight(now=clock_now())

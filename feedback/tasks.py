"""Doors for the worker: take the moment once, make one call. Each is a management command too."""

from __future__ import annotations

import time
from typing import Any

from celery import shared_task

from cxapp.lib.clock import now as clock_now
from feedback.importers.runs import work_next
from feedback.operations import alerts
from feedback.operations.drawing import draw_readings as draw
from feedback.operations.judging import BATCH
from feedback.operations.judging import judge_texts as judge
from feedback.operations.reminders import send_due

SLICE = 20.0
"""Seconds one task works on a file; what is left is taken up by the next one."""


@shared_task
def work_imports(**_: Any) -> None:
    until = time.monotonic() + SLICE
    work_next(now=clock_now(), stop=lambda: time.monotonic() > until)


@shared_task
def watch_places(**_: Any) -> None:
    alerts.watch_places(now=clock_now())


@shared_task
def send_surveys(**_: Any) -> None:
    send_due(now=clock_now())


@shared_task
def draw_readings(**_: Any) -> None:
    draw(now=clock_now())


@shared_task
def judge_texts(**_: Any) -> None:
    judge(now=clock_now())


@shared_task
def judge_all_texts(**_: Any) -> None:
    """Older comments too: what an import brought, and everything after a change of the themes."""
    until = time.monotonic() + SLICE
    while judge(now=clock_now(), whole=True) == BATCH and time.monotonic() < until:
        pass

"""The demonstration's own duty for the worker: telling the console what happens."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from cxapp.demo.console import tell


@shared_task
def tell_console(**_: Any) -> None:
    tell()

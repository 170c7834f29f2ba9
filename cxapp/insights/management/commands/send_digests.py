"""`manage.py send_digests`: queues the digests that are due. The same door as the worker's task; safe to repeat."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cxapp.insights.operations.digests import send_digests
from cxapp.lib.clock import now as clock_now


class Command(BaseCommand):
    help = "Queue the daily, weekly and monthly digests that are due and were not queued before."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{send_digests(now=clock_now())} digests queued")

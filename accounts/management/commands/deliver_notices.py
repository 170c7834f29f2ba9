"""`manage.py deliver_notices`: sends what waits in the outbox. The same door as the worker's task."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from accounts.operations.delivery import deliver, hold
from accounts.operations.heartbeats import OUTBOX, beat
from cxapp.lib.clock import now as clock_now


class Command(BaseCommand):
    help = "Send queued notices that are due, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=200, help="at most this many (200)")
        parser.add_argument(
            "--hold", action="store_true", help="send nothing from now on, until released on “Is it running?”"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock_now()
        if options["hold"]:
            hold(now=now)
            self.stdout.write("The outbox is on hold. Release it on “Is it running?”.")
            return
        done = deliver(limit=options["limit"], now=now)
        beat(name=OUTBOX, now=now)
        self.stdout.write(f"{done.sent} sent, {done.waiting} to be tried again, {done.failed} given up")

"""`manage.py tell_witnesses`: queues what witnesses are told. The same door as the worker's task; safe to repeat."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cxapp.insights.operations.witness_letters import tell_witnesses
from cxapp.lib.clock import now as clock_now


class Command(BaseCommand):
    help = "Tell the witnesses what the owner keeps waiting: weekly, and daily while a case waits over three days."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{tell_witnesses(now=clock_now())} letters queued")

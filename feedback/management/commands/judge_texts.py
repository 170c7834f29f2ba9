"""`manage.py judge_texts`: themes and mood of every comment nobody judged yet. The same door as the worker's task."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cxapp.lib.clock import now as clock_now
from feedback.operations.judging import BATCH, judge_texts


class Command(BaseCommand):
    help = "Judge all comments that were not judged, or by other words than today's."

    def handle(self, *args: Any, **options: Any) -> None:
        judged = 0
        while done := judge_texts(now=clock_now(), whole=True):
            judged += done
            if done < BATCH:
                break
        self.stdout.write(f"{judged} comments judged")

"""What lies on the made-up leaders' desks: drawn by the product's own rule; how much of it each has read is part of the story.

And what the CX manager said about the themes that were suggested for it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from cxapp.demo.story.company import RELIABLE
from cxapp.demo.story.surveys import manager
from feedback.models import Reading, TextTheme
from feedback.operations.drawing import draw_readings
from feedback.operations.judging import BATCH, judge_texts
from feedback.operations.themes import BY_PEOPLE, correct_theme

USUAL = 0.8
"""How much of their desk somebody reads whose reliability the story does not tell."""
FRESH = timedelta(days=5)
"""Answers of the last days are still waiting, so that there is something to read."""
CORRECTED, RIGHT = 24, 0.8
"""How many suggestions Carl has looked at, and how many of them were right."""


def read_up_to(now: datetime) -> None:
    """Draw, read and judge what the story brought. Repeating it reads what has grown old since."""
    draw_readings(now=now)
    rows = Reading.objects.filter(read_at=None, response__at__lt=now - FRESH).select_related("person")
    read = []
    for row in rows.order_by("pk"):
        rng = Random(f"reading {row.person.sign_in_name} {row.response_id}")
        if rng.random() < RELIABLE.get(row.person.sign_in_name, USUAL):
            row.read_at = row.drawn_at
            read.append(row)
    Reading.objects.bulk_update(read, ["read_at"], batch_size=500)
    _judge(now)
    if not TextTheme.objects.filter(BY_PEOPLE).exists():
        _correct(now)
        _judge(now)


def _judge(now: datetime) -> None:
    while judge_texts(now=now, limit=BATCH * 4, whole=True) == BATCH * 4:
        pass


def _correct(now: datetime) -> None:
    """Carl confirms most of what the machine suggested last, and refuses the rest."""
    by = manager()
    rows = TextTheme.objects.filter(by=None, text__erased_at=None).select_related("text", "theme")
    for row in rows.order_by("-text_id", "theme_id")[:CORRECTED]:
        right = Random(f"theme {row.text_id} {row.theme_id}").random() < RIGHT
        correct_theme(text=row.text, theme=row.theme, holds=right, by=by, tone=row.tone, now=now)

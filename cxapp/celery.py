"""The Celery application: `celery -A cxapp worker` and `celery -A cxapp beat`.

Settings come from `cxapp.settings` (names beginning with CELERY_); tasks live in the `tasks` module of each app.
Not here: the schedule (settings) and the work itself (operations).
"""

from __future__ import annotations

import os
from pathlib import Path

from celery import Celery
from celery.signals import after_task_publish, beat_init, setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cxapp.settings")

BEAT_SIGN = "beat-alive"
"""File in the var folder that beat touches whenever it hands out work; the container's health check reads its age."""

app = Celery("cxapp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_the_projects_logging(**_: object) -> None:
    """Celery configures no logging where somebody listens here: Django's LOGGING stays in force."""


@beat_init.connect
def begin_signs_of_life(**_: object) -> None:
    """Beat has no port to ask, so it leaves its sign in a file."""
    after_task_publish.connect(_leave_sign)


def _leave_sign(**_: object) -> None:
    from django.conf import settings

    (Path(settings.VAR_DIR) / BEAT_SIGN).touch()

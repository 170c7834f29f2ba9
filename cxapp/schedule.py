"""What beat does by itself, and how often. Each duty is a task of its app and a management command too.

Not here: the work itself (operations), and who runs it (`cxapp.background`, `make worker`, `make beat`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

EVERY_HOUR = 3600

DUTIES: dict[str, tuple[str, int, int]] = {
    "sweep": ("accounts.tasks.sweep_clocks", 60, 55),
    "outbox": ("accounts.tasks.deliver_notices", 2, 10),
    "imports": ("feedback.tasks.work_imports", 5, 10),
    "surveys": ("feedback.tasks.send_surveys", 60, 55),
    "alerts": ("feedback.tasks.watch_places", 60, 55),
    "readings": ("feedback.tasks.draw_readings", 600, 300),
    "themes": ("feedback.tasks.judge_texts", 60, 55),
    "all_themes": ("feedback.tasks.judge_all_texts", EVERY_HOUR, 600),
    "digests": ("cxapp.insights.tasks.send_digests", 300, 240),
    "witnesses": ("cxapp.insights.tasks.tell_witnesses", 600, 300),
    "figures": ("cxapp.insights.tasks.count_figures", 60, 55),
    "reconciling": ("cxapp.insights.tasks.reconcile_figures", EVERY_HOUR, 600),
    "housekeeping": ("accounts.tasks.keep_house", EVERY_HOUR, 600),
    "celebrations": ("cxapp.insights.tasks.look_at_changes", EVERY_HOUR, 600),
}
"""Name: task, every so many seconds, dropped when it has waited this long in the queue."""

OF_THE_DEMO: dict[str, tuple[str, int, int]] = {"demo_console": ("cxapp.demo.tasks.tell_console", 5, 10)}


def schedule(*, demo: bool) -> dict[str, dict[str, Any]]:
    """As Celery wants it."""
    duties = DUTIES | OF_THE_DEMO if demo else DUTIES
    return {
        name: {"task": task, "schedule": timedelta(seconds=every), "options": {"expires": expires}}
        for name, (task, every, expires) in duties.items()
    }

"""Real processes beside a test: a Celery worker, a server, a command, all on the test's own database and broker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


def database_url() -> str:
    """The address of the database this test uses."""
    have = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{have['NAME']}"
    password = f":{quote(have['PASSWORD'])}" if have["PASSWORD"] else ""
    port = f":{have['PORT']}" if have["PORT"] else ""
    return f"postgres://{have['USER']}{password}@{have['HOST']}{port}/{have['NAME']}"


def environment(**more: str) -> dict[str, str]:
    """The environment of a process that shall see what the test sees."""
    return {
        **os.environ,
        "DATABASE_URL": database_url(),
        "REDIS_URL": settings.REDIS_URL and settings.CELERY_BROKER_URL,
        "CXAPP_VAR": str(settings.MEDIA_ROOT),
        "SECRET_KEY": settings.SECRET_KEY,
        "HISTORY_KEY": settings.HISTORY_KEY,
        **more,
    }


def command(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Runs `manage.py` with these words to its end."""
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=environment(**more),
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )


@contextmanager
def running(*words: str, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """`python -m …` beside the test, in a process group of its own that ends with the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", *words], cwd=ROOT, env=environment(**more), start_new_session=True
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=10)

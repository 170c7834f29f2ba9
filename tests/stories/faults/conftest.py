"""The world of the fault runs: a small company, many overdue cases, real processes. Not here: what is broken."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Clock, Escalation, Event, Notice
from feedback.operations.signals import receive
from tests.cast import Cast, make_cast
from tests.factories.signals import complaint

ROUNDS = int(os.environ.get("ROUNDS", "5"))
MANY = 1000


@pytest.fixture
def overdue(transactional_db: None) -> Cast:
    """A thousand cases whose promise passed days ago and which nobody has been told of."""
    cast = make_cast()
    make_overdue(cast, MANY)
    return cast


def make_overdue(cast: Cast, count: int) -> list[int]:
    """That many more overdue cases; their clocks' ids."""
    now = timezone.now()
    drafts = [complaint(cast, at=now - timedelta(days=20), name="", contact_points=()) for _ in range(count)]
    made = receive(signals=drafts, by=cast.front_line, now=now, clock_from=now - timedelta(days=20))
    due = Clock.objects.filter(subject_id__in=[entry.case.pk for entry in made], kind="action")
    due.update(next_at=now - timedelta(days=1))
    return list(due.values_list("pk", flat=True))


def wait_until(holds: Callable[[], bool], *, seconds: float, what: str) -> float:
    """Seconds it took; fails with `what` when the time is over."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < seconds, what
        time.sleep(0.2)
    return time.monotonic() - began


def told(level: int = 1) -> int:
    return Escalation.objects.filter(level=level, clock__kind="action").count()


def assert_each_step_exactly_once() -> None:
    """One rung a clock and level, and one event for each rung: what is counted twice is named."""
    rungs = Counter(Escalation.objects.values_list("clock_id", "level"))
    assert {key: n for key, n in rungs.items() if n > 1} == {}
    events = Event.objects.filter(code="escalated").count()
    assert events == Escalation.objects.count()
    keys = Counter(Notice.objects.values_list("recipient_kind", "recipient_id", "reason_key"))
    assert {key: n for key, n in keys.items() if n > 1} == {}


def free_port() -> int:
    with closing(socket.socket()) as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextmanager
def redis_server(port: int, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A Redis of our own that keeps nothing."""
    words = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    wait_until(lambda: is_open(port), seconds=10, what="Redis did not start")
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def is_open(port: int) -> bool:
    with closing(socket.socket()) as sock:
        return sock.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(autouse=True)
def on_postgresql_and_redis() -> None:
    """These runs are about many processes; one machine with SQLite has only one."""
    assert connection.vendor == "postgresql", "Set DATABASE_URL and REDIS_URL: the fault runs need both."

"""The threads of the web process: whatever ends one, it is started again; asked to stop, none goes on."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from celery import Celery

from cxapp import background
from cxapp.background import Background


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "WATCH_EVERY", 0.01)
    monkeypatch.setattr(background, "RESTART_AFTER", 0.01)


@pytest.fixture
def app() -> Celery:
    return Celery("threads", broker="memory://localhost//", set_as_current=False, fixups=[])


@pytest.fixture
def threads(app: Celery) -> Iterator[Background]:
    """Whatever a test finds, no thread of it outlives it."""
    threads = Background(app)
    yield threads
    threads.stop()
    for thread in _ours():
        thread.join(timeout=10)


def _ours() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("cxapp-")]


def _stopped(threads: Background) -> bool:
    threads.stop()
    for thread in _ours():
        thread.join(timeout=10)
    return _ours() == []


@pytest.mark.parametrize("end", [RuntimeError, SystemExit, KeyboardInterrupt, None])
def test_a_thread_that_ends_is_started_again(threads: Background, end: type[BaseException] | None) -> None:
    runs = threading.Semaphore(0)

    def work() -> None:
        runs.release()
        if end is not None:
            raise end

    threads._guard("worker", work)

    assert all(runs.acquire(timeout=5) for _ in range(3))
    assert _stopped(threads)


def test_a_watch_that_fails_is_tried_again(threads: Background) -> None:
    looks = threading.Semaphore(0)

    def watch() -> None:
        looks.release()
        raise ConnectionError

    threads.start(embedded=False, watch=watch)

    assert all(looks.acquire(timeout=5) for _ in range(3))
    assert _stopped(threads)


def test_without_a_broker_worker_and_beat_run_beside_the_watch(app: Celery, threads: Background) -> None:
    done = threading.Event()

    @app.task(name="tests.note", ignore_result=True)
    def note() -> None:
        done.set()

    app.conf.beat_scheduler = "celery.beat:Scheduler"
    app.conf.beat_schedule = {"note": {"task": "tests.note", "schedule": 0.2}}

    threads.start(embedded=True, watch=lambda: None)

    assert done.wait(timeout=20)
    assert {thread.name for thread in _ours()} == {"cxapp-worker", "cxapp-beat", "cxapp-watchdog"}
    assert _stopped(threads)

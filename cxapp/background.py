"""Threads that live in the web process: the embedded worker and beat, and the watchdog.

Each runs under a guard that starts it again when it ends for any reason. Nothing here decides what is due: the
database does, so a thread that dies in the middle of its work loses nothing.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from celery import Celery
from celery.beat import Service
from celery.worker import WorkController, state
from django.db import close_old_connections

log = logging.getLogger("cxapp.background")

WATCH_EVERY = 60.0
"""Seconds between two looks of the watchdog."""
RESTART_AFTER = 1.0
"""Seconds between the end of a guarded thread's work and its new start."""


class Background:
    """The threads of one web process, and the way to stop them."""

    def __init__(self, app: Celery) -> None:
        self._app = app
        self._stopping = threading.Event()
        self._worker: WorkController | None = None
        self._beat: Service | None = None

    def start(self, *, embedded: bool, watch: Callable[[], None]) -> None:
        """Starts the watchdog, and where there is no broker the worker and beat too."""
        self._guard("watchdog", lambda: self._watch(watch))
        if embedded:
            self._guard("worker", self._work)
            self._guard("beat", self._beat_time)

    def stop(self) -> None:
        """Asks every thread to end. They are daemons: one in the middle of a long task ends with the process."""
        self._stopping.set()
        if self._beat is not None:
            self._beat.stop()
        if self._worker is not None:
            state.should_stop = True  # type: ignore[assignment]  # declared None, read as a flag

    def _guard(self, name: str, work: Callable[[], None]) -> None:
        threading.Thread(
            target=self._keep_going, args=(name, work), name=f"cxapp-{name}", daemon=True
        ).start()

    def _keep_going(self, name: str, work: Callable[[], None]) -> None:
        while not self._stopping.is_set():
            try:
                work()
                if not self._stopping.is_set():
                    log.warning("The %s came to an end; starting it again.", name)
            except BaseException:
                # A task may raise SystemExit or KeyboardInterrupt; in a thread these must not end the worker for good.
                log.exception("The %s stopped; starting it again.", name)
            finally:
                close_old_connections()
            self._stopping.wait(RESTART_AFTER)

    def _work(self) -> None:
        # The current app is kept per thread; without this the worker would look for tasks in another one.
        self._app.set_current()
        state.should_stop = None
        state.should_terminate = None
        self._worker = WorkController(
            app=self._app,
            pool="solo",
            concurrency=1,
            loglevel="WARNING",
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
        )
        self._worker.start()

    def _beat_time(self) -> None:
        self._beat = Service(self._app, scheduler_cls=self._app.conf.beat_scheduler)
        self._beat.start()

    def _watch(self, watch: Callable[[], None]) -> None:
        while not self._stopping.wait(WATCH_EVERY):
            try:
                watch()
            except Exception:
                # A database that is away must not end the watch that reports it.
                log.exception("The watchdog could not look; it looks again in %s seconds.", WATCH_EVERY)
            finally:
                close_old_connections()

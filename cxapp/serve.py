"""`python -m cxapp.serve`: everything that runs, under one command and one Ctrl-C.

Without REDIS_URL that is the web process alone (worker and beat are threads of it). With REDIS_URL it also starts a
Celery worker and a beat as processes, and starts again whichever ends. In containers each has a supervisor already,
so there the three commands are used directly.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from types import FrameType

from cxapp import env

STOP_WITHIN = 8.0
"""Seconds before a process that was asked to stop is ended."""

WEB = ["-m", "gunicorn", "--config", "python:cxapp.gunicorn", "cxapp.wsgi"]
WORKER = ["-m", "celery", "--quiet", "-A", "cxapp", "worker", "--loglevel=WARNING", "--concurrency=2"]
BEAT = ["-m", "celery", "--quiet", "-A", "cxapp", "beat", "--loglevel=WARNING"]


class Supervisor:
    """Keeps several processes alive until it is asked to stop."""

    def __init__(self, commands: dict[str, list[str]]) -> None:
        self._commands = commands
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._stopping = False

    def run(self) -> int:
        """Blocks until SIGINT or SIGTERM, or until the web process gives up at its start."""
        signal.signal(signal.SIGINT, self._ask_to_stop)
        signal.signal(signal.SIGTERM, self._ask_to_stop)
        began = time.monotonic()
        while not self._stopping:
            for name, command in self._commands.items():
                process = self._running.get(name)
                if process is not None and process.poll() is None:
                    continue
                if process is not None:
                    if name == "web" and time.monotonic() - began < 5:
                        self._stop()
                        return process.returncode or 1
                    sys.stderr.write(f"The {name} process ended ({process.returncode}); starting it again.\n")
                # A group of its own: Ctrl-C reaches this process only, which then stops the others in order.
                self._running[name] = subprocess.Popen([sys.executable, *command], start_new_session=True)
            time.sleep(0.5)
        self._stop()
        return 0

    def _ask_to_stop(self, signum: int, frame: FrameType | None) -> None:
        self._stopping = True

    def _stop(self) -> None:
        for process in self._running.values():
            process.terminate()
        until = time.monotonic() + STOP_WITHIN
        for process in self._running.values():
            try:
                process.wait(timeout=max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def main() -> int:
    if not env.text("REDIS_URL", ""):
        os.execv(sys.executable, [sys.executable, *WEB])
    return Supervisor({"web": WEB, "worker": WORKER, "beat": BEAT}).run()


if __name__ == "__main__":
    sys.exit(main())

"""Configuration of the web server: `gunicorn --config python:cxapp.gunicorn cxapp.wsgi`.

Embedded (no REDIS_URL): exactly one process, because each would run a worker and a beat of its own.
"""

from __future__ import annotations

import sys

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from cxapp import env
from cxapp.background import Background
from cxapp.demo import welcome

EMBEDDED = not env.text("REDIS_URL", "")
PORT = env.number("PORT", 8000)
DEMO = env.flag("CXAPP_DEMO", False)

bind = f"{env.text('HOST', '127.0.0.1')}:{PORT}"
workers = 1 if EMBEDDED else env.number("WEB_PROCESSES", 2)
worker_class = "cxapp.shedding.Worker"
threads = env.number("WEB_THREADS", 8)
timeout = 60
# One machine is stopped by hand and should obey at once; many machines are replaced while people work.
graceful_timeout = 5 if EMBEDDED else 25
# The control socket would be made in the home folder, which a container's user may not have.
control_socket_disable = True
# Addresses of private pages carry their token: no access log is written here, the application logs what it may.
accesslog = None
errorlog = "-"
loglevel = "warning"

_running: dict[int, Background] = {}


def when_ready(server: Arbiter) -> None:
    """Says where to look once the port is open."""
    address = env.text("SITE_URL", f"http://localhost:{PORT}").rstrip("/")
    sys.stdout.write(
        welcome.words(address)
        if DEMO
        else f"\ncxapp is ready:  {address}/\n  API description: {address}/api/schema/\n  Stop with Ctrl-C.\n"
    )
    sys.stdout.flush()


def post_worker_init(worker: Worker) -> None:
    """Before the first customer is answered: loads every page's code, then starts the threads, which a fork would lose."""
    from django.urls import get_resolver

    from cxapp.celery import app

    # Django reads the addresses at the first request: that one, and all behind it, would wait for every import.
    _ = get_resolver().url_patterns
    _running[worker.pid] = background = Background(app)
    background.start(embedded=EMBEDDED, watch=_watch)


def worker_int(worker: Worker) -> None:
    """Ctrl-C."""
    _stop(worker)


def worker_exit(server: Arbiter, worker: Worker) -> None:
    """SIGTERM, or the end of this process for any other reason."""
    _stop(worker)


def _stop(worker: Worker) -> None:
    background = _running.pop(worker.pid, None)
    if background is not None:
        background.stop()


def _watch() -> None:
    from accounts.operations.heartbeats import watch
    from cxapp.lib import clock

    watch(now=clock.now())

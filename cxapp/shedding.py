"""When more people come than can be served: say so at once, so that those who wait are answered soon.

A request that stands behind too many others gets 503 with the moment to come back, before Django has done anything: nothing of
it is kept, and whoever was answered otherwise has been kept. Not here: limits on one address or link (`intake_guard`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

MOST_WAITING = 40
"""Requests that may wait in one process; about a second of work."""
COME_BACK = 5
"""Seconds until it is worth trying again."""
ALWAYS = ("/live", "/ready")

PAGE = (
    b"<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
    b"<title>One moment</title><h1>One moment</h1><p>Many people write to us right now, so this was not kept yet. "
    b"Go back, wait five seconds and send it again: what you typed is still there.</p></html>"
)

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Line:
    """How many requests of this process wait for a thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.waiting = 0

    def enter(self) -> None:
        with self._lock:
            self.waiting += 1

    def leave(self) -> None:
        with self._lock:
            self.waiting -= 1

    @property
    def is_too_long(self) -> bool:
        return self.waiting > MOST_WAITING


LINE = Line()


class Worker(ThreadWorker):  # type: ignore[misc]
    """The server's threaded worker, counting who waits."""

    def enqueue_req(self, conn: TConn) -> None:
        LINE.enter()
        super().enqueue_req(conn)

    def handle(self, conn: TConn) -> Any:
        LINE.leave()
        return super().handle(conn)


def shedding(application: Application, line: Line = LINE) -> Application:
    """The application, answering 503 by itself while the line behind is too long."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if line.is_too_long and not environ["PATH_INFO"].startswith(ALWAYS):
            headers = [
                ("Content-Type", "text/html; charset=utf-8"),
                ("Content-Length", str(len(PAGE))),
                ("Retry-After", str(COME_BACK)),
                ("Cache-Control", "no-store"),
                ("Connection", "close"),
            ]
            start_response("503 Service Unavailable", headers)
            return [PAGE]
        return application(environ, start_response)

    return answer

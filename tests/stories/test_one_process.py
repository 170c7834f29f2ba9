"""The embedded shape: one process serves pages and does the periodic work, and stops at once when asked."""

from __future__ import annotations

import http.client
import signal
import socket
import time

import pytest

from accounts.models import Heartbeat
from tests.processes import running

pytestmark = pytest.mark.django_db(transaction=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _status(port: int, path: str) -> int | None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


def _wait_until(true, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "It did not happen in time."
        time.sleep(0.1)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_one_process_serves_works_and_stops_within_three_seconds(how: signal.Signals) -> None:
    port = _free_port()
    with running("cxapp.serve", REDIS_URL="", PORT=str(port)) as process:
        _wait_until(lambda: _status(port, "/live/") == 200, 40)
        _wait_until(lambda: Heartbeat.objects.filter(name="outbox").exists(), 20)

        process.send_signal(how)
        code = process.wait(timeout=3)

    assert code == 0
    assert _status(port, "/live/") is None

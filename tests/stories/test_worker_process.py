"""A real worker process takes its work from Redis and does it on the same database."""

from __future__ import annotations

import time

import pytest

from accounts.models import Heartbeat
from accounts.tasks import deliver_notices, sweep_clocks

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("task", "name"), [(deliver_notices, "outbox"), (sweep_clocks, "sweep")])
def test_a_duty_handed_to_the_broker_is_done_by_the_worker(task, name: str, worker_process: None) -> None:
    task.delay()

    until = time.monotonic() + 30
    while not Heartbeat.objects.filter(name=name).exists() and time.monotonic() < until:
        time.sleep(0.1)
    assert Heartbeat.objects.filter(name=name).count() == 1

"""Kills and starves the machine while it works. Every promise must come out once: 0 lost, 0 told twice."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.models import Alarm, Clock, Escalation, Heartbeat
from accounts.operations.heartbeats import SWEEP
from accounts.operations.tokens import make_token
from cxapp.celery import app as celery_app
from feedback.models import Case, Signal
from tests.cast import Cast
from tests.processes import running
from tests.stories.faults.conftest import (
    MANY,
    ROUNDS,
    assert_each_step_exactly_once,
    free_port,
    is_open,
    make_overdue,
    redis_server,
    told,
    wait_until,
)

pytestmark = pytest.mark.faults

WORKER = ("celery", "--quiet", "-A", "cxapp", "worker", "--loglevel=ERROR", "--concurrency=1")
BEAT = ("celery", "--quiet", "-A", "cxapp", "beat", "--loglevel=ERROR")
SMALL_BATCHES = {"SWEEP_BATCH": "50"}
RECOVERY = 120.0


def ask_for_a_sweep() -> None:
    celery_app.send_task("accounts.tasks.sweep_clocks", ignore_result=True)


def more_than(count: int) -> Callable[[], bool]:
    return lambda: told() > count


def worker_is_up() -> bool:
    return bool(celery_app.control.ping(timeout=0.5))


def test_a_worker_killed_at_random_moments_loses_and_doubles_nothing(overdue: Cast) -> None:
    chance = Random(1)
    expected = MANY
    for turn in range(ROUNDS):
        # Counted before the worker starts: it may find a request of the one before it and begin at once.
        before = told()
        with running(*WORKER, **SMALL_BATCHES) as worker:
            wait_until(worker_is_up, seconds=60, what="the worker did not start")
            ask_for_a_sweep()
            wait_until(more_than(before), seconds=60, what="the sweep did not begin")
            time.sleep(chance.random() * 0.8)
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
        assert_each_step_exactly_once()
        with running(*WORKER):
            wait_until(worker_is_up, seconds=60, what="the worker did not start again")
            ask_for_a_sweep()
            took = wait_until(more_than(expected - 1), seconds=RECOVERY, what=f"lost after kill {turn}")
        assert took < RECOVERY
        assert_each_step_exactly_once()
        make_overdue(overdue, 200)
        expected += 200


def test_two_beats_and_three_sweepers_tell_everyone_once(overdue: Cast) -> None:
    sweepers = [running("tests.stories.faults.sweeper", **SMALL_BATCHES) for _ in range(3)]
    with (
        running(*BEAT),
        running(*BEAT),
        running(*WORKER, **SMALL_BATCHES),
        sweepers[0],
        sweepers[1],
        sweepers[2],
    ):
        wait_until(lambda: told() == MANY, seconds=RECOVERY, what="not everyone was told")
        time.sleep(5)

    assert told() == MANY
    assert_each_step_exactly_once()


def test_a_redis_killed_and_started_empty_is_survived_without_a_person(overdue: Cast, tmp_path: Path) -> None:
    port, web = free_port(), free_port()
    world = {"REDIS_URL": f"redis://127.0.0.1:{port}/0", "PORT": str(web)}
    with redis_server(port, tmp_path), running("cxapp.serve", **world):
        wait_until(lambda: told() == MANY, seconds=RECOVERY, what="the first sweep did not come")
        for _ in range(max(1, ROUNDS // 5)):
            expected = told() + 100
            _kill_redis(port)
            make_overdue(overdue, 100)
            with redis_server(port, tmp_path):
                wait_until(
                    more_than(expected - 1),
                    seconds=RECOVERY,
                    what="no sweep after Redis came back",
                )

    assert_each_step_exactly_once()


def _kill_redis(port: int) -> None:
    os.system(f"redis-cli -p {port} shutdown nosave >/dev/null 2>&1")  # noqa: S605 - our own words
    wait_until(lambda: not is_open(port), seconds=10, what="Redis did not stop")


@contextmanager
def black_hole() -> Iterator[int]:
    """A port that takes every connection and never answers."""
    with socket.socket() as hole:
        hole.bind(("127.0.0.1", 0))
        hole.listen(512)
        yield int(hole.getsockname()[1])


def post_complaint(port: int, secret: str, key: str) -> tuple[int, float]:
    body = b'{"words": "The bread was stale.", "phone": "+441134960777", "place": "leeds"}'
    headers = {
        "Authorization": f"Bearer {secret}",
        "Content-Type": "application/json",
        "Idempotency-Key": key,
    }
    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/v1/complaints/", body, headers)
    began = time.monotonic()
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        return int(answer.status), time.monotonic() - began


def test_a_broker_that_swallows_everything_does_not_stop_staff(overdue: Cast) -> None:
    _, secret = make_token(user=overdue.front_line, name="till", by=overdue.front_line, now=timezone.now())
    web = free_port()
    before = Signal.objects.count()
    with black_hole() as hole:
        world = {"REDIS_URL": f"redis://127.0.0.1:{hole}/0", "PORT": str(web)}
        with running("gunicorn", "--config", "python:cxapp.gunicorn", "cxapp.wsgi", **world):
            wait_until(lambda: is_open(web), seconds=60, what="the web process did not start")
            answers = [post_complaint(web, secret, f"k{n}") for n in range(30)]

    waits = sorted(seconds for _, seconds in answers[3:])
    assert (len(answers), Signal.objects.count() - before) == (30, 30)
    assert waits[int(len(waits) * 0.95) - 1] <= 1.0


def test_twenty_at_once_and_three_again_are_one_complaint(overdue: Cast) -> None:
    _, secret = make_token(user=overdue.front_line, name="till", by=overdue.front_line, now=timezone.now())
    web = free_port()
    before = Case.objects.count()
    answers: list[int] = []
    with running("gunicorn", "--config", "python:cxapp.gunicorn", "cxapp.wsgi", PORT=str(web)):
        wait_until(lambda: is_open(web), seconds=60, what="the web process did not start")
        senders = [
            threading.Thread(target=lambda: answers.append(post_complaint(web, secret, "one")[0]))
            for _ in range(20)
        ]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        again = [post_complaint(web, secret, "one")[0] for _ in range(3)]

    assert sorted(answers) == [200] * 19 + [201]
    assert (again, Case.objects.count() - before) == ([200] * 3, 1)


def test_one_poisoned_case_stops_nobody_else_and_is_seen(overdue: Cast) -> None:
    poisoned = Clock.objects.filter(kind="action").order_by("pk")[MANY // 2]
    Clock.objects.filter(pk=poisoned.pk).update(step_unit="fortnights")
    with running(*WORKER, **SMALL_BATCHES):
        wait_until(worker_is_up, seconds=60, what="the worker did not start")
        ask_for_a_sweep()
        wait_until(lambda: told() == MANY - 1, seconds=RECOVERY, what="others were held up")

    assert not Escalation.objects.filter(clock=poisoned).exists()
    assert Alarm.objects.filter(name=f"clock:{poisoned.pk}", cleared_at=None).count() == 1


def test_hours_without_a_scheduler_skip_nobody(overdue: Cast) -> None:
    with running(*WORKER):
        wait_until(worker_is_up, seconds=60, what="the worker did not start")
        ask_for_a_sweep()
        wait_until(lambda: told() == MANY, seconds=RECOVERY, what="the sweep did not come")
        ask_for_a_sweep()
        time.sleep(3)

    assert (told(1), told(2)) == (MANY, 0)
    assert Heartbeat.objects.filter(name=SWEEP).exists()
    assert settings.REDIS_URL

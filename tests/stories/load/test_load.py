"""Many customers at once, while leaders look at their pages: nothing acknowledged is lost, each unhappy one is in one case.

Times are printed, not asserted: they belong to the machine. `MINUTES` and `RATE` size the run (`make load`).
"""

from __future__ import annotations

import os
import socket
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.utils import timezone

from accounts.models import Notice
from cxapp.lib.tokens import fingerprint, link_token
from feedback.models import ContactPoint, Customer, Invitation, Response, Signal
from feedback.operations.customers import point_digest
from feedback.queries.asking import current_version
from tests.cast import Cast, make_cast
from tests.processes import running
from tests.stories.load.generator import Request, Result, send_all

pytestmark = [pytest.mark.load, pytest.mark.django_db(transaction=True), pytest.mark.timeout(3600)]

MINUTES = float(os.environ.get("MINUTES", "0.25"))
RATE = float(os.environ.get("RATE") or (40 if connection.vendor == "postgresql" else 15))
VIEWS = 10 if connection.vendor == "postgresql" else 0
UNHAPPY = 0.15
PAGES = ("/", "/cases/", "/leaders/", "/answers/", "/results/")
WORKER = ("celery", "--quiet", "-A", "cxapp", "worker", "--loglevel=ERROR", "--concurrency=1")
BEAT = ("celery", "--quiet", "-A", "cxapp", "beat", "--loglevel=ERROR")
SERVER = ("gunicorn", "--config", "python:cxapp.gunicorn", "cxapp.wsgi")
SHED = 503


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def house_running() -> Iterator[int]:
    """The server, and on Redis a worker and beat beside it; the port."""
    port = free_port()
    with ExitStack() as stack:
        stack.enter_context(running(*SERVER, PORT=str(port), CXAPP_DEBUG="", HOST="127.0.0.1"))
        if connection.vendor == "postgresql":
            stack.enter_context(running(*WORKER))
            stack.enter_context(running(*BEAT))
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/ready/", timeout=1).close()
                break
            except OSError:
                time.sleep(0.2)
        yield port


def invited(cast: Cast, count: int) -> list[str]:
    """That many customers with a private link each; the addresses of their pages."""
    now, version = timezone.now(), current_version()
    customers = Customer.objects.bulk_create(
        [Customer(name=f"Customer {n}", place=cast.leeds, created_at=now) for n in range(count)], 2000
    )
    ContactPoint.objects.bulk_create(
        [
            ContactPoint(
                customer=row, kind="email", value=f"c{row.pk}@example.org",
                digest=point_digest("email", f"c{row.pk}@example.org"),
            )
            for row in customers
        ],
        2000,
    )  # fmt: skip
    rows = [
        Invitation(
            version=version, customer=row, language="en", sent_at=now, expires_at=now + timedelta(days=30),
            place=cast.leeds, leader=cast.leader,
        )
        for row in customers
    ]  # fmt: skip
    tokens = [link_token("survey", row.uuid, 1) for row in rows]
    for row, token in zip(rows, tokens, strict=True):
        row.token_sha = fingerprint(token)
    Invitation.objects.bulk_create(rows, 2000)
    return [f"/s/{token}/" for token in tokens]


def answers(paths: Sequence[str], rate: float) -> list[Request]:
    """One answer a link, so many a second, 15 % of them unhappy."""
    chance, requests = Random(3), []
    for n, path in enumerate(paths):
        unhappy = chance.random() < UNHAPPY
        form = {"q-recommend": str(chance.randint(0, 6) if unhappy else chance.randint(7, 10))}
        form |= {"q-reason": f"Because of number {n}.", "wish": "call" if unhappy else ""}
        if unhappy:
            form |= {"reach": f"0113 {n:07d}", "when": ""}
        requests.append(Request(n / rate, "unhappy" if unhappy else "happy", path, form))
    return requests


def looks(cast: Cast, seconds: float) -> list[Request]:
    """Leaders who open their pages meanwhile."""
    cookies = []
    for person in (cast.owner, cast.director, cast.leader, cast.cx_manager):
        client = Client()
        client.force_login(person)
        cookies.append("; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items()))
    return [
        Request(n / VIEWS, "page", PAGES[n % len(PAGES)], cookie=cookies[n % len(cookies)])
        for n in range(int(seconds * VIEWS))
    ]


def first_looks(cast: Cast) -> list[Request]:
    """Every page for everybody, three a second: templates and statements are made ready at their first use, in each process."""
    return [replace(one, at=n / 3) for n, one in enumerate(looks(cast, 2))]


def told(results: Sequence[Result], title: str) -> None:
    """The table of a run, on the screen of whoever runs it."""
    for name in sorted({row.request.name for row in results}):
        of = [row for row in results if row.request.name == name]
        times = sorted(row.seconds for row in of)
        p50, p95, p99 = (times[min(len(times) - 1, int(len(times) * share))] for share in (0.5, 0.95, 0.99))
        statuses = dict(sorted(Counter(row.status for row in of).items()))
        print(  # noqa: T201 - the figures of this run
            f"{title:8} {name:8} n={len(of):6} p50 {p50:.3f} p95 {p95:.3f} p99 {p99:.3f} max {times[-1]:.3f} s {statuses}"
        )


def kept(results: Sequence[Result]) -> list[Result]:
    """What the server acknowledged: it leads on to the thanks."""
    return [row for row in results if row.request.form is not None and row.status == 302]


def assert_nothing_lost(results: Sequence[Result]) -> None:
    sent = kept(results)
    assert Response.objects.filter(state="complete").count() >= len(sent)
    unhappy = sum(row.request.name == "unhappy" for row in sent)
    signals = Signal.objects.filter(response__isnull=False, case__state="waiting")
    assert signals.count() >= unhappy
    twice = Signal.objects.values("response").annotate(n=Count("pk")).filter(n__gt=1)
    assert not twice.exists()
    open_cases = Signal.objects.values("case__customer").annotate(n=Count("case", distinct=True))
    assert not open_cases.filter(n__gt=1).exists()
    assert Signal.objects.filter(case__leader=None).count() == 0


def test_a_burst_of_invitations_loses_nothing(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    seconds = MINUTES * 60
    requests = answers(invited(cast, int(seconds * RATE)), RATE)
    with house_running() as port:
        send_all(first_looks(cast), port=port)
        results = send_all([*requests, *looks(cast, seconds)], port=port)
    with capsys.disabled():
        told(results, "steady")
    broken = Counter(row.status for row in results if row.status >= 500 or row.status == 0)
    assert not broken
    assert len(kept(results)) == len(requests) == Response.objects.filter(state="complete").count()
    assert_nothing_lost(results)
    stuck = Notice.objects.filter(deliveries__state="failed").count()
    assert stuck == 0


def test_a_spike_is_shed_with_a_word_and_is_over_soon(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    rate = 5 * RATE
    paths = invited(cast, int(5 * rate) + 40)
    spike, after = answers(paths[:-40], rate), answers(paths[-40:], 4)
    with house_running() as port:
        results = send_all(spike, port=port)
        time.sleep(5)
        calm = send_all(after, port=port)
    with capsys.disabled():
        told(results, "spike")
        told(calm, "after")
    assert {row.status for row in results} <= {302, SHED}
    shed = [row for row in results if row.status == SHED]
    assert all(row.retry_after for row in shed)
    assert {row.status for row in calm} == {302}
    assert Response.objects.filter(state="complete").count() == len(kept([*results, *calm]))
    assert_nothing_lost([*results, *calm])


def test_the_same_answer_sent_again_changes_nothing(cast: Cast) -> None:
    """A client that lost the answer sends again: three times, and twenty at the same instant."""
    once, many = answers(invited(cast, 2), 1)
    again = [Request(n / 10, one.name, one.path, one.form) for n, one in enumerate([once] * 3)]
    together = [Request(0.0, many.name, many.path, many.form)] * 20
    with house_running() as port:
        results = [*send_all(again, port=port), *send_all(together, port=port)]
    assert {row.status for row in results} <= {302, 409}
    assert Response.objects.count() == 2
    assert_nothing_lost([])

"""Processor time of one piece of work: this process and its PostgreSQL backend together. Not here: what the work is.

Works are done in turn, round after round, so that whatever else the machine does meets all of them alike. What is quoted is
the median of the rounds, and the ratio to a floor measured in the same rounds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median

import psutil  # type: ignore[import-untyped]  # its stubs are not among the developers' packages
from django.db import connection

ROUNDS = 9


def backend() -> psutil.Process:
    """The server process that works for our connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return psutil.Process(cursor.fetchone()[0])


def cpu(server: psutil.Process) -> float:
    """Milliseconds of both so far."""
    return 1000 * time.process_time() + _ran(server)


def _ran(server: psutil.Process) -> float:
    """Linux counts what a process ran in nanoseconds; elsewhere clock ticks must do, ten milliseconds each."""
    try:
        return int(Path(f"/proc/{server.pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e6
    except OSError:
        theirs = server.cpu_times()
        return float(1000 * (theirs.user + theirs.system))


def measure(works: Mapping[str, Callable[[], None]], *, times: int, rounds: int = ROUNDS) -> dict[str, float]:
    """CPU milliseconds of one call of each work, the median over the rounds. One round warms up and does not count."""
    server = backend()
    found: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds + 1):
        for name, work in works.items():
            before = cpu(server)
            for _ in range(times):
                work()
            if number:
                found[name].append((cpu(server) - before) / times)
    return {name: median(values) for name, values in found.items()}


def memory() -> float:
    """Megabytes this process holds now."""
    return float(psutil.Process().memory_info().rss) / 2**20

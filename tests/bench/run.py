"""Requests: measures every work of `works` beside the floors, counts queries, and looks at plans. Prints one JSON object.

`python -m tests.bench.run`, a process of its own so that nothing of the test runner is measured.
"""

from __future__ import annotations

import json
import re
import sys
from typing import Any

import django
from django.conf import settings

TIMES, ROUNDS = 8, 7
SMALL = 100
WATCHED = re.compile(r"Seq Scan on (feedback_case|accounts_clock)\b")


def main() -> dict[str, Any]:
    settings.ROOT_URLCONF = "tests.bench.urls"
    settings.ALLOWED_HOSTS = ["testserver"]
    django.setup()
    from django.db import connection

    from cxapp.insights.operations.tallies import refresh
    from cxapp.lib.clock import now as clock_now
    from tests.bench import works
    from tests.bench.base import drop_copy, fresh_copy
    from tests.bench.meter import measure, memory

    fresh_copy("cxapp_bench_small", cases=SMALL, answered=True)
    refresh(now=clock_now())
    few = _queries(works.pages() | works.counted())
    fresh_copy("cxapp_bench_pages", answered=True)
    refresh(now=clock_now())
    pages = works.pages()
    many, scans = _queries(pages | works.counted()), _scans(pages)
    calls = TIMES * (ROUNDS + 1) + 1
    all_works = {
        **works.floors(),
        **works.intake(),
        **works.surveys(calls),
        **pages,
        **works.counted(),
    }
    asked = {name: _count(work) for name, work in all_works.items()}
    found = measure(all_works, times=TIMES, rounds=ROUNDS)
    result = {
        "cpu_ms": found,
        "few": few,
        "many": many,
        "scans": scans,
        "asked": asked,
        "memory": memory(),
    }
    connection.close()
    for name in ("cxapp_bench_small", "cxapp_bench_pages"):
        drop_copy(name)
    return result


def _count(work: Any) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        work()
    return len(asked)


def _queries(pages: dict[str, Any]) -> dict[str, int]:
    """Questions a page asks, the second time it is asked for."""
    for work in pages.values():
        work()
    return {name: _count(work) for name, work in pages.items()}


def _scans(pages: dict[str, Any]) -> list[str]:
    """Pages of a leader that read a whole table of cases or clocks."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    found = []
    for name in ("today", "cases", "cases_mine"):
        with CaptureQueriesContext(connection) as asked:
            pages[name]()
        for query in asked.captured_queries:
            if query["sql"].startswith("SELECT") and "clock_timestamp" not in query["sql"]:
                with connection.cursor() as cursor:
                    cursor.execute("EXPLAIN " + query["sql"])
                    plan = "\n".join(row[0] for row in cursor.fetchall())
                if WATCHED.search(plan):
                    found.append(f"{name}: {query['sql'][:120]}")
    return found


if __name__ == "__main__":
    json.dump(main(), sys.stdout)

"""What is measured without requests: the sweep and the import, each in a process of its own, so that memory is its own too.

`python -m tests.bench.background sweep|import` prints one JSON object. Not here: judging the figures.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django

DUE, OPEN_AT_ONCE, IMPORTED = 20_000, 100_000, 20_000

# One statement a table: what escalating costs where nothing is decided, chained or told.
FLOOR_RUNGS = """
WITH due AS (SELECT k.id, k.subject_id, k.due_at, coalesce(u.reports_to_id, u.id) AS above
             FROM accounts_clock k JOIN accounts_user u ON u.id = k.holder_id
             WHERE k.armed_at IS NOT NULL AND k.met_at IS NULL AND k.ended_at IS NULL AND k.next_at <= %(now)s),
rungs AS (INSERT INTO accounts_escalation (clock_id, level, "to_id", reason, skipped, breached_at, detected_at, told_at, due_at)
          SELECT id, 1, above, 'late', '[]', due_at, %(now)s, %(now)s, %(now)s + interval '1 day' FROM due
          RETURNING clock_id, to_id)
INSERT INTO accounts_event (subject_kind, subject_id, seq, at, actor_key, actor_name, code, data, format, key_id, mac)
SELECT 'case', due.subject_id, 1000, %(now)s, 'system', '', 'escalated', jsonb_build_object('to', rungs.to_id), 1, '1', ''
FROM rungs JOIN due ON due.id = rungs.clock_id
"""
FLOOR_CLOCKS = """
UPDATE accounts_clock SET level = 1, next_at = %(now)s + interval '1 day'
WHERE armed_at IS NOT NULL AND met_at IS NULL AND ended_at IS NULL AND next_at <= %(now)s
"""


@contextmanager
def measured(found: dict[str, Any], name: str) -> Iterator[None]:
    """CPU of this process and its backend, seconds by the clock, queries and the most memory, under `name`."""
    from django.db import connection

    from tests.bench.meter import backend, cpu, memory

    server, most, done = backend(), [memory()], threading.Event()

    def watch() -> None:
        while not done.wait(0.05):
            most[0] = max(most[0], memory())

    queries = [0]

    def count(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        queries[0] += 1
        return execute(sql, params, many, context)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    before, began = cpu(server), time.perf_counter()
    with connection.execute_wrapper(count):
        yield
    found[name] = {
        "cpu_ms": cpu(server) - before,
        "seconds": time.perf_counter() - began,
        "queries": queries[0],
        "memory": most[0],
    }
    done.set()
    watcher.join()


def sweeps() -> dict[str, Any]:
    """100,000 clocks that wait with nothing due, then 20,000 of them due: by the sweep, and by the floor's SQL."""
    from django.db import connection, transaction

    from accounts.operations import sweep as engine
    from tests.bench.base import drop_copy, fresh_copy

    found: dict[str, Any] = {}
    fresh_copy("cxapp_bench_sweep")
    now = datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_miss")
        cursor.execute("DELETE FROM accounts_escalation")
        cursor.execute(
            "UPDATE accounts_clock SET met_at = NULL, level = 0, due_at = %s, next_at = %s WHERE kind = 'contact'",
            [now + timedelta(days=5), now + timedelta(days=5)],
        )
        cursor.execute("VACUUM ANALYZE accounts_clock")
    engine.sweep(now=now)
    with measured(found, "idle"):
        engine.sweep(now=now)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_clock SET due_at = %s, next_at = %s WHERE kind = 'contact' AND subject_id <= %s",
            [now - timedelta(minutes=1), now - timedelta(minutes=1), DUE],
        )
        cursor.execute("VACUUM ANALYZE accounts_clock")
    with transaction.atomic():
        with measured(found, "floor"), connection.cursor() as cursor:
            cursor.execute(FLOOR_RUNGS, {"now": now})
            cursor.execute(FLOOR_CLOCKS, {"now": now})
        transaction.set_rollback(True)
    longest = [0.0]
    batch = engine._visit

    def timed(*args: Any) -> Any:
        began = time.perf_counter()
        try:
            return batch(*args)
        finally:
            longest[0] = max(longest[0], time.perf_counter() - began)

    engine.__dict__["_visit"] = timed
    with measured(found, "sweep"):
        done = engine.sweep(now=now)
    assert (done.told, done.failed) == (DUE, 0), done
    found["sweep"]["longest_transaction"] = longest[0]
    drop_copy("cxapp_bench_sweep")
    return found


def imports() -> dict[str, Any]:
    """A generated file of 20,000 complaints by 15,000 customers, taken live."""
    from django.conf import settings
    from django.core.files.base import File

    from accounts.operations.import_runs import keep_upload
    from cxapp.lib.clock import now as clock_now
    from feedback.importers import complaint_file
    from feedback.importers.runs import choose, suggested, table_of
    from tests.bench.base import drop_copy, fresh_copy

    found: dict[str, Any] = {}
    fresh_copy("cxapp_bench_import")
    with TemporaryDirectory() as folder:
        settings.MEDIA_ROOT = folder
        file = Path(folder) / "made.csv"
        with file.open("w", encoding="utf-8") as out:
            out.write("Complaint ID,Date received,Description,Customer name,Phone,Branch\n")
            for n in range(IMPORTED):
                who = n % 15_000
                out.write(
                    f"{n},2026-02-{1 + n % 28:02d},The parcel {n} never came and nobody called,"
                    f"Maker {who},0115 4{who:06d},Place {n % 100}\n"
                )
        with file.open("rb") as handle:
            run = keep_upload(
                kind=complaint_file.KIND, upload=File(handle), name="made.csv", by=None, now=clock_now()
            )
        choose(run=run, mapping=suggested(run, table_of(run)), source="bench", zone="UTC", order="")
        complaint_file.check(run=run)
        complaint_file.start(run=run, mode="live", now=clock_now())
        with measured(found, "import"):
            assert complaint_file.work(run=run, now=clock_now())
        run.refresh_from_db()
        assert (run.added, run.failed) == (IMPORTED, 0), (run.added, run.failed, run.skipped)
        found["import"]["rows_a_second"] = IMPORTED / found["import"]["seconds"]
        found["import"]["rows_a_cpu_second"] = 1000 * IMPORTED / found["import"]["cpu_ms"]
    drop_copy("cxapp_bench_import")
    return found


if __name__ == "__main__":
    django.setup()
    json.dump({"sweep": sweeps, "import": imports}[sys.argv[1]](), sys.stdout)

"""Running a file: batch by batch, by one worker at a time, from where it stands, with flat memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django import Settings

from accounts.enums import ImportState
from accounts.models import ImportRun
from accounts.operations.notices import notify
from feedback.importers import batches, complaint_file
from feedback.importers.batches import CannotImport
from feedback.importers.runs import (
    begin,
    choose,
    failed_rows,
    go_on,
    stop,
    suggested,
    table_of,
    work_next,
)
from feedback.models import Case, Signal
from feedback.operations import signals
from feedback.tasks import work_imports
from tests.cast import NOW, Cast
from tests.feedback.complaint_files import checked, counts, line, reasons, rows, started, upload


@pytest.fixture(autouse=True)
def batches_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH", 2)


def _work(*, slices: int = 100) -> ImportRun | None:
    left = iter(range(slices - 1))
    return work_next(now=NOW, stop=lambda: next(left, None) is None)


def test_a_slice_ends_after_its_batch_and_the_next_goes_on_there(cast: Cast) -> None:
    run = started(rows(*(line(number) for number in range(1, 6))))

    standing = []
    while _work(slices=1):
        run.refresh_from_db()
        standing.append((run.rows_done, run.state))

    assert standing == [(2, "running"), (4, "running"), (5, "running"), (5, "done")]
    assert (counts(run), Signal.objects.count()) == ((5, 5, 0, 0), 5)


def test_nothing_to_do_is_nothing_done(cast: Cast) -> None:
    checked(rows(line(1)))

    assert _work() is None


def test_a_batch_that_breaks_leaves_no_trace_and_stops_the_run_with_a_sentence(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = started(rows(*(line(number) for number in range(1, 6))), mode="live")
    calls = iter([False, True])

    def breaks_at_the_second(**facts: object) -> object:
        if next(calls, False):
            raise RuntimeError("the machine went down")
        return notify(**facts)  # type: ignore[arg-type]

    monkeypatch.setattr(signals, "notify", breaks_at_the_second)
    _work()

    run.refresh_from_db()
    assert (run.state, run.rows_done, run.note) == (
        ImportState.STOPPED,
        2,
        "Something unexpected happened after row 2.",
    )
    assert (Signal.objects.count(), Case.objects.count()) == (2, 2)

    go_on(run=run)
    _work()

    run.refresh_from_db()
    assert (run.state, counts(run), Signal.objects.count()) == (ImportState.DONE, (5, 5, 0, 0), 5)


def test_a_run_whose_worker_died_is_taken_up_by_itself_after_a_while(cast: Cast) -> None:
    run = started(rows(line(1)))
    claimed = int((NOW + timedelta(minutes=1)).timestamp())
    ImportRun.objects.filter(pk=run.pk).update(options={**run.options, "claimed_until": claimed})

    assert _work() is None
    assert work_next(now=NOW + timedelta(minutes=2), stop=lambda: False) == run


def test_while_one_worker_holds_a_run_another_finds_nothing(cast: Cast) -> None:
    run = started(rows(*(line(number) for number in range(1, 6))))
    others = []

    def look() -> bool:
        others.append(work_next(now=NOW, stop=lambda: False))
        return False

    work_next(now=NOW, stop=look)

    run.refresh_from_db()
    assert (others, run.state, counts(run)) == ([None] * 3, ImportState.DONE, (5, 5, 0, 0))


def test_of_two_workers_on_one_batch_only_one_takes_it(cast: Cast) -> None:
    run = started(rows(*(line(number) for number in range(1, 6))))
    stale = ImportRun.objects.get(pk=run.pk)
    complaint_file.work(run=run, now=NOW, stop=lambda: True)

    done = complaint_file.work(run=stale, now=NOW)

    assert (done, Signal.objects.count(), ImportRun.objects.get(pk=run.pk).rows_done) == (False, 2, 2)


def test_a_stopped_run_takes_nothing_more_until_it_is_resumed(cast: Cast) -> None:
    run = started(rows(*(line(number) for number in range(1, 6))))
    complaint_file.work(run=run, now=NOW, stop=lambda: True)
    stop(run=run)

    assert (_work(), complaint_file.work(run=run, now=NOW), Signal.objects.count()) == (None, False, 2)

    go_on(run=run)
    _work()
    assert Signal.objects.count() == 5


def test_equal_rows_stay_apart_across_a_stop(cast: Cast) -> None:
    same = line(1, id="", phone="")
    run = started(rows(same, same, same))
    complaint_file.work(run=run, now=NOW, stop=lambda: True)

    _work()

    assert Signal.objects.count() == 3


def test_a_run_is_started_once(cast: Cast) -> None:
    run = started(rows(line(1)))

    with pytest.raises(CannotImport):
        begin(run=run, mode="live", clock_from=None, now=NOW)


def test_a_file_that_was_not_checked_cannot_be_started(cast: Cast) -> None:
    with pytest.raises(CannotImport):
        begin(run=upload(rows(line(1))), mode="history", clock_from=None, now=NOW)


def test_a_large_file_is_checked_by_the_worker(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feedback.importers.runs.CHECKED_AT_ONCE", 1)
    run = checked(rows(line(1), line(2, received=""), line(3)))
    before = run.state, run.mode

    _work()

    run.refresh_from_db()
    assert (before, run.state, run.options["good"], run.options["bad"]) == (("running", ""), "checked", 2, 1)
    assert Signal.objects.count() == 0


def test_columns_are_matched_as_the_last_time_for_a_file_of_this_shape(cast: Cast) -> None:
    header = "When,Blah,Other"
    first = upload(rows("2026-02-03,It broke,x", header=header))
    choose(run=first, mapping={"received_at": "When", "words": "Blah"}, source="desk", zone="UTC", order="")

    second = upload(rows("2026-02-04,It broke again,y", header=header))

    assert suggested(second, table_of(second)) == {"received_at": "When", "words": "Blah"}


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("Blah,Description", "Choose the columns for: Received."),
        ("Date received,Blah", "Choose the column that says what went wrong."),
    ],
)
def test_without_its_columns_a_file_is_not_checked(cast: Cast, header: str, sentence: str) -> None:
    with pytest.raises(CannotImport) as refused:
        checked(rows("2026-02-03,x", header=header))

    assert refused.value.sentence == sentence


def test_failed_rows_come_back_with_their_cells_before_and_after_the_import(cast: Cast) -> None:
    content = rows(line(1), line(2, received="soon"))
    run = checked(content)
    before = failed_rows(run)
    begin(run=run, mode="history", clock_from=None, now=NOW)
    _work()

    after = failed_rows(run)

    assert before == after
    assert [(number, cells["Customer name"]) for number, _reason, cells in after] == [(3, "Customer 2")]
    assert reasons(run) == {3: "“soon” is no date. Write it like 2026-01-31 or 2026-01-31 14:05."}


@pytest.mark.parametrize("door", [work_imports, lambda: call_command("work_imports", stdout=StringIO())])
def test_task_and_command_are_the_same_door(cast: Cast, door: Callable[[], None]) -> None:
    run = started(rows(line(1), line(2), line(3)))

    door()

    run.refresh_from_db()
    assert (run.state, counts(run)) == (ImportState.DONE, (3, 3, 0, 0))


def test_beat_hands_out_the_work(settings: Settings) -> None:
    assert settings.CELERY_BEAT_SCHEDULE["imports"]["task"] == work_imports.name


def _peak_of(number_of_rows: int) -> int:
    """Bytes held at most while a file of so many rows is checked."""
    run = upload(rows(*(line(number, words="x" * 400) for number in range(number_of_rows))))
    run.mapping = {"external_id": "Complaint ID", "received_at": "Date received", "words": "Description"}
    tracemalloc.start()
    found = complaint_file.check(run=run)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.good == number_of_rows
    return peak


def test_memory_stays_flat_however_long_the_file(cast: Cast) -> None:
    _peak_of(100)

    small, large = _peak_of(1000), _peak_of(6000)

    assert large < 1.2 * small + 2_000_000

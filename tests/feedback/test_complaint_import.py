"""What a file of complaints becomes: each row once, with its own words, or a sentence that says why not."""

from __future__ import annotations

import gzip
import io
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from openpyxl import Workbook

from accounts.models import Clock, Delivery, Notice
from feedback.enums import CaseMode, CaseState, End
from feedback.importers.runs import is_ready
from feedback.models import Case, Customer, Signal
from tests.cast import NOW, Cast
from tests.feedback.complaint_files import HEADER, checked, counts, imported, line, reasons, rows


def test_a_row_from_before_becomes_a_closed_case_with_its_own_words(cast: Cast) -> None:
    imported(rows(line(1, closed="2026-02-05")))

    case = Case.objects.select_related("words", "customer").get()
    assert (case.state, case.end, case.mode) == (CaseState.CLOSED, End.AS_IMPORTED, CaseMode.HISTORY)
    assert (case.leader, case.place, case.customer and case.customer.name) == (
        cast.leader,
        cast.leeds,
        "Customer 1",
    )
    assert case.words is not None
    assert case.words.body == "Parcel 1 never came"
    assert (case.received_at, case.closed_at) == (
        datetime(2026, 2, 3, 12, tzinfo=UTC),
        datetime(2026, 2, 5, 12, tzinfo=UTC),
    )


def test_history_tells_nobody_and_starts_no_clock(cast: Cast) -> None:
    imported(rows(*(line(number) for number in range(1, 6))))

    assert (
        Case.objects.count(),
        Notice.objects.count(),
        Delivery.objects.count(),
        Clock.objects.count(),
    ) == (5, 0, 0, 0)


def test_live_complaints_get_a_leader_whose_clock_starts_at_the_chosen_moment(cast: Cast) -> None:
    monday = datetime(2026, 3, 9, 9, tzinfo=UTC)

    imported(rows(line(1)), mode="live", clock_from=monday)

    clock = Clock.objects.get(kind="contact")
    assert (clock.holder, clock.started_at, clock.due_at) == (
        cast.leader,
        monday,
        datetime(2026, 3, 9, 17, tzinfo=UTC),
    )
    assert Case.objects.get().received_at == datetime(2026, 2, 3, 12, tzinfo=UTC)


def test_without_a_chosen_moment_the_clock_starts_with_the_import(cast: Cast) -> None:
    imported(rows(line(1)), mode="live")

    assert Clock.objects.get(kind="contact").started_at == NOW


def test_a_live_import_of_many_tells_their_leader_once(cast: Cast) -> None:
    imported(rows(*(line(number) for number in range(1, 6))), mode="live")

    told = Notice.objects.filter(recipient_kind="person").values_list("kind", "recipient_id")
    assert list(told) == [("cases_opened", cast.leader.pk)]


@pytest.mark.parametrize("mode", ["history", "live"])
def test_the_same_file_again_adds_nothing(cast: Cast, mode: str) -> None:
    file = rows(*(line(number) for number in range(1, 4)))
    imported(file, mode=mode)

    again = imported(file, mode=mode)

    assert (counts(again), Signal.objects.count()) == ((3, 0, 3, 0), 3)


def test_equal_rows_without_a_number_stay_apart_and_are_known_again(cast: Cast) -> None:
    same = line(1, id="", phone="")
    first = imported(rows(same, same, same))

    again = imported(rows(same, same, same, same))

    assert (counts(first), counts(again), Case.objects.count()) == ((3, 3, 0, 0), (4, 1, 3, 0), 4)


def test_equal_rows_with_a_number_are_one_complaint(cast: Cast) -> None:
    run = imported(rows(line(1), line(1)))

    assert (counts(run), Case.objects.count()) == ((2, 1, 1, 0), 1)


def test_the_same_number_from_another_source_is_another_complaint(cast: Cast) -> None:
    imported(rows(line(1)), source="old desk")
    imported(rows(line(1)), source="bank")

    assert Signal.objects.count() == 2


def test_a_file_cut_off_in_mid_row_says_so_and_takes_the_rest(cast: Cast) -> None:
    run = imported(rows(line(1)) + b"2,2026-02-03,Half a sen")

    assert counts(run) == (2, 1, 0, 1)
    assert reasons(run) == {
        3: "The file is cut off in this row. Make the file again; this row and any after it are missing."
    }


def test_a_file_from_western_windows_keeps_its_accents(cast: Cast) -> None:
    imported(rows(line(1, words="Café fermé à midi")).decode().encode("cp1252"))

    text = Signal.objects.select_related("text").get().text
    assert text is not None
    assert text.body == "Café fermé à midi"


def test_a_packed_file_is_read_like_any_other(cast: Cast) -> None:
    run = imported(gzip.compress(rows(line(1), line(2))), name="complaints.csv.gz")

    assert counts(run) == (2, 2, 0, 0)


def test_a_workbook_with_true_dates_and_numbers_is_read(cast: Cast) -> None:
    book, packed = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER.split(","))
    written = datetime(2026, 2, 3, 8, 30, tzinfo=UTC).replace(tzinfo=None)  # workbooks know no zones
    sheet.append([4711, written, "The bill was wrong", "Customer X", None, "York", None, 1200.5])
    book.save(packed)

    imported(packed.getvalue(), name="complaints.xlsx")

    signal = Signal.objects.select_related("case", "customer").get()
    assert (signal.external_id, signal.received_at) == ("4711", datetime(2026, 2, 3, 8, 30, tzinfo=UTC))
    assert signal.case.leader == cast.peer
    assert signal.customer is not None
    assert signal.customer.yearly_value == Decimal("1200.50")


def test_words_that_mean_nothing_is_there_are_not_taken_for_words(cast: Cast) -> None:
    imported(rows(line(1, name="N/A", phone="None", branch="?")))

    signal = Signal.objects.select_related("case").get()
    assert (signal.customer, signal.place, signal.case.leader) == (None, None, cast.owner)


def test_a_cell_of_several_lines_stays_whole(cast: Cast) -> None:
    imported(rows(line(1, words='"First line\nsecond, with a comma\n\nand a ""quote"""')))

    text = Signal.objects.select_related("text").get().text
    assert text is not None
    assert text.body == 'First line\nsecond, with a comma\n\nand a "quote"'


def test_dates_that_contradict_each_other_wait_for_a_choice(cast: Cast) -> None:
    file = rows(line(1, received="31/01/2026"), line(2, received="01/31/2026"))

    run = checked(file)

    assert (is_ready(run), run.options["found"]) == (False, "conflict")
    assert is_ready(checked(file, order="day_first"))


def test_rows_that_cannot_be_right_under_the_chosen_order_are_named(cast: Cast) -> None:
    run = imported(rows(line(1, received="31/01/2026"), line(2, received="01/31/2026")), order="day_first")

    assert (counts(run), list(reasons(run))) == ((2, 1, 0, 1), [3])


def test_dates_that_could_be_either_wait_for_a_choice(cast: Cast) -> None:
    assert not is_ready(checked(rows(line(1, received="03/04/2025"))))


def test_times_are_read_in_the_zone_of_the_file(cast: Cast) -> None:
    imported(rows(line(1, received="2026-02-03 09:00")), zone="America/New_York")

    assert Case.objects.get().received_at == datetime(2026, 2, 3, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"received": ""}, "The row has no date. Fill in when it was received."),
        ({"received": "soon"}, "“soon” is no date. Write it like 2026-01-31 or 2026-01-31 14:05."),
        ({"received": "2027-01-01"}, "“2027-01-01” lies in the future. Correct the date."),
        ({"words": ""}, "The row says nothing about what went wrong. Fill in the words or the issue."),
        (
            {"closed": "2026-02-02"},
            "The complaint was closed before it was received. Correct one of the two dates.",
        ),
        ({"value": "much"}, "“much” is no amount of money. Write it like 1200 or 1200.50."),
        ({"value": "-5"}, "“-5” is no amount of money. Write it like 1200 or 1200.50."),
        ({"id": "9" * 121}, "The number of the complaint is longer than 120 characters. Shorten it."),
    ],
)
def test_a_row_that_cannot_be_right_is_named_and_the_others_are_taken(
    cast: Cast, cells: dict[str, str], reason: str
) -> None:
    run = imported(rows(line(1), line(2, **cells), line(3)))

    assert (counts(run), reasons(run)) == ((3, 2, 0, 1), {3: reason})


def test_closed_on_the_day_it_was_received_is_right_whatever_the_time_of_day(cast: Cast) -> None:
    imported(rows(line(1, received="2026-02-03 16:00", closed="2026-02-03")))

    case = Case.objects.get()
    assert case.closed_at == case.received_at == datetime(2026, 2, 3, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1200", "1200.00"),
        ("€ 1.200,50", "1200.50"),
        ('"$1,200.50"', "1200.50"),
        ('"1,200"', "1200.00"),
        ('"12,5"', "12.50"),
    ],
)
def test_the_yearly_value_of_a_customer_is_kept_however_it_is_written(
    cast: Cast, written: str, value: str
) -> None:
    imported(rows(line(1, value=written if '"' in written else f'"{written}"')))

    assert Customer.objects.get().yearly_value == Decimal(value)


def test_a_place_that_does_not_exist_falls_to_the_owner(cast: Cast) -> None:
    run = imported(rows(line(1, branch="Atlantis")))

    assert (Case.objects.get().leader, run.options["without_unit"]) == (cast.owner, 1)


def test_how_it_ended_is_kept_where_it_can_be_erased(cast: Cast) -> None:
    header = "Complaint ID,Date received,Description,Resolution"
    imported(rows("1,2026-02-03,It broke,Refunded by Pat Placeholder", header=header))

    words = Case.objects.select_related("end_words").get().end_words
    assert words is not None
    assert words.body == "Refunded by Pat Placeholder"


def test_only_rows_that_failed_leave_their_cells_behind(cast: Cast) -> None:
    run = imported(rows(line(1), line(2, received="")))

    fault = run.faults.get()
    assert (fault.row, fault.cells["Customer name"], run.faults.count()) == (3, "Customer 2", 1)

"""Dates as files write them; the order of day and month is decided for a whole file."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from cxapp.lib.dates import DateOrder, Order, parse, parse_day

LONDON = ZoneInfo("Europe/London")
NEW_YORK = ZoneInfo("America/New_York")


def evidence(*values: str) -> DateOrder:
    order = DateOrder()
    for row, value in enumerate(values, start=2):
        order.feed(value, row)
    return order


class TestTheOrderOfAFile:
    @pytest.mark.parametrize(
        ("values", "order"),
        [
            (["03/04/2021", "29/2/2016 01:16"], Order.DAY_FIRST),
            (["03/04/2021", "12/31/21"], Order.MONTH_FIRST),
            (["31.01.2021"], Order.DAY_FIRST),
            (["03/04/2021", "5/6/21"], Order.UNDECIDED),
            (["31/01/2021", "01/31/2021"], Order.CONFLICT),
            (["2021-04-03", "2023-06-05T12:00:00-05:00", "3 Apr 2021"], Order.UNAMBIGUOUS),
            (["05/05/2021"], Order.UNAMBIGUOUS),
            (["", "None", "soon", "31/02/2021", "45/45/2021"], Order.UNAMBIGUOUS),
            ([], Order.UNAMBIGUOUS),
        ],
    )
    def test_is_what_its_dates_prove_together(self, values: list[str], order: Order) -> None:
        assert evidence(*values).decide() is order

    def test_names_the_rows_that_prove_it(self) -> None:
        order = evidence("03/04/2021", "31/01/2021", "01/31/2021", "30/01/2021")

        assert (order.day_first_rows, order.month_first_rows, order.either_count) == ([3, 5], [4], 1)
        assert order.sentence() == (
            "The file mixes two ways of writing dates: the day comes first in rows 3, 5, the month in row 4, and "
            "1 dates could be either. Choose one; rows that cannot be right then are reported."
        )

    def test_names_a_row_once_and_only_the_first_few(self) -> None:
        order = DateOrder()
        for row in range(2, 12):
            order.feed("31/01/2021", row)
            order.feed("30/01/2021", row)

        assert order.sentence() == "The day comes first: see rows 2, 3, 4, 5, 6 and others (20 dates)."

    @pytest.mark.parametrize(
        ("value", "sentence"),
        [
            ("01/31/2021", "The month comes first: see row 2."),
            ("03/04/2021", "Every date could be day first or month first. Choose how to read this file."),
            ("2021-01-31", "Every date can be read in one way only."),
        ],
    )
    def test_is_said_in_a_sentence(self, value: str, sentence: str) -> None:
        assert evidence(value).sentence() == sentence


class TestParse:
    @pytest.mark.parametrize(
        ("value", "order", "moment"),
        [
            ("2019-01-02 03:04:05", Order.UNAMBIGUOUS, "2019-01-02T03:04:05+00:00"),
            ("2019-01-02T03:04:05", Order.UNAMBIGUOUS, "2019-01-02T03:04:05+00:00"),
            ("2019-10-01 15:05:06.493", Order.UNAMBIGUOUS, "2019-10-01T14:05:06.493000+00:00"),
            ("2019/01/02", Order.UNAMBIGUOUS, "2019-01-02T12:00:00+00:00"),
            ("29/2/2016 01:16", Order.DAY_FIRST, "2016-02-29T01:16:00+00:00"),
            ("03/04/2019 10:00", Order.DAY_FIRST, "2019-04-03T09:00:00+00:00"),
            ("03/04/2019 10:00", Order.MONTH_FIRST, "2019-03-04T10:00:00+00:00"),
            ("31.12.2019", Order.DAY_FIRST, "2019-12-31T12:00:00+00:00"),
            ("12/31/1899 02:00:00 PM", Order.MONTH_FIRST, "1899-12-31T14:00:00+00:00"),
            ("12/31/2019 12:05 am", Order.MONTH_FIRST, "2019-12-31T00:05:00+00:00"),
            ("5/5/2020", Order.UNDECIDED, "2020-05-05T11:00:00+00:00"),
            ("2 Jan 2019 08:00", Order.UNAMBIGUOUS, "2019-01-02T08:00:00+00:00"),
            ("02-Sept-19", Order.UNAMBIGUOUS, "2019-09-02T11:00:00+00:00"),
            ("January 2, 2019", Order.UNAMBIGUOUS, "2019-01-02T12:00:00+00:00"),
            (" 2019-01-02 ", Order.UNAMBIGUOUS, "2019-01-02T12:00:00+00:00"),
        ],
    )
    def test_reads_local_time_into_utc(self, value: str, order: Order, moment: str) -> None:
        assert parse(value, order, LONDON).isoformat() == moment

    @pytest.mark.parametrize(
        "value",
        [
            "2023-06-05T12:00:00-05:00",
            "2023-06-05 12:00:00 -0500",
            "2023-06-05T12:00:00-05",
            "2023-06-05T17:00:00Z",
            "2023-06-05 17:00 UTC",
        ],
    )
    def test_takes_the_offset_that_is_written(self, value: str) -> None:
        assert parse(value, Order.UNAMBIGUOUS, LONDON) == datetime(2023, 6, 5, 17, tzinfo=UTC)

    def test_takes_noon_of_the_given_zone_for_a_date_without_a_time(self) -> None:
        assert parse("7/29/2013", Order.MONTH_FIRST, NEW_YORK) == datetime(2013, 7, 29, 16, tzinfo=UTC)

    @pytest.mark.parametrize(("value", "year"), [("01/31/68", 2068), ("01/31/69", 1969), ("01/31/23", 2023)])
    def test_reads_two_digit_years_as_posix_does(self, value: str, year: int) -> None:
        assert parse(value, Order.MONTH_FIRST, UTC).year == year

    def test_moves_a_skipped_wall_time_ahead_and_takes_the_first_of_two(self) -> None:
        skipped = parse("2019-03-31 01:30", Order.UNAMBIGUOUS, LONDON)
        doubled = parse("2019-10-27 01:30", Order.UNAMBIGUOUS, LONDON)

        assert skipped == datetime(2019, 3, 31, 1, 30, tzinfo=UTC)
        assert doubled == datetime(2019, 10, 27, 0, 30, tzinfo=UTC)

    @pytest.mark.parametrize("order", [Order.UNDECIDED, Order.CONFLICT, Order.UNAMBIGUOUS])
    def test_never_guesses_the_order_of_one_date(self, order: Order) -> None:
        with pytest.raises(ValueError, match=r"^“31/01/2021” could be day first or month first\."):
            parse("31/01/2021", order, LONDON)

    @pytest.mark.parametrize(
        ("value", "order", "sentence"),
        [
            (
                "9/21/2022",
                Order.DAY_FIRST,
                "“9/21/2022”, read with the day first, is no moment in the calendar.",
            ),
            ("21/9/2022", Order.MONTH_FIRST, "“21/9/2022”, read with the month first, is no moment in"),
            ("2021-02-30", Order.UNAMBIGUOUS, "“2021-02-30” is no moment in the calendar. Correct it."),
            ("2021-02-03 25:00", Order.UNAMBIGUOUS, "“2021-02-03 25:00” is no moment in the calendar."),
            ("2021-02-03 13:00 PM", Order.UNAMBIGUOUS, "“2021-02-03 13:00 PM” is no moment in the calendar."),
            ("2021-02-03 10:00+99:00", Order.UNAMBIGUOUS, "is no moment in the calendar."),
            ("0021-02-03", Order.UNAMBIGUOUS, "“0021-02-03” is no moment in the calendar."),
            ("3 Foo 2021", Order.UNAMBIGUOUS, "“3 Foo 2021” is no moment in the calendar."),
            ("yesterday", Order.UNAMBIGUOUS, "“yesterday” is no date. Write it like 2026-01-31"),
            ("43831", Order.UNAMBIGUOUS, "“43831” is no date."),
            ("٠١/٠٢/٢٠٢٠", Order.DAY_FIRST, "is no date."),
            ("", Order.UNAMBIGUOUS, "“” is no date."),
            ("x" * 99, Order.UNAMBIGUOUS, f"“{'x' * 39}…” is no date."),
        ],
    )
    def test_says_what_is_wrong_in_a_sentence(self, value: str, order: Order, sentence: str) -> None:
        with pytest.raises(ValueError, match=r"\.$") as caught:
            parse(value, order, LONDON)

        assert sentence in str(caught.value)


def test_the_day_alone_is_the_day_as_written() -> None:
    assert parse_day("2023-06-05T23:30:00-05:00", Order.UNAMBIGUOUS) == date(2023, 6, 5)

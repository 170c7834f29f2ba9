"""How moments, lengths, money, names and shares are said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from cxapp.lib.wording import clock_time, due_words, initials, interval, late_by, money, share_words

NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)  # a Tuesday


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 3, 3, 14, 0, tzinfo=UTC), "today 14:00"),
        (datetime(2026, 3, 3, 0, 0, tzinfo=UTC), "today 00:00"),
        (datetime(2026, 3, 4, 10, 0, tzinfo=UTC), "tomorrow 10:00"),
        (datetime(2026, 3, 2, 23, 59, tzinfo=UTC), "yesterday 23:59"),
        (datetime(2026, 3, 9, 14, 0, tzinfo=UTC), "Mon 14:00"),
        (datetime(2026, 2, 25, 15, 10, tzinfo=UTC), "Wed 15:10"),
        (datetime(2026, 3, 10, 14, 0, tzinfo=UTC), "Tue 10 Mar 2026"),
        (datetime(2026, 2, 24, 14, 0, tzinfo=UTC), "Tue 24 Feb 2026"),
    ],
)
def test_a_moment_is_said_as_a_clock_time_near_now_and_as_a_date_far_away(
    moment: datetime, words: str
) -> None:
    assert clock_time(moment, NOW, ZoneInfo("UTC")) == words


def test_today_ends_at_midnight_of_the_place_and_not_of_utc() -> None:
    late_evening_utc = datetime(2026, 3, 3, 22, 30, tzinfo=UTC)

    assert clock_time(late_evening_utc, NOW, ZoneInfo("Asia/Tokyo")) == "tomorrow 07:30"


def test_a_time_is_shown_on_the_summer_clock_of_the_place() -> None:
    after_the_change = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)

    assert clock_time(after_the_change, after_the_change, ZoneInfo("Europe/Berlin")) == "today 14:00"


@pytest.mark.parametrize(
    ("late", "words"),
    [
        (timedelta(minutes=-5), "less than a minute"),
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(minutes=40), "40 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(minutes=60), "1 h"),
        (timedelta(hours=23, minutes=59), "23 h"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=2, hours=5), "2 days"),
    ],
)
def test_lateness_is_said_in_its_largest_unit_rounded_down(late: timedelta, words: str) -> None:
    assert late_by(NOW - late, NOW) == words


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(hours=4, minutes=10), "in 4 h"),
        (timedelta(minutes=1), "in 1 min"),
        (timedelta(seconds=59), "now"),
        (timedelta(0), "just now"),
        (timedelta(seconds=-59), "just now"),
        (timedelta(minutes=-1), "late by 1 min"),
    ],
)
def test_what_is_left_of_a_promise_is_never_said_to_be_no_minutes(ahead: timedelta, words: str) -> None:
    assert due_words(NOW + ahead, NOW) == words


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Maria Ivanova", "MI"),
        ("Anna", "A"),
        ("Ana María de la Cruz", "AC"),
        ("Jean-Luc", "JL"),
        ("  ", "?"),
        ("(old) Bo", "B"),
    ],
)
def test_initials_are_the_first_and_the_last_name(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        (Decimal("1200"), "", "1,200"),
        (Decimal("12.5"), "", "12.50"),
        (Decimal("1234.56"), "EUR", "1,235 EUR"),
        (Decimal("-40"), "", "\N{MINUS SIGN}40"),
        (0, "", "0"),
        (None, "EUR", "not known"),
    ],
)
def test_money_is_grouped_and_never_pretends_to_be_known(
    amount: Decimal | int | None, currency: str, words: str
) -> None:
    assert money(amount, currency) == words


def test_nine_of_ten_means_sixty_to_ninety_eight_percent() -> None:
    low, high = interval(9, 10)

    assert (round(low, 2), round(high, 2)) == (0.60, 0.98)


@pytest.mark.parametrize(
    ("k", "n", "words"),
    [
        (0, 0, ("none yet", "")),
        (3, 4, ("3 of 4", "")),
        (7, 9, ("7 of 9", "too few to compare")),
        (9, 10, ("90 %", "9 of 10, range 60 to 98 %")),
        (27, 30, ("90 %", "27 of 30, range 74 to 97 %")),
    ],
)
def test_a_share_of_few_is_said_in_counts_only(k: int, n: int, words: tuple[str, str]) -> None:
    assert share_words(k, n) == words

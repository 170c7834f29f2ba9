"""Opening hours and closed days as people type them."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.rules.hours import NotHours, closed_text, day_text, parse_closed, parse_day


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("9:00-17:00", ((540, 1020),)),
        ("9-17", ((540, 1020),)),
        ("9.30 – 12.00", ((570, 720),)),
        ("13:00-17:00, 9:00-12:30", ((540, 750), (780, 1020))),
        ("9 to 17; ", ((540, 1020),)),
        ("0:00-24:00", ((0, 1440),)),
        ("", ()),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, spans: tuple[tuple[int, int], ...]) -> None:
    assert parse_day(typed) == spans


@pytest.mark.parametrize(
    "typed", ["nine to five", "9:00", "17:00-9:00", "9:00-24:30", "9:70-10:00", "9-12, 11-13", "99-100"]
)
def test_what_is_no_hours_is_refused(typed: str) -> None:
    with pytest.raises(NotHours):
        parse_day(typed)


def test_hours_are_written_back_as_they_were_typed() -> None:
    assert day_text(parse_day("9:00-12:30, 13:00-24:00")) == "9:00-12:30, 13:00-24:00"


def test_closed_days_are_read_one_a_line_with_their_reason() -> None:
    assert parse_closed("2026-12-24 Christmas Eve\n\n2026-12-31") == {
        date(2026, 12, 24): "Christmas Eve",
        date(2026, 12, 31): "",
    }


def test_closed_days_are_written_back_in_order() -> None:
    assert closed_text({date(2026, 12, 31): "", date(2026, 12, 24): "Eve"}) == "2026-12-24 Eve\n2026-12-31"


@pytest.mark.parametrize("typed", ["24.12.2026", "2026-02-30 never", "Christmas"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(NotHours):
        parse_closed(typed)

"""Which attempts give the next rung one more step."""

from __future__ import annotations

from datetime import date

import pytest

from feedback.enums import How
from feedback.rules.attempts import Try, postponing

MON, TUE, WED = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)
CALL, VISIT, WRITE = How.CALL, How.VISIT, How.WRITE


@pytest.mark.parametrize(
    ("tries", "answers"),
    [
        ([(MON, CALL)], [True]),
        ([(MON, CALL), (MON, CALL)], [True, False]),
        ([(MON, CALL), (TUE, CALL)], [True, True]),
        ([(MON, CALL), (MON, VISIT)], [True, True]),
        ([(MON, CALL), (TUE, CALL), (WED, CALL)], [True, True, False]),
        ([(MON, CALL), (MON, VISIT), (MON, WRITE)], [True, True, False]),
        ([(MON, CALL), (TUE, CALL), (TUE, VISIT)], [True, True, True]),
        ([(MON, CALL), (MON, CALL), (TUE, CALL)], [True, False, True]),
        ([(MON, CALL), (TUE, VISIT), (WED, WRITE), (WED, CALL)], [True, True, True, False]),
    ],
)
def test_the_second_needs_another_day_or_channel_and_the_third_both(
    tries: list[tuple[date, How]], answers: list[bool]
) -> None:
    assert postponing([Try(day, how) for day, how in tries]) == answers

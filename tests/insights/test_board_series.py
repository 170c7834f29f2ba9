"""From days to charts: how far apart points lie, which of them are whole, and which question makes the score."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from cxapp.insights.rules.board_series import complaint_series, main_kind, score_series
from cxapp.insights.rules.board_words import median_hours
from cxapp.insights.rules.series import Mark, Series, from_content
from cxapp.lib.control_charts import Rhythm, Verdict

LAST = date(2026, 3, 29)
"""A Sunday: the week is over with it."""
DAY = timedelta(days=1)


def days(per_week: int, weeks: int = 40) -> dict[date, Counter[str]]:
    """So many complaints each Wednesday, the newest of them in the week of LAST."""
    return {LAST - DAY * (4 + 7 * week): Counter(complaints=per_week) for week in range(weeks) if per_week}


def series(found: dict[date, Counter[str]], now: date = LAST + DAY, less_heard: bool = False) -> Series:
    made = complaint_series(found, last=LAST, now_day=now, zone="UTC", less_heard=less_heard)
    assert made is not None
    return made


@pytest.mark.parametrize(("per_week", "rhythm"), [(4, Rhythm.WEEK), (1, Rhythm.MONTH)])
def test_points_lie_as_far_apart_as_complaints_are_rare(per_week: int, rhythm: Rhythm) -> None:
    assert series(days(per_week)).rhythm is rhythm


def test_rare_complaints_are_shown_by_the_days_between_them() -> None:
    found = series({LAST - DAY * 60: Counter(complaints=1), LAST - DAY * 40: Counter(complaints=1)})

    assert (found.rhythm, [round(step.value) for step in found.steps]) == (Rhythm.GAPS, [20, 41])


def test_the_week_in_which_it_all_began_makes_no_point() -> None:
    found = series(days(5, weeks=20))

    assert (len(found.steps), {step.value for step in found.steps}) == (19, {5.0})


def test_a_week_that_still_runs_proves_nothing() -> None:
    assert (series(days(5)).open_end, series(days(5), now=LAST).open_end) == (False, True)


def test_a_week_without_any_is_nought_not_missing() -> None:
    found = days(8)
    del found[LAST - DAY * 11]

    assert [step.value for step in series(found).steps[-3:]] == [8.0, 0.0, 8.0]


def test_a_fall_with_less_heard_is_quieter_not_better() -> None:
    found = days(12, weeks=40)
    for week in range(9):
        found[LAST - DAY * (4 + 7 * week)] = Counter(complaints=5)

    verdicts = [series(found, less_heard=less).verdict for less in (False, True)]

    assert verdicts == [Verdict.BETTER, Verdict.QUIETER]


def test_nothing_makes_no_chart() -> None:
    assert complaint_series({}, last=LAST, now_day=LAST, zone="UTC", less_heard=False) is None


def test_the_score_is_nps_where_there_is_enough_of_it() -> None:
    many = Counter({"nps:9": 30, "emotion:5": 300})
    few = Counter({"nps:9": 29, "emotion:5": 300})

    assert (main_kind(many), main_kind(few), main_kind(Counter(answers=3))) == ("nps", "emotion", "")


def test_a_week_with_under_five_answers_makes_no_score() -> None:
    found = {LAST - DAY * (4 + 7 * week): Counter({"nps:9": 12, "nps:2": 3}) for week in range(30)}
    found[LAST - DAY * 11] = Counter({"nps:9": 4})

    made = score_series(found, kind="nps", last=LAST, now_day=LAST + DAY, zone="UTC", less_heard=False)

    assert made is not None
    assert (len(made.steps), made.steps[-1].value, made.steps[-1].n) == (28, 60.0, 15)


def test_a_series_kept_as_plain_data_comes_back_the_same() -> None:
    made = complaint_series(
        days(5),
        last=LAST,
        now_day=LAST + DAY,
        zone="UTC",
        less_heard=False,
        marks=[Mark(LAST - DAY * 30, "Second till (Anna)", "/x/")],
    )
    assert made is not None

    assert from_content(made.content()) == made


@pytest.mark.parametrize(
    ("found", "median"),
    [
        ({"h:1": 2, "h:4": 2}, None),
        ({"h:1": 2, "h:4": 3}, 4.0),
        ({"h:1": 3, "h:4": 3}, 2.5),
        ({"h:1": 2, "h:4": 1, "open": 2}, 4.0),
        ({"h:1": 2, "open": 3}, None),
    ],
)
def test_the_median_counts_those_who_still_wait(found: dict[str, int], median: float | None) -> None:
    assert median_hours(found) == median

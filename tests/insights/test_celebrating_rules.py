"""When fewer complaints may be celebrated, on hand-made series, and how often chance alone would."""

from __future__ import annotations

from datetime import date
from math import exp
from random import Random

import pytest

from cxapp.insights.rules.celebrating import (
    LEAST_BEFORE,
    MOST_BEFORE,
    WATCHED_FOR,
    Outcome,
    answer_less,
    judge,
    rhythm_before,
    silent_channels,
    spans_around,
)
from cxapp.lib.control_charts import Rhythm, Rule

CALM = [8, 9, 7, 8, 10, 6, 8, 9, 7, 8, 9, 7, 8, 10, 6, 8, 9, 7, 8, 8]
"""Twenty weeks around 8, limits 3.5 and 12.5."""


def outcome(after: list[int], *, before: list[int] = CALM, less_heard: bool = False) -> Outcome:
    return judge(before, [], after, less_heard=less_heard).outcome


def test_eight_weeks_below_the_mean_confirm_a_change() -> None:
    found = judge(CALM, [], [7, 6, 7, 5, 6, 7, 6, 7], less_heard=False)

    assert (found.outcome, found.signal and found.signal.rule) == (Outcome.CONFIRMED, Rule.LONG_SIDE)


def test_seven_weeks_below_the_mean_do_not_confirm_it() -> None:
    assert outcome([7, 6, 7, 5, 6, 7, 6]) is Outcome.WATCHED


def test_two_of_three_weeks_below_the_limit_confirm_a_change() -> None:
    found = judge(CALM, [], [2, 8, 1], less_heard=False)

    assert (found.outcome, found.signal and found.signal.rule) == (Outcome.CONFIRMED, Rule.TWICE_OUTSIDE)


def test_a_run_that_began_before_the_change_does_not_count_for_it() -> None:
    before = [*CALM[:16], 6, 6, 6, 6]

    assert outcome([6, 6, 6, 6], before=before) is Outcome.WATCHED


def test_the_week_the_change_falls_into_confirms_nothing() -> None:
    found = judge(CALM, [6], [7, 6, 7, 5, 6, 7, 6], less_heard=False)

    assert (found.outcome, found.points) == (Outcome.WATCHED, 7)


def test_the_signal_is_counted_from_the_first_point_shown() -> None:
    found = judge(CALM, [9], [7, 6, 7, 5, 6, 7, 6, 7], less_heard=False)

    assert found.signal is not None
    assert (found.signal.first, found.signal.last) == (21, 28)


def test_fewer_where_less_is_heard_is_not_confirmed() -> None:
    assert outcome([7, 6, 7, 5, 6, 7, 6, 7], less_heard=True) is Outcome.LESS_HEARD


def test_a_fall_that_turned_into_a_rise_is_not_celebrated() -> None:
    assert outcome([7, 6, 7, 5, 6, 7, 6, 7, 14, 15]) is Outcome.WATCHED


def test_twelve_points_without_a_signal_end_the_watch() -> None:
    assert outcome([8] * 4 + [9] * 4 + [7] * 4) is Outcome.NOT_CONFIRMED


def test_eleven_points_before_the_change_are_no_base() -> None:
    assert outcome([1] * 12, before=CALM[: LEAST_BEFORE - 1]) is Outcome.NO_BASE


def test_more_complaints_are_never_celebrated() -> None:
    assert outcome([12] * 12) is Outcome.NOT_CONFIRMED


@pytest.mark.parametrize(
    ("complaints", "days", "rhythm"),
    [
        (208, 364, Rhythm.WEEK),
        (207, 364, Rhythm.MONTH),
        (48, 365, Rhythm.MONTH),
        (47, 365, Rhythm.GAPS),
        (0, 0, Rhythm.GAPS),
    ],
)
def test_the_rate_before_chooses_the_points(complaints: int, days: int, rhythm: Rhythm) -> None:
    assert rhythm_before(complaints, days) is rhythm


def test_only_whole_weeks_stand_around_a_change() -> None:
    spans = spans_around(
        changed=date(2026, 3, 4),
        known_from=date(2026, 2, 9),
        last_day=date(2026, 3, 24),
        rhythm=Rhythm.WEEK,
        zone="UTC",
    )

    assert [span.first_day for span in spans.before] == [date(2026, 2, 16), date(2026, 2, 23)]
    assert [span.first_day for span in spans.between] == [date(2026, 3, 2)]
    assert [span.first_day for span in spans.after] == [date(2026, 3, 9), date(2026, 3, 16)]


def test_a_change_on_a_monday_falls_between_two_weeks() -> None:
    spans = spans_around(
        changed=date(2026, 3, 2),
        known_from=date(2024, 1, 1),
        last_day=date(2026, 8, 30),
        rhythm=Rhythm.WEEK,
        zone="UTC",
    )

    assert (len(spans.before), len(spans.between), len(spans.after)) == (MOST_BEFORE, 0, WATCHED_FOR)


def test_months_stand_around_a_change_where_weeks_are_too_short() -> None:
    spans = spans_around(
        changed=date(2026, 1, 15),
        known_from=date(2025, 11, 1),
        last_day=date(2026, 3, 31),
        rhythm=Rhythm.MONTH,
        zone="UTC",
    )

    assert [span.first_day.month for span in spans.all] == [12, 1, 2, 3]


def test_a_channel_without_a_word_where_five_were_due_is_silent() -> None:
    silent = silent_channels({"form": 10, "phone": 9, "qr": 40}, {"qr": 30}, days_before=140, days_after=70)

    assert silent == ["form"]


def test_fewer_answers_are_less_heard_only_beyond_chance() -> None:
    assert answer_less(before=(500, 1000), after=(200, 1000))
    assert not answer_less(before=(500, 1000), after=(490, 1000))
    assert not answer_less(before=(0, 0), after=(0, 0))


def poisson(mean: float, chance: Random) -> int:
    """Knuth's way: enough for small means."""
    limit, n, product = exp(-mean), 0, chance.random()
    while product > limit:
        n, product = n + 1, product * chance.random()
    return n


def confirmed_of(rounds: int, *, before: float, after: float) -> float:
    """How often a change is confirmed at any time within its twelve points."""
    chance, confirmed = Random(20260303), 0
    for _ in range(rounds):
        calm = [poisson(before, chance) for _ in range(MOST_BEFORE)]
        later = [poisson(after, chance) for _ in range(WATCHED_FOR)]
        steps = range(2, WATCHED_FOR + 1)
        confirmed += any(outcome(later[:n], before=calm) is Outcome.CONFIRMED for n in steps)
    return confirmed / rounds


def test_where_nothing_changed_few_changes_are_celebrated() -> None:
    assert 0.01 < confirmed_of(400, before=8, after=8) < 0.05


def test_half_the_complaints_are_nearly_always_noticed() -> None:
    assert confirmed_of(100, before=12, after=6) > 0.9

"""The rule of a burst: more than a place's own history explains, and rarely by chance."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from feedback.rules.bursts import RARE, burst, chance, is_over

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)


def minutes_ago(*minutes: int) -> list[datetime]:
    return sorted(NOW - timedelta(minutes=m) for m in minutes)


def same_time(*, days: range, each: int) -> list[datetime]:
    return sorted(NOW - timedelta(days=day, minutes=10 + n) for day in days for n in range(each))


def test_four_in_two_hours_where_nobody_ever_complained_is_a_burst() -> None:
    found = burst(times=minutes_ago(1, 20, 40, 60), now=NOW)
    assert found is not None
    assert (found.count, found.usual) == (4, 0.0)


def test_three_are_never_a_burst() -> None:
    assert burst(times=minutes_ago(1, 20, 40), now=NOW) is None


def test_what_is_usual_at_this_time_of_day_is_no_burst() -> None:
    times = same_time(days=range(1, 57), each=3) + minutes_ago(1, 20, 40, 60)
    assert burst(times=times, now=NOW) is None


def test_what_is_usual_on_this_weekday_alone_is_no_burst() -> None:
    times = same_time(days=range(7, 57, 7), each=4) + minutes_ago(1, 20, 40, 60, 70)
    assert burst(times=times, now=NOW) is None


def test_what_raised_an_alert_before_does_not_count_again() -> None:
    times = minutes_ago(1, 60, 70, 80, 90)
    assert burst(times=times, now=NOW, since=NOW - timedelta(minutes=30)) is None


def test_what_is_older_than_the_window_does_not_count() -> None:
    assert burst(times=minutes_ago(1, 20, 40, 121), now=NOW) is None


def test_it_is_over_when_a_window_passed_with_fewer() -> None:
    times = minutes_ago(1, 20, 40, 60)
    assert not is_over(times=times, now=NOW)
    assert is_over(times=times, now=NOW + timedelta(minutes=61))


@pytest.mark.parametrize(("count", "seen", "stretches"), [(1, 0, 28), (4, 10, 28), (12, 60, 8)])
def test_the_chance_is_that_of_a_poisson_count_with_an_uncertain_rate(
    count: int, seen: int, stretches: int
) -> None:
    """Against a simulation of the model itself: rate ~ Gamma(seen + 1/2, stretches), count ~ Poisson(rate)."""
    rng = random.Random(7)
    runs = 20_000
    hits = 0
    for _ in range(runs):
        rate, waited, arrivals = rng.gammavariate(seen + 0.5, 1 / stretches), 0.0, -1
        while waited < 1:
            waited += rng.expovariate(rate) if rate > 1e-9 else 2.0
            arrivals += 1
        hits += arrivals >= count
    assert chance(count, seen, stretches) == pytest.approx(hits / runs, abs=0.01)


@pytest.mark.parametrize("a_day", [0.5, 5, 20])
def test_in_a_year_without_change_it_alarms_about_once(a_day: float) -> None:
    """Customers by pure chance, open ten hours, twice as many on Saturdays; looked at after each of them."""
    rng = random.Random(int(a_day * 10))
    start = NOW - timedelta(days=425)
    times: list[datetime] = []
    for day in range(425):
        share = rng.expovariate(a_day * (2 if day % 7 == 5 else 1))
        while share < 1:
            times.append(start + timedelta(days=day, hours=10 * share))
            share += rng.expovariate(a_day * (2 if day % 7 == 5 else 1))
    alarms, since = 0, None
    for moment in times:
        if moment >= start + timedelta(days=60) and burst(times=times, now=moment, since=since) is not None:
            alarms, since = alarms + 1, moment
    assert alarms <= 5, f"{alarms} alarms in a year at {RARE}"

"""What may be said of few, which rows are kept back, what an address asks for, and which trend is drawn."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cxapp.insights.rules.filters import Filters, read
from cxapp.insights.rules.scores import SCALES, all_numbers, change, score_of, withheld
from feedback.rules.questions import MAIN, SCORES
from tests.cast import NOW, Cast
from tests.factories.responses import make_survey, respond_many
from tests.insights.opening import opened
from tests.lib.calendars import tries

DAY = timedelta(days=1)
many = tries(normal=100, nightly=20_000)


@many
@given(st.dictionaries(st.integers(1, 30), st.integers(0, 40), max_size=12))
def test_what_is_kept_back_is_never_one_small_group_alone(sizes: dict[int, int]) -> None:
    hidden = withheld(sizes)
    total = sum(sizes[key] for key in hidden)
    filled = {key for key, n in sizes.items() if n}

    assert {key for key in filled if sizes[key] < 5} <= hidden
    assert not hidden or total >= 5 or hidden == filled
    if hidden and hidden != filled:
        assert max(sizes[key] for key in hidden) <= min(sizes[key] for key in filled - hidden)


def test_nothing_is_kept_back_where_every_group_is_large_enough() -> None:
    assert withheld({"a": 5, "b": 30}) == set()


@pytest.mark.parametrize("kind", SCALES)
def test_every_number_of_a_scale_lies_in_one_of_three_bands(kind: str) -> None:
    bands = [SCALES[kind].band(number) for number in all_numbers(kind)]

    assert bands == sorted(bands, key=["low", "middle", "high"].index)
    assert set(bands) == {"low", "middle", "high"}


def test_every_main_kind_has_a_score() -> None:
    assert set(MAIN) <= set(SCALES) <= set(SCORES)


@pytest.mark.parametrize("n", [9, 10])
def test_a_change_is_said_from_ten_answers_on_each_side(n: int) -> None:
    few, many_more = score_of("csat", {5: n}), score_of("csat", {1: 50})

    assert (change(few, many_more) is None) == (n < 10)


filters = st.builds(
    Filters,
    days=st.sampled_from([30, 90, 365]),
    place=st.none() | st.integers(1, 10**9),
    stage=st.none() | st.integers(1, 10**9),
    department=st.none() | st.integers(1, 10**9),
    source=st.sampled_from(["", "kiosk"]),
    by=st.sampled_from(["place", "stage", "leader"]),
    words=st.sampled_from(["", "low"]),
)


@many
@given(filters)
def test_an_address_means_what_it_was_made_of(chosen: Filters) -> None:
    assert read(dict(parse_qsl(chosen.address()[1:])), frozenset({"kiosk"})) == chosen


def test_a_period_and_the_one_before_lie_side_by_side() -> None:
    now, before = Filters(days=30).period(NOW, "UTC"), Filters(days=30).before(NOW, "UTC")

    assert (before.end, before.days, now.days) == (now.start, 30, 30)


@pytest.fixture
def trend_of(cast: Cast, client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The trend of a survey with these numbers, one each so many days, ending today."""

    monkeypatch.setattr("cxapp.insights.views.results.clock_now", lambda: NOW)

    def draw(scores: list[int], every: float) -> Any:
        survey = make_survey()
        moments = [NOW - (len(scores) - 1 - at) * every * DAY for at in range(len(scores))]
        respond_many(survey, cast, scores, moments=moments)
        return opened(client, survey, cast.owner).context["trend"]

    return draw


def test_many_answers_make_a_weekly_chart_with_an_open_last_week(trend_of: Any) -> None:
    chance = random.Random(7)
    trend = trend_of([chance.choice([9, 3, 10, 8]) for _each in range(480)], 0.25)

    assert trend.title == "NPS by week"
    assert trend.drawing.dots[-1].shape == "ring"
    assert trend.drawing.verdict == "No clear change."


def test_fewer_answers_make_a_monthly_chart(trend_of: Any) -> None:
    trend = trend_of([9, 3, 10, 8] * 50, 2)

    assert trend.title == "NPS by month"
    assert trend.drawing.table.heads[0] == "Month"


def test_rare_answers_make_a_chart_of_the_days_between_unhappy_ones(trend_of: Any) -> None:
    trend = trend_of([9, 3] * 8, 20)

    assert trend.title == "Days between unhappy answers"
    assert [row[1] for row in trend.drawing.table.rows] == ["40"] * 7 + ["0"]
    assert trend.basis.startswith("Longer is better.")


def test_hardly_any_answers_make_no_chart(trend_of: Any) -> None:
    assert trend_of([9, 3, 9], 20).drawing is None


def test_a_lasting_rise_is_confirmed(trend_of: Any) -> None:
    assert trend_of([9, 3, 10, 6] * 75 + [10] * 120, 0.5).drawing.verdict == "Confirmed better."

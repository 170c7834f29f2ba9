"""Which answers lie on whose desk: a place's leader reads their own, everybody above ten a week from their line."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Practice, Unit, User
from accounts.queries.house import house
from feedback.enums import ConcernState, ResponseState, WhyDrawn
from feedback.models import Concern, Reading, Response
from feedback.operations.drawing import draw_readings
from feedback.operations.signals import receive
from tests.cast import LONG_AGO, NOW, Cast, person
from tests.factories.answers import answer, answers
from tests.factories.signals import complaint

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 9, tzinfo=UTC)
"""The first moment after the week of NOW, in Leeds."""
WEEK = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _switched_on() -> None:
    Practice.objects.create(name="reading", on=True, since=LONG_AGO)


def drawn(who: User, *, week: date | None = None) -> Counter[str]:
    rows = Reading.objects.filter(person=who)
    return Counter(
        rows.filter(week=week).values_list("why", flat=True) if week else rows.values_list("why", flat=True)
    )


def busy_before(cast: Cast) -> None:
    """So many answers the week before that this week's are drawn when it is over."""
    answers(cast, 21, at=NOW - timedelta(days=7))


def test_a_leader_reads_every_answer_of_a_quiet_place_at_once(cast: Cast) -> None:
    answers(cast, 5)

    draw_readings(now=NOW)

    assert drawn(cast.leader) == {WhyDrawn.OWN: 5}


def test_the_leader_next_door_reads_none_of_them(cast: Cast) -> None:
    answers(cast, 5)

    draw_readings(now=MONDAY)

    assert drawn(cast.peer) == {}


def test_in_a_busy_place_unhappy_answers_are_read_at_once_and_the_rest_when_the_week_is_over(
    cast: Cast,
) -> None:
    busy_before(cast)
    answers(cast, 3, score=2)
    answers(cast, 30)

    draw_readings(now=NOW)
    at_once = drawn(cast.leader, week=WEEK)[WhyDrawn.OWN]
    draw_readings(now=MONDAY)

    assert (at_once, drawn(cast.leader, week=WEEK)[WhyDrawn.OWN]) == (3, 20)


def test_all_unhappy_ones_are_read_however_many_there_are(cast: Cast) -> None:
    answers(cast, 25, score=2)
    answers(cast, 10)

    draw_readings(now=MONDAY)

    assert drawn(cast.leader) == {WhyDrawn.OWN: 25}


def test_everybody_above_reads_five_unhappy_three_happy_and_two_of_any_kind(cast: Cast) -> None:
    answers(cast, 9, score=2)
    answers(cast, 9, score=10)
    answers(cast, 9, score=7)

    draw_readings(now=MONDAY)

    for above in (cast.director, cast.owner):
        assert drawn(above) == {WhyDrawn.LOW: 5, WhyDrawn.HIGH: 3, WhyDrawn.ANY: 2}


def test_where_one_kind_is_missing_the_ten_are_filled_with_any(cast: Cast) -> None:
    answers(cast, 2, score=2)
    answers(cast, 20, score=7)

    draw_readings(now=MONDAY)

    assert drawn(cast.director) == {WhyDrawn.LOW: 2, WhyDrawn.ANY: 8}


def test_nothing_is_drawn_from_the_line_before_the_week_is_over(cast: Cast) -> None:
    answers(cast, 9)

    draw_readings(now=MONDAY - timedelta(seconds=1))

    assert drawn(cast.director) == {}


def test_the_week_ends_on_monday_where_the_reader_is(cast: Cast) -> None:
    answers(cast, 9)
    User.objects.filter(pk=cast.director.pk).update(zone="America/New_York")

    draw_readings(now=MONDAY)
    on_time = drawn(cast.director)
    draw_readings(now=MONDAY + timedelta(hours=4))

    assert (on_time, drawn(cast.director)) == ({}, {WhyDrawn.HIGH: 3, WhyDrawn.ANY: 6})


def test_drawing_again_changes_nothing(cast: Cast) -> None:
    answers(cast, 40)
    draw_readings(now=MONDAY)
    before = set(Reading.objects.values_list("person", "response"))

    assert draw_readings(now=MONDAY + timedelta(minutes=10)) == 0
    assert set(Reading.objects.values_list("person", "response")) == before


def test_what_arrives_late_never_pushes_out_what_was_drawn(cast: Cast) -> None:
    busy_before(cast)
    answers(cast, 30)
    draw_readings(now=MONDAY)
    before = set(Reading.objects.values_list("person", "response"))
    answers(cast, 30)
    late = answer(cast, 1)

    draw_readings(now=MONDAY + timedelta(days=1))

    after = set(Reading.objects.values_list("person", "response"))
    assert after - before == {(cast.leader.pk, late.pk)}


def test_the_lot_is_the_same_whoever_runs_it(cast: Cast) -> None:
    answers(cast, 40)
    draw_readings(now=MONDAY)
    first = set(Reading.objects.values_list("person", "response"))
    Reading.objects.all().delete()

    draw_readings(now=MONDAY + timedelta(hours=5))

    assert set(Reading.objects.values_list("person", "response")) == first


def test_after_weeks_of_silence_each_week_is_drawn_by_itself(cast: Cast) -> None:
    answers(cast, 12, at=NOW)
    answers(cast, 12, at=NOW + timedelta(days=7))

    draw_readings(now=NOW + timedelta(days=15))

    assert (
        drawn(cast.director, week=WEEK).total()
        == drawn(cast.director, week=WEEK + timedelta(days=7)).total()
        == 10
    )


def test_nothing_from_before_it_was_switched_on_is_drawn(cast: Cast) -> None:
    answers(cast, 3)
    Practice.objects.update(since=NOW + timedelta(hours=1))

    assert draw_readings(now=MONDAY) == 0


def test_switched_off_nothing_is_drawn(cast: Cast) -> None:
    answers(cast, 3)
    Practice.objects.update(on=False)

    assert draw_readings(now=MONDAY) == 0


def test_a_place_that_rehearses_is_left_out(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.leeds.pk).update(live_at=None)
    answers(cast, 3)

    assert draw_readings(now=MONDAY) == 0


@pytest.mark.parametrize("fields", [{"is_test": True}, {"state": ResponseState.DROPPED}, {"leader": None}])
def test_what_counts_nowhere_lies_on_no_desk(cast: Cast, fields: dict[str, Any]) -> None:
    answer(cast, 9, **fields)

    assert draw_readings(now=MONDAY) == 0


def test_nobody_reads_what_is_about_them_or_somebody_above_them(cast: Cast) -> None:
    response = answer(cast, 1)
    signal = receive(signals=[complaint(cast, response=response.pk)], by=cast.cx_manager, now=NOW)[0].signal
    Concern.objects.create(signal=signal, person=cast.director, state=ConcernState.CONFIRMED)

    draw_readings(now=MONDAY)

    assert set(Reading.objects.values_list("person", flat=True)) == {cast.owner.pk}


def test_an_answer_being_written_is_left_in_peace(cast: Cast) -> None:
    answer(cast, 3, state=ResponseState.PARTIAL, touched_at=NOW - timedelta(minutes=2))

    assert draw_readings(now=NOW) == 0
    assert draw_readings(now=NOW + timedelta(minutes=10)) == 1


def test_many_leaders_cost_as_many_queries_as_one(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    leaders = [person(f"leader{n}", f"Leader {n}", "leader", reports_to=cast.director) for n in range(60)]
    for leader in leaders:
        answers(cast, 1, leader=leader)
    assert Response.objects.count() == 60

    house()
    with django_assert_max_num_queries(12):
        draw_readings(now=MONDAY)

    assert Reading.objects.count() == 60 + 2 * 10

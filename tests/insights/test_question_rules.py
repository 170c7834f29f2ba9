"""What raises a question, and that chance alone hardly ever does."""

from __future__ import annotations

from math import exp
from random import Random

import pytest

from cxapp.insights.rules.questions import (
    BY_NAME,
    MISTAKEN,
    Drop,
    Part,
    at_least,
    drops,
    events_at_least,
    events_at_most,
    rings,
    stand_out,
)

CALM, BAD = [1, 2, 1, 0, 2, 1, 1, 2], 9


def test_the_chances_are_those_of_the_textbooks() -> None:
    assert at_least(2, 3, 0.5) == pytest.approx(0.5)
    assert at_least(3, 4, 0.05) == pytest.approx(4 * 0.05**3 * 0.95 + 0.05**4)
    assert events_at_most(1, 2) == pytest.approx(3 * exp(-2))
    assert events_at_least(2, 2) == pytest.approx(1 - 3 * exp(-2))


def test_four_of_five_customers_who_deny_it_are_worth_a_question() -> None:
    assert stand_out({1: Part(4, 5), 2: Part(0, 20)}, share=MISTAKEN) == [1]


def test_two_who_deny_it_are_not() -> None:
    assert stand_out({1: Part(2, 2)}, share=MISTAKEN) == []


def test_one_in_ten_of_many_is_worth_a_question_and_one_in_twenty_is_not() -> None:
    assert stand_out({1: Part(20, 100), 2: Part(5, 100)}, share=MISTAKEN) == [1]


def test_the_more_people_are_looked_at_the_rarer_it_must_be() -> None:
    alone, among = {1: Part(3, 8)}, {1: Part(3, 8), **{n: Part(0, 8) for n in range(2, 60)}}

    assert (stand_out(alone, share=MISTAKEN), stand_out(among, share=MISTAKEN)) == ([1], [])


def test_where_everybody_closes_at_once_nobody_stands_out() -> None:
    assert stand_out({n: Part(6, 10) for n in range(5)}) == []


def test_who_closes_at_once_where_nobody_else_does_stands_out() -> None:
    assert stand_out({1: Part(6, 10), 2: Part(0, 10), 3: Part(1, 30)}) == [1]


def test_half_the_asking_after_a_bad_week_is_worth_a_question() -> None:
    asked = [20] * 9 + [4, 3, 20, 20]

    assert drops([*CALM, BAD, 1, 1, 1, 1], asked, looked_at=100) == [Drop(8, 7, 40.0)]


@pytest.mark.parametrize(
    ("unhappy", "asked"),
    [
        ([*CALM, 2, 1, 1], [20] * 9 + [4, 3]),
        ([*CALM, BAD, 1, 1], [20] * 9 + [12, 11]),
        ([*CALM, BAD, 1, 1], [1] * 9 + [0, 0]),
        ([*CALM, BAD, 1], [20] * 9 + [4]),
    ],
    ids=["no bad week", "asked on", "hardly asked before", "not two weeks yet"],
)
def test_otherwise_nothing_is_asked_about_the_asking(unhappy: list[int], asked: list[int]) -> None:
    assert drops(unhappy, asked, looked_at=100) == []


def test_two_who_thank_each_other_all_the_time_are_a_ring() -> None:
    assert rings({(1, 2): 5, (2, 1): 6, (3, 4): 2}, people=40) == [(1, 2)]


def test_three_in_turn_are_one_ring() -> None:
    thanks = {(1, 2): 4, (2, 3): 4, (3, 1): 4}

    assert rings(thanks, people=40) == [(1, 2, 3)]


def test_three_who_thank_each_other_both_ways_are_one_ring_and_no_pairs() -> None:
    thanks = dict.fromkeys(((1, 2), (2, 1), (2, 3), (3, 2), (1, 3), (3, 1)), 4)

    assert rings(thanks, people=40) == [(1, 2, 3)]


def test_one_way_is_no_ring() -> None:
    assert rings({(1, 2): 9, (2, 3): 9}, people=40) == []


def test_in_a_company_of_four_thanking_each_other_is_no_ring() -> None:
    thanks = {(a, b): 3 for a in range(4) for b in range(4) if a != b}

    assert rings(thanks, people=4) == []


def test_chance_alone_raises_hardly_any_question() -> None:
    """A company of sixty, two hundred quarters: everybody thanks anybody, one customer in twenty misremembers."""
    chance, raised = Random(20260303), 0
    for _quarter in range(200):
        thanks: dict[tuple[int, int], int] = {}
        for giver in range(60):
            for _week in range(13):
                receiver = chance.randrange(59)
                pair = (giver, receiver + (receiver >= giver))
                thanks[pair] = thanks.get(pair, 0) + 1
        parts = {n: Part(sum(chance.random() < MISTAKEN for _ in range(12)), 12) for n in range(30)}
        raised += bool(rings(thanks, people=60)) + bool(stand_out(parts, share=MISTAKEN))

    assert raised <= 4


def test_every_pattern_says_when_it_is_raised_why_and_how_often_by_chance() -> None:
    assert all(row.raised and row.reason and "hance" in str(row.chance) for row in BY_NAME.values())
    assert all(str(row.question).endswith("?") for row in BY_NAME.values())

"""Two cases of one customer become one and can be parted again; a second matter may be split off."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Miss
from feedback.enums import Word
from feedback.models import Case, Signal
from feedback.operations.concerns import mark_concern
from feedback.operations.customer_words import customer_says
from feedback.operations.merges import MergeRefused, merge, split, undo_merge
from feedback.operations.signals import receive
from feedback.operations.work import NotYours
from tests.cast import NOW, Cast
from tests.factories.signals import clock_of, complaint, open_case
from tests.feedback.verbs import fresh, signal_of, spoke

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def two_matters(cast: Cast) -> tuple[Case, Case]:
    """One customer with two open cases: the second was split off to York."""
    first = open_case(cast)
    draft = complaint(cast, customer=first.customer_id, contact_points=(), name="", place=cast.york.pk)
    signal = receive(signals=[draft], by=cast.front_line, now=NOW)[0].signal
    second = split(signal=signal, leader=cast.peer, by=cast.director, why="Another shop.", now=NOW)
    return fresh(first), fresh(second)


def test_a_second_matter_gets_a_case_a_leader_and_clocks_of_its_own(cast: Cast) -> None:
    first, second = two_matters(cast)

    assert (first.leader, second.leader, second.state) == (cast.leader, cast.peer, "waiting")
    assert [signal.case for signal in Signal.objects.order_by("pk")] == [first, second]
    assert clock_of(second).due_at == clock_of(first).due_at
    assert second.matter != first.matter


def test_only_somebody_above_both_leaders_splits(cast: Cast) -> None:
    case = open_case(cast)
    draft = complaint(cast, customer=case.customer_id, contact_points=(), name="")
    signal = receive(signals=[draft], by=cast.front_line, now=NOW)[0].signal

    for name in ("leader", "peer", "cx_manager"):
        with pytest.raises(NotYours):
            split(signal=signal, leader=cast.peer, by=getattr(cast, name), why="Two.", now=NOW)
    with pytest.raises(NotYours):
        split(signal=signal, leader=cast.administrator, by=cast.director, why="Two.", now=NOW)


def test_one_matter_is_not_split(cast: Cast) -> None:
    with pytest.raises(MergeRefused):
        split(signal=signal_of(open_case(cast)), leader=cast.peer, by=cast.director, why="Two.", now=NOW)


def test_merging_closes_the_younger_voids_its_clocks_and_moves_its_signals(cast: Cast) -> None:
    first, second = two_matters(cast)

    merge(cases=(second, first), by=cast.director, now=NOW + HOUR)

    second = fresh(second)
    assert (second.state, second.end, second.merged_into) == ("closed", "merged", first)
    assert {clock_of(second, kind).end_reason for kind in ("contact", "resolution")} == {"merged"}
    assert {signal.case for signal in Signal.objects.all()} == {first}
    assert Miss.objects.count() == 0


def test_an_unheard_case_merged_into_a_contacted_one_lets_it_wait_again(cast: Cast) -> None:
    first, second = two_matters(cast)
    spoke(first)

    merge(cases=(first, second), by=cast.director, now=NOW + HOUR)

    assert (fresh(first).state, fresh(first).cycle, fresh(first).base) == ("waiting", 2, 0)


def test_two_customers_are_not_merged(cast: Cast) -> None:
    with pytest.raises(MergeRefused):
        merge(cases=(open_case(cast), open_case(cast)), by=cast.leader, now=NOW)


def test_somebody_without_part_in_both_merges_nothing(cast: Cast) -> None:
    first, second = two_matters(cast)

    with pytest.raises(NotYours):
        merge(cases=(first, second), by=cast.leader, now=NOW)


def test_undoing_a_merge_gives_signals_back_and_a_full_step(cast: Cast) -> None:
    first, second = two_matters(cast)
    merge(cases=(first, second), by=cast.director, now=NOW + HOUR)

    undo_merge(case=second, by=cast.director, now=NOW + 2 * HOUR)

    second = fresh(second)
    assert (second.state, second.end, second.merged_into, second.cycle) == ("waiting", "", None, 2)
    assert clock_of(second).due_at == NOW + 2 * HOUR + DAY
    assert [signal.case for signal in Signal.objects.order_by("pk")] == [first, second]


def test_words_about_a_merged_case_reach_the_one_it_went_into(cast: Cast) -> None:
    first, second = two_matters(cast)
    signal = Signal.objects.get(case=second)
    Signal.objects.update(confirmed=True)
    merge(cases=(first, second), by=cast.director, now=NOW)
    spoke(fresh(first))

    word = customer_says(signal=signal, right=Word.NO, now=NOW + HOUR)

    assert (word.case, fresh(first).state) == (first, "waiting")


def test_a_case_about_somebody_is_not_merged(cast: Cast) -> None:
    first, second = two_matters(cast)
    mark_concern(signal=Signal.objects.get(case=first), person=cast.front_line, by=cast.leader, now=NOW)

    with pytest.raises(MergeRefused):
        merge(cases=(first, second), by=cast.director, now=NOW)

"""Who leads: offered and accepted, taken over, asked for by the customer, handed on by a leaver. Nothing resets the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from accounts.models import Miss, Notice
from accounts.operations.people import deactivate_person
from accounts.operations.sweep import sweep
from feedback.models import Case, HandOver, Responsibility
from feedback.operations.concerns import mark_concern
from feedback.operations.hand_overs import (
    HandOverRefused,
    accept,
    accept_many,
    decline,
    offer,
    offer_many,
    someone_else_please,
    take_over,
    withdraw,
)
from feedback.operations.work import NotYours, WordsMissing
from tests.cast import NOW, Cast
from tests.factories.signals import clock_of, open_case
from tests.feedback.verbs import fresh, signal_of

HOUR = timedelta(hours=1)


def offered(cast: Cast, case: Case, now: datetime = NOW) -> HandOver:
    return offer(case=case, by=cast.leader, receiver=cast.peer, reason="Your shop sold it.", now=now)


def test_an_offer_changes_nothing_until_it_is_accepted(cast: Cast) -> None:
    case = open_case(cast)

    offered(cast, case)

    assert fresh(case).leader == cast.leader
    assert clock_of(case).holder == cast.leader


def test_an_accepted_offer_moves_leader_clocks_and_responsibility_but_no_promise(cast: Cast) -> None:
    case = open_case(cast)
    due = clock_of(case).due_at

    accept(offer=offered(cast, case), by=cast.peer, now=NOW + HOUR)

    rows = Responsibility.objects.filter(case=case).order_by("pk").values_list("leader", "ends", "reason")
    assert list(rows) == [
        (cast.leader.pk, NOW + HOUR, "place_head"),
        (cast.peer.pk, None, "hand_over"),
    ]
    clock = clock_of(case)
    assert (fresh(case).leader, fresh(case).hand_overs) == (cast.peer, 1)
    assert (clock.holder, clock.due_at, clock.charged_to) == (cast.peer, due, None)


def test_only_the_receiver_answers_an_offer(cast: Cast) -> None:
    made = offered(cast, open_case(cast))

    with pytest.raises(NotYours):
        accept(offer=made, by=cast.director, now=NOW)


def test_an_offer_needs_a_reason_and_another_active_person(cast: Cast) -> None:
    case = open_case(cast)
    with pytest.raises(WordsMissing):
        offer(case=case, by=cast.leader, receiver=cast.peer, reason=" ", now=NOW)
    with pytest.raises(HandOverRefused):
        offer(case=case, by=cast.leader, receiver=cast.leader, reason="Why not.", now=NOW)
    cast.peer.is_active = False
    cast.peer.save()

    with pytest.raises(HandOverRefused):
        offered(cast, case)


def test_a_case_is_offered_to_one_person_at_a_time(cast: Cast) -> None:
    case = open_case(cast)
    offered(cast, case)

    with pytest.raises(HandOverRefused):
        offer(case=case, by=cast.leader, receiver=cast.director, reason="Help.", now=NOW)


def test_a_miss_of_a_clock_handed_over_in_its_last_quarter_stays_with_the_giver(cast: Cast) -> None:
    case = open_case(cast)
    due = clock_of(case).due_at
    accept(offer=offered(cast, case, due - HOUR), by=cast.peer, now=due - HOUR)

    sweep(now=due + HOUR)

    assert list(Miss.objects.values_list("person", flat=True)) == [cast.leader.pk]


def test_a_miss_of_a_clock_handed_over_early_is_the_receivers(cast: Cast) -> None:
    case = open_case(cast)
    accept(offer=offered(cast, case), by=cast.peer, now=NOW + HOUR)

    sweep(now=clock_of(case).due_at + HOUR)

    assert list(Miss.objects.values_list("person", flat=True)) == [cast.peer.pk]


def test_a_miss_of_a_case_handed_down_stays_with_the_giver(cast: Cast) -> None:
    case = open_case(cast)
    down = offer(case=case, by=cast.leader, receiver=cast.front_line, reason="Do it.", now=NOW)
    accept(offer=down, by=cast.front_line, now=NOW)

    sweep(now=clock_of(case).due_at + HOUR)

    assert list(Miss.objects.values_list("person", flat=True)) == [cast.leader.pk]


def test_a_declined_offer_leaves_the_leader_and_tells_them(cast: Cast) -> None:
    case = open_case(cast)
    made = decline(offer=offered(cast, case), by=cast.peer, now=NOW, why="I am away tomorrow.")

    assert (made.state, fresh(case).leader) == ("declined", cast.leader)
    assert Notice.objects.filter(kind="case_offer_declined", recipient_id=cast.leader.pk).count() == 1


def test_an_offer_nobody_answers_lapses_after_its_step(cast: Cast) -> None:
    case = open_case(cast)
    made = offered(cast, case)

    sweep(now=NOW + timedelta(days=1))

    made.refresh_from_db()
    assert (made.state, fresh(case).leader) == ("lapsed", cast.leader)
    with pytest.raises(NotYours):
        accept(offer=made, by=cast.peer, now=NOW + timedelta(days=1))


def test_an_offer_taken_back_cannot_be_accepted(cast: Cast) -> None:
    made = offered(cast, open_case(cast))

    withdraw(offer=made, by=cast.leader, now=NOW)

    with pytest.raises(NotYours):
        accept(offer=made, by=cast.peer, now=NOW)


def test_several_cases_are_offered_and_accepted_together(cast: Cast) -> None:
    cases = [open_case(cast), open_case(cast)]
    made = offer_many(cases=cases, by=cast.leader, receiver=cast.peer, reason="Both from York.", now=NOW)

    assert made[0].bulk_id is not None
    accept_many(bulk_id=made[0].bulk_id, by=cast.peer, now=NOW)

    assert {fresh(case).leader for case in cases} == {cast.peer}


def test_a_bulk_offer_with_one_case_of_somebody_else_offers_nothing(cast: Cast) -> None:
    cases = [open_case(cast), open_case(cast, place=cast.york.pk)]

    with pytest.raises(NotYours):
        offer_many(cases=cases, by=cast.leader, receiver=cast.director, reason="All.", now=NOW)

    assert HandOver.objects.count() == 0


def test_the_third_hand_over_warns_the_leaders_manager(cast: Cast) -> None:
    case = open_case(cast)
    people = [cast.leader, cast.peer, cast.leader, cast.peer]
    for giver, receiver in pairwise(people):
        made = offer(case=case, by=giver, receiver=receiver, reason="Yours.", now=NOW)
        accept(offer=made, by=receiver, now=NOW)

    warned = Notice.objects.filter(kind="case_passed_around").values_list("recipient_id", "data__count")
    assert list(warned) == [(cast.director.pk, 3)]


@pytest.mark.parametrize(
    ("name", "allowed"), [("director", True), ("owner", True), ("peer", False), ("cx_manager", False)]
)
def test_only_somebody_above_takes_over(cast: Cast, name: str, allowed: bool) -> None:
    case, by = open_case(cast), getattr(cast, name)
    if allowed:
        take_over(case=case, by=by, reason="I know her.", now=NOW)
    else:
        with pytest.raises(NotYours):
            take_over(case=case, by=by, reason="I know her.", now=NOW)

    assert fresh(case).leader == (by if allowed else cast.leader)


def test_the_customer_asks_for_someone_else_once(cast: Cast) -> None:
    signal = signal_of(open_case(cast))

    someone_else_please(signal=signal, now=NOW)

    signal.refresh_from_db()
    assert signal.case.leader == cast.director
    with pytest.raises(HandOverRefused):
        someone_else_please(signal=signal, now=NOW)


def test_nobody_concerned_receives_a_case(cast: Cast) -> None:
    case = open_case(cast, place=cast.york.pk)
    mark_concern(signal=signal_of(case), person=cast.leader, by=cast.peer, now=NOW)

    with pytest.raises(HandOverRefused):
        offer(case=case, by=cast.peer, receiver=cast.leader, reason="Yours.", now=NOW)


def test_the_cases_of_somebody_who_leaves_go_to_the_person_above_in_the_same_moment(cast: Cast) -> None:
    case = open_case(cast)
    offered(cast, case)

    deactivate_person(person=cast.leader, by=cast.administrator, now=NOW + HOUR)

    held = Responsibility.objects.get(case=case, ends=None)
    assert (fresh(case).leader, held.leader, held.reason) == (cast.director, cast.director, "leaver")
    assert clock_of(case).holder == cast.director
    assert HandOver.objects.get().state == "withdrawn"


def test_an_offer_to_somebody_who_leaves_lapses(cast: Cast) -> None:
    case = open_case(cast)
    made = offered(cast, case)

    deactivate_person(person=cast.peer, by=cast.administrator, now=NOW + HOUR)

    made.refresh_from_db()
    assert (made.state, fresh(case).leader) == ("lapsed", cast.leader)


def test_a_miss_stays_with_whoever_held_the_case_when_the_time_ran_out_though_no_sweep_came(
    cast: Cast,
) -> None:
    case = open_case(cast)
    late = clock_of(case).due_at + HOUR
    take_over(case=case, by=cast.director, reason="I am at the counter.", now=late)

    sweep(now=late + HOUR)

    assert Miss.objects.get(clock=clock_of(case), level=0).person == cast.leader

"""Later, as the customer asked; how they want to hear from us; whether we can reach them at all."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from accounts.models import Clock, Notice
from accounts.rules.actor import CUSTOMER
from feedback.enums import How, Outcome, Wish
from feedback.models import Case, Wait
from feedback.operations.answers import decide
from feedback.operations.contacts import log_contact
from feedback.operations.waits import WaitRefused, later
from feedback.operations.wishes import WishRefused, change_wish, find_reach, lose_reach
from feedback.operations.work import NotYours, WrongState
from tests.cast import NOW, Cast
from tests.factories.signals import clock_of, open_case
from tests.feedback.verbs import fresh, spoke

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_later_moves_the_promise_to_the_moment_the_customer_named(cast: Cast) -> None:
    case = open_case(cast)

    later(case=case, by=cast.leader, until=NOW + 10 * DAY, now=NOW)

    assert (clock_of(case).due_at, fresh(case).due_at, fresh(case).state) == (
        NOW + 10 * DAY,
        NOW + 10 * DAY,
        "waiting",
    )
    assert Wait.objects.get().taken_by == cast.leader
    assert Notice.objects.filter(kind="customer_later", recipient_kind="customer").count() == 1


@pytest.mark.parametrize("until", [NOW, NOW + 30 * DAY + timedelta(seconds=1)])
def test_later_lies_ahead_and_within_thirty_days(cast: Cast, until: datetime) -> None:
    case = open_case(cast)

    with pytest.raises(WaitRefused):
        later(case=case, by=cast.leader, until=until, now=NOW)


def test_a_promise_that_has_passed_stays_passed_when_the_customer_asks_for_later(cast: Cast) -> None:
    case = open_case(cast)
    due = clock_of(case).due_at

    later(case=case, by=CUSTOMER, until=due + 5 * DAY, now=due + HOUR)

    clock = clock_of(case)
    assert (clock.due_at, clock.next_at) == (due, due + 5 * DAY)


def test_nothing_waits_for_later_once_the_customer_was_reached(cast: Cast) -> None:
    case = open_case(cast)
    spoke(case)

    with pytest.raises(WrongState):
        later(case=case, by=cast.leader, until=NOW + DAY, now=NOW)


def test_a_peer_takes_no_later(cast: Cast) -> None:
    with pytest.raises(NotYours):
        later(case=open_case(cast), by=cast.peer, until=NOW + DAY, now=NOW)


def test_do_not_contact_me_turns_the_one_clock_into_a_decision_and_ends_the_resolution_clock(
    cast: Cast,
) -> None:
    case = open_case(cast)
    before = clock_of(case)

    change_wish(case=case, by=CUSTOMER, wish=Wish.NO_CONTACT, now=NOW + HOUR)

    clock = clock_of(case, "decision")
    assert clock.pk == before.pk
    assert clock.due_at > before.due_at
    assert clock_of(case, "resolution").end_reason == "replaced"
    assert fresh(case).due_at == clock.due_at


def test_turning_back_promises_a_contact_no_later_than_a_step_from_now(cast: Cast) -> None:
    case = open_case(cast)
    change_wish(case=case, by=CUSTOMER, wish=Wish.NO_CONTACT, now=NOW)

    change_wish(case=case, by=CUSTOMER, wish=Wish.CALL, now=NOW + HOUR)

    assert clock_of(case).due_at == NOW + HOUR + DAY
    running = Clock.objects.filter(subject_id=case.pk, kind="resolution", met_at=None, ended_at=None)
    assert running.count() == 1


def test_a_promise_that_ran_out_keeps_its_time_when_the_wish_changes(cast: Cast) -> None:
    case = open_case(cast)
    due = clock_of(case).due_at

    change_wish(case=case, by=CUSTOMER, wish=Wish.NO_CONTACT, now=due + HOUR)

    assert clock_of(case, "decision").due_at == due


def test_a_customer_who_wants_a_call_after_all_waits_for_one_again(cast: Cast) -> None:
    case = open_case(cast, wish=Wish.NO_CONTACT)
    decide(case=case, by=cast.leader, words="We changed the carrier.", now=NOW)

    change_wish(case=case, by=CUSTOMER, wish=Wish.CALL, now=NOW + HOUR)

    case = fresh(case)
    assert (case.state, case.cycle, case.base) == ("waiting", 2, 0)
    assert clock_of(case).due_at == NOW + HOUR + DAY


def test_the_logger_may_note_another_wish_and_a_peer_may_not(cast: Cast) -> None:
    case = open_case(cast)

    change_wish(case=case, by=cast.front_line, wish=Wish.WRITE, now=NOW)
    with pytest.raises(NotYours):
        change_wish(case=case, by=cast.peer, wish=Wish.CALL, now=NOW)

    assert fresh(case).wish == "write"


def test_a_customer_is_given_up_as_unreachable_only_after_wrong_details(cast: Cast) -> None:
    case = open_case(cast)
    with pytest.raises(WishRefused):
        lose_reach(case=case, by=cast.leader, now=NOW)

    log_contact(case=case, by=cast.leader, how=How.CALL, outcome=Outcome.WRONG_DETAILS, now=NOW)
    lose_reach(case=case, by=cast.leader, now=NOW)

    assert Case.objects.get(pk=case.pk).reachable is False
    assert clock_of(case, "action").waiting is True


def test_a_way_that_is_found_brings_the_contact_clock_back(cast: Cast) -> None:
    case = open_case(cast)
    log_contact(case=case, by=cast.leader, how=How.CALL, outcome=Outcome.WRONG_DETAILS, now=NOW)
    lose_reach(case=case, by=cast.leader, now=NOW)

    find_reach(case=case, by=cast.front_line, now=NOW + HOUR)

    assert clock_of(case, "contact").waiting is True

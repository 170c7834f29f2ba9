"""Written answers, decisions, actions and the customer's own reply: what each keeps, and what it does not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Notice
from accounts.operations.sweep import sweep
from accounts.rules.actor import SYSTEM
from feedback.enums import PromiseKind, SignalKind, Wish
from feedback.models import Case, ContactAttempt
from feedback.operations.answers import (
    AnswerRefused,
    answer_bounced,
    customer_writes,
    decide,
    log_action,
    write_answer,
)
from feedback.operations.promises import keep_promise, make_promise
from feedback.operations.work import NotYours, WordsMissing
from tests.cast import NOW, Cast
from tests.factories.signals import clock_of, open_case
from tests.feedback.verbs import fresh, put_right, signal_of, tried

HOUR, WEEK = timedelta(hours=1), timedelta(days=7)


def test_a_written_answer_keeps_the_promise_where_the_customer_wished_to_be_written_to(cast: Cast) -> None:
    case = open_case(cast, wish=Wish.WRITE)

    message = write_answer(case=case, by=cast.leader, words="A new parcel is on its way.", now=NOW + HOUR)

    assert (message.met_clock, clock_of(case).met_at, fresh(case).state) == (True, NOW + HOUR, "contacted")
    assert ContactAttempt.objects.get().outcome == "wrote"


def test_a_written_answer_to_somebody_who_wants_a_call_is_an_attempt(cast: Cast) -> None:
    case = open_case(cast)

    write_answer(case=case, by=cast.leader, words="I tried to call you.", now=NOW)

    assert (clock_of(case).met_at, fresh(case).state, fresh(case).attempts) == (None, "waiting", 1)


def test_an_answer_says_something_and_comes_from_somebody_responsible(cast: Cast) -> None:
    case = open_case(cast, wish=Wish.WRITE)

    with pytest.raises(WordsMissing):
        write_answer(case=case, by=cast.leader, words=" ", now=NOW)
    with pytest.raises(NotYours):
        write_answer(case=case, by=cast.peer, words="Hello.", now=NOW)


def test_an_answer_that_bounces_leaves_the_customer_waiting_for_the_old_promise(cast: Cast) -> None:
    case = open_case(cast, wish=Wish.WRITE)
    due = clock_of(case).due_at
    message = write_answer(case=case, by=cast.leader, words="Sorry.", now=NOW + HOUR)
    put_right(case, now=NOW + HOUR)

    answer_bounced(message=message, by=SYSTEM, now=NOW + 2 * HOUR)

    clock = clock_of(case)
    assert (clock.met_at, clock.due_at, clock.waiting) == (None, due, True)
    assert (fresh(case).state, fresh(case).resolved_at, fresh(case).due_at) == ("waiting", None, due)
    assert clock_of(case, "resolution").waiting is True


def test_a_bounce_that_is_told_twice_changes_nothing_more(cast: Cast) -> None:
    case = open_case(cast, wish=Wish.WRITE)
    message = write_answer(case=case, by=cast.leader, words="Sorry.", now=NOW)
    answer_bounced(message=message, by=SYSTEM, now=NOW)
    again = write_answer(case=case, by=cast.leader, words="Sorry, by post.", now=NOW + HOUR)

    answer_bounced(message=message, by=SYSTEM, now=NOW + HOUR)

    assert (again.met_clock, clock_of(case).met_at) == (True, NOW + HOUR)


def test_a_decision_answers_a_customer_who_is_not_to_be_contacted_and_sends_nothing(cast: Cast) -> None:
    case = open_case(cast, wish=Wish.NO_CONTACT)
    before = Notice.objects.filter(recipient_kind="customer").count()

    decide(case=case, by=cast.leader, words="We changed the carrier.", now=NOW + HOUR)

    assert (clock_of(case, "decision").met_at, fresh(case).state) == (NOW + HOUR, "contacted")
    assert Notice.objects.filter(recipient_kind="customer").count() == before


def test_a_decided_case_ends_after_seven_days_without_a_word(cast: Cast) -> None:
    case = open_case(cast, wish=Wish.NO_CONTACT)
    decide(case=case, by=cast.leader, words="We changed the carrier.", now=NOW)

    sweep(now=NOW + WEEK)

    assert (fresh(case).state, fresh(case).end) == ("closed", "decided")


def test_a_decided_case_does_not_end_while_a_promise_runs_but_soon_after(cast: Cast) -> None:
    case = open_case(cast, wish=Wish.NO_CONTACT)
    decide(case=case, by=cast.leader, words="We will change the carrier.", now=NOW)
    promise = make_promise(case=case, by=cast.leader, kind=PromiseKind.FIX_BY, due_at=NOW + 2 * WEEK, now=NOW)

    sweep(now=NOW + WEEK)
    state = fresh(case).state
    keep_promise(promise=promise, by=cast.leader, words="Changed.", now=NOW + WEEK)
    sweep(now=NOW + 2 * WEEK)

    assert (state, fresh(case).end) == ("contacted", "decided")


def test_a_word_of_the_customer_counts_the_seven_days_anew(cast: Cast) -> None:
    case = open_case(cast, wish=Wish.NO_CONTACT)
    decide(case=case, by=cast.leader, words="We changed the carrier.", now=NOW)
    customer_writes(signal=signal_of(case), words="To which one?", now=NOW + 6 * timedelta(days=1))

    sweep(now=NOW + WEEK)
    waiting = fresh(case).state
    sweep(now=NOW + WEEK + 6 * timedelta(days=1))

    assert (waiting, fresh(case).state) == ("contacted", "closed")


def test_nobody_decides_where_the_customer_wants_to_be_called(cast: Cast) -> None:
    with pytest.raises(AnswerRefused):
        decide(case=open_case(cast), by=cast.leader, words="No.", now=NOW)


def test_an_action_answers_a_case_without_a_way_to_reach_anybody(cast: Cast) -> None:
    case = open_case(cast, contact_points=(), name="")

    log_action(case=case, by=cast.leader, words="We added a second counter.", now=NOW + HOUR)

    assert (clock_of(case, "action").met_at, fresh(case).state) == (NOW + HOUR, "contacted")


def test_an_action_answers_a_place_case(cast: Cast) -> None:
    fields: dict[str, Any] = {
        "kind": SignalKind.SCORE,
        "words": "",
        "scale": "nps",
        "score": 2,
        "contact_points": (),
        "name": "",
    }
    case = open_case(cast, **fields)
    assert case.is_place_case

    log_action(case=case, by=cast.leader, words="We added a second counter.", now=NOW + HOUR)

    assert (clock_of(case, "action").met_at, fresh(case).state) == (NOW + HOUR, "contacted")


def test_an_action_is_no_answer_to_somebody_who_can_be_called(cast: Cast) -> None:
    with pytest.raises(AnswerRefused):
        log_action(case=open_case(cast), by=cast.leader, words="We swept the floor.", now=NOW)


def test_a_customer_who_replies_to_us_has_been_reached_but_not_in_person(cast: Cast) -> None:
    case = open_case(cast)
    tried(case)

    customer_writes(signal=signal_of(case), words="I saw you called.", now=NOW + HOUR)

    clock = clock_of(case)
    assert (clock.met_at, clock.met_by, fresh(case).state) == (NOW + HOUR, None, "contacted")


@pytest.mark.parametrize("automatic", [True, False])
def test_neither_a_robot_nor_a_customer_nobody_tried_to_reach_meets_the_clock(
    cast: Cast, automatic: bool
) -> None:
    case = open_case(cast)
    if automatic:
        tried(case)

    customer_writes(signal=signal_of(case), words="I am away.", now=NOW + HOUR, automatic=automatic)

    assert (clock_of(case).met_at, fresh(case).state) == (None, "waiting")


def test_the_leader_hears_that_the_customer_wrote(cast: Cast) -> None:
    case = open_case(cast)

    customer_writes(signal=signal_of(case), words="Hello?", now=NOW)

    assert list(Notice.objects.filter(kind="case_customer_wrote").values_list("recipient_id", flat=True)) == [
        cast.leader.pk
    ]
    assert Case.objects.get(pk=case.pk).state == "waiting"

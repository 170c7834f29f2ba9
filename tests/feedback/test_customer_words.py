"""The customer's answers decide: yes reached, put right, partly, no."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.models import Clock, Escalation, Miss, Notice
from accounts.operations.people import deactivate_person
from accounts.operations.sweep import sweep
from accounts.rules.actor import CUSTOMER
from feedback.enums import End, PromiseKind, Word
from feedback.models import Case, CustomerWord
from feedback.operations.concerns import mark_concern
from feedback.operations.customer_words import NothingSaid, customer_says
from feedback.operations.endings import EndRefused, close
from feedback.operations.promises import keep_promise, make_promise
from feedback.operations.signals import receive
from tests.cast import NOW, Cast
from tests.factories.signals import clock_of, complaint, open_case
from tests.feedback.verbs import fresh, put_right, signal_of, spoke

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def say(case: Case, *, now: datetime = NOW, **answers: Word) -> CustomerWord:
    """The customer answers through the link we sent them."""
    return customer_says(
        signal=signal_of(case), now=now, reached=answers.get("reached", ""), right=answers.get("right", "")
    )


def test_yes_reached_meets_the_contact_clock_but_not_as_personal(cast: Cast) -> None:
    case = open_case(cast)

    say(case, reached=Word.YES)

    assert (fresh(case).state, clock_of(case).met_at, clock_of(case).met_by) == ("contacted", NOW, None)


def test_yes_put_right_ends_the_case_and_keeps_the_customer(cast: Cast) -> None:
    case = open_case(cast)
    spoke(case)
    put_right(case)

    say(case, reached=Word.YES, right=Word.YES)

    assert (fresh(case).end, fresh(case).outcome) == ("put_right", "retained")


def test_put_right_does_not_end_a_case_nobody_has_acted_on(cast: Cast) -> None:
    case = open_case(cast)

    say(case, right=Word.YES)

    assert (fresh(case).state, clock_of(case).waiting) == ("waiting", True)


@pytest.mark.parametrize(
    "answers", [{"reached": Word.NO}, {"right": Word.NO}, {"reached": Word.NO, "right": Word.YES}]
)
def test_a_no_to_either_question_reopens_one_level_higher_and_tells_that_rung_at_once(
    cast: Cast, answers: dict[str, Any]
) -> None:
    case = open_case(cast)
    spoke(case)

    customer_says(signal=signal_of(case), now=NOW + HOUR, **answers)

    case = fresh(case)
    rungs = Escalation.objects.filter(clock=clock_of(case))
    assert (case.state, case.cycle, case.base) == ("waiting", 2, 1)
    assert [(rung.level, rung.to, rung.reason) for rung in rungs] == [(1, cast.director, "again")]
    assert clock_of(case).due_at == NOW + HOUR + DAY


def test_a_no_while_the_case_waits_changes_nothing(cast: Cast) -> None:
    case = open_case(cast)

    say(case, reached=Word.NO)

    assert (fresh(case).cycle, fresh(case).base, CustomerWord.objects.count()) == (1, 0, 1)


def test_noes_never_climb_past_the_owner(cast: Cast) -> None:
    case = open_case(cast)
    for turn in range(5):
        spoke(case, now=NOW + turn * HOUR)
        say(case, now=NOW + turn * HOUR, right=Word.NO)

    assert (fresh(case).cycle, fresh(case).base) == (6, 2)


def test_partly_stays_with_the_leader_and_needs_a_new_promise(cast: Cast) -> None:
    case = open_case(cast)
    spoke(case)
    put_right(case)

    say(case, now=NOW + HOUR, right=Word.PARTLY)

    assert (fresh(case).state, fresh(case).cycle, fresh(case).leader) == ("contacted", 1, cast.leader)
    assert Clock.objects.filter(kind="resolution", met_at=None, ended_at=None).count() == 1
    with pytest.raises(EndRefused, match="partly"):
        put_right(case, now=NOW + 2 * HOUR)
    promise = make_promise(
        case=case, by=cast.leader, kind=PromiseKind.FIX_BY, due_at=NOW + DAY, now=NOW + 2 * HOUR
    )
    keep_promise(promise=promise, by=cast.leader, words="The rest was sent.", now=NOW + 3 * HOUR)
    assert put_right(case, now=NOW + 3 * HOUR).state == "resolved"


def test_after_partly_no_silence_ends_the_case(cast: Cast) -> None:
    case = open_case(cast)
    spoke(case)
    put_right(case)
    say(case, now=NOW + HOUR, right=Word.PARTLY)

    sweep(now=NOW + 8 * DAY)

    assert fresh(case).state == "contacted"


def test_a_no_makes_a_fix_that_was_called_done_a_missed_promise(cast: Cast) -> None:
    case = open_case(cast)
    spoke(case)
    promise = make_promise(case=case, by=cast.leader, kind=PromiseKind.FIX_BY, due_at=NOW + DAY, now=NOW)
    keep_promise(promise=promise, by=cast.leader, words="Sent.", now=NOW)

    say(case, right=Word.NO)

    assert list(Miss.objects.values_list("clock__kind", "clock__ref", "person")) == [
        ("promise", promise.pk, cast.leader.pk)
    ]


def test_a_no_on_a_closed_case_reopens_it(cast: Cast) -> None:
    case = open_case(cast)
    spoke(case)
    put_right(case)
    sweep(now=NOW + 7 * DAY)

    say(case, now=NOW + 8 * DAY, right=Word.NO)

    assert (fresh(case).state, fresh(case).cycle, fresh(case).closed_at) == ("waiting", 2, None)


def test_a_case_reopened_after_its_leader_left_is_led_by_the_next_one_up(cast: Cast) -> None:
    case = open_case(cast)
    spoke(case)
    put_right(case)
    sweep(now=NOW + 7 * DAY)
    deactivate_person(person=cast.leader, by=cast.administrator, now=NOW + 8 * DAY)

    say(case, now=NOW + 8 * DAY, right=Word.NO)

    held = fresh(case).responsibilities.get(ends=None)
    assert (held.leader, held.reason, clock_of(fresh(case)).holder) == (
        cast.director,
        "leaver",
        cast.director,
    )


def test_a_case_reopened_after_it_was_found_to_be_about_its_leader_is_led_by_the_next_one_up(
    cast: Cast,
) -> None:
    case = open_case(cast)
    spoke(case)
    put_right(case)
    sweep(now=NOW + 7 * DAY)
    mark_concern(signal=signal_of(case), person=cast.leader, by=cast.director, now=NOW + 7 * DAY)

    say(case, now=NOW + 8 * DAY, right=Word.NO)

    assert (fresh(case).state, fresh(case).leader) == ("waiting", cast.director)


def test_a_no_on_a_closed_case_joins_the_open_one_of_the_same_customer(cast: Cast) -> None:
    case = open_case(cast)
    signal = signal_of(case)
    close(case=case, by=CUSTOMER, end=End.WITHDRAWN, now=NOW)
    draft = complaint(cast, customer=case.customer_id, contact_points=(), name="")
    newer = receive(signals=[draft], by=cast.front_line, now=NOW + HOUR)[0].case
    spoke(fresh(newer), now=NOW + 2 * HOUR)

    word = customer_says(signal=signal, right=Word.NO, now=NOW + 3 * HOUR)

    assert (word.case, fresh(case).state, fresh(newer).state) == (newer, "closed", "waiting")


def test_a_no_to_a_final_answer_is_kept_and_does_not_reopen(cast: Cast) -> None:
    case = open_case(cast)
    spoke(case)
    close(case=case, by=cast.director, end=End.FINAL_ANSWER, why="The law forbids it.", now=NOW)

    say(case, now=NOW + HOUR, right=Word.NO)

    assert (fresh(case).state, CustomerWord.objects.count()) == ("closed", 1)


def test_a_link_that_was_only_handed_out_does_not_move_a_case_with_other_peoples_words(cast: Cast) -> None:
    case = open_case(cast)
    draft = complaint(cast, customer=case.customer_id, contact_points=(), name="")
    second = receive(signals=[draft], by=cast.front_line, now=NOW)[0].signal
    spoke(fresh(case))

    customer_says(signal=second, right=Word.NO, now=NOW + HOUR)

    assert (fresh(case).state, CustomerWord.objects.count()) == ("contacted", 1)
    assert Notice.objects.filter(kind="case_customer_said", recipient_id=cast.leader.pk).count() == 1


def test_saying_nothing_is_refused(cast: Cast) -> None:
    with pytest.raises(NothingSaid):
        say(open_case(cast))


def test_two_hours_after_a_contact_the_customer_is_asked_once(cast: Cast) -> None:
    case = open_case(cast)
    spoke(case)

    sweep(now=NOW + 2 * HOUR)
    sweep(now=NOW + 3 * HOUR)

    assert Notice.objects.filter(kind="customer_check_back", recipient_id=case.customer_id or 0).count() == 1

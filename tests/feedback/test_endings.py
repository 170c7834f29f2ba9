"""How cases end: each end with its conditions, none without the act its clock asks for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Clock, Escalation, Notice
from accounts.operations.sweep import sweep
from accounts.rules.actor import CUSTOMER
from feedback.enums import CustomerOutcome, End, How, PromiseKind, Wish
from feedback.models import Case, Cause, EndProposal, Message
from feedback.operations.answers import log_action
from feedback.operations.endings import (
    EndRefused,
    close,
    record_cause,
    resolve,
    undo_withdrawal,
    withdraw_case,
)
from feedback.operations.promises import keep_promise, make_promise
from feedback.operations.proposals import confirm_end, propose_end, refuse_end
from feedback.operations.signals import receive
from feedback.operations.work import NotYours, WrongState
from tests.cast import NOW, Cast
from tests.factories.signals import clock_of, complaint, open_case
from tests.feedback.verbs import fresh, put_right, signal_of, spoke, tried

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_saying_it_is_right_meets_the_resolution_clock_and_asks_the_customer(cast: Cast) -> None:
    case = open_case(cast)
    spoke(case)

    put_right(case, now=NOW + HOUR)

    case = fresh(case)
    assert (case.state, case.resolved_at, case.cause, case.due_at) == (
        "resolved",
        NOW + HOUR,
        Cause.objects.get(slug="delay"),
        None,
    )
    assert clock_of(case, "resolution").met_at == NOW + HOUR
    assert Notice.objects.filter(kind="customer_is_it_right").count() == 1


def test_nothing_is_right_without_a_cause(cast: Cast) -> None:
    case = open_case(cast)
    spoke(case)

    with pytest.raises(EndRefused):
        resolve(case=case, by=cast.leader, cause=None, now=NOW)


def test_nothing_is_right_before_the_customer_was_heard(cast: Cast) -> None:
    with pytest.raises(WrongState):
        put_right(open_case(cast))


def test_nothing_is_right_while_a_promise_is_open(cast: Cast) -> None:
    case = open_case(cast)
    spoke(case)
    promise = make_promise(case=case, by=cast.leader, kind=PromiseKind.FIX_BY, due_at=NOW + DAY, now=NOW)
    with pytest.raises(EndRefused):
        put_right(case)

    keep_promise(promise=promise, by=cast.leader, words="Sent.", now=NOW)

    assert put_right(case).state == "resolved"


def test_a_promise_made_after_it_was_called_right_opens_the_work_again(cast: Cast) -> None:
    case = open_case(cast)
    spoke(case)
    put_right(case)

    make_promise(case=case, by=cast.leader, kind=PromiseKind.FIX_BY, due_at=NOW + 10 * DAY, now=NOW)
    sweep(now=NOW + 8 * DAY)

    running = Clock.objects.filter(subject_id=case.pk, kind="resolution", met_at=None, ended_at=None)
    assert (fresh(case).state, running.count()) == ("contacted", 1)


def test_seven_days_of_silence_end_a_case_as_no_answer_not_as_put_right(cast: Cast) -> None:
    case = open_case(cast)
    spoke(case)
    put_right(case)

    sweep(now=NOW + 7 * DAY)

    case = fresh(case)
    assert (case.state, case.end, case.outcome, case.closed_at) == (
        "closed",
        "no_answer",
        "unknown",
        NOW + 7 * DAY,
    )
    assert Clock.objects.filter(subject_id=case.pk, met_at=None, ended_at=None).count() == 0


@pytest.mark.parametrize("end", [End.PUT_RIGHT, End.NO_ANSWER, End.DECIDED, End.MERGED, End.AS_IMPORTED])
def test_no_leader_closes_with_an_end_that_is_the_customers_or_the_clocks(cast: Cast, end: End) -> None:
    case = open_case(cast)
    spoke(case)
    put_right(case)

    with pytest.raises(NotYours):
        close(case=case, by=cast.leader, end=end, why="It is.", now=NOW)


def test_a_final_answer_is_given_from_above_after_the_customer_was_heard(cast: Cast) -> None:
    case = open_case(cast)
    with pytest.raises(WrongState):
        close(case=case, by=cast.director, end=End.FINAL_ANSWER, why="No.", now=NOW)
    spoke(case)
    with pytest.raises(NotYours):
        close(case=case, by=cast.leader, end=End.FINAL_ANSWER, why="No.", now=NOW)

    close(case=case, by=cast.director, end=End.FINAL_ANSWER, why="The law forbids it.", now=NOW)

    assert fresh(case).end == "final_answer"
    assert Message.objects.get().by == cast.director
    assert Notice.objects.filter(kind="customer_final_answer").count() == 1


def test_a_final_answer_says_why(cast: Cast) -> None:
    case = open_case(cast)
    spoke(case)

    with pytest.raises(EndRefused):
        close(case=case, by=cast.owner, end=End.FINAL_ANSWER, why="", now=NOW)


def test_a_customer_who_withdraws_ends_the_case_at_once(cast: Cast) -> None:
    case = open_case(cast)

    close(case=case, by=CUSTOMER, end=End.WITHDRAWN, now=NOW)

    assert (fresh(case).end, clock_of(case).end_reason) == ("withdrawn", "closed")


def test_a_link_that_was_only_handed_out_does_not_withdraw_other_peoples_words(cast: Cast) -> None:
    case = open_case(cast)
    draft = complaint(cast, customer=case.customer_id, contact_points=(), name="")
    second = receive(signals=[draft], by=cast.front_line, now=NOW)[0].signal

    with pytest.raises(NotYours):
        withdraw_case(signal=second, now=NOW)
    withdraw_case(signal=signal_of(case), now=NOW)

    assert fresh(case).end == "withdrawn"


def test_a_withdrawal_logged_by_us_is_confirmed_to_the_customer_who_can_undo_it(cast: Cast) -> None:
    case = open_case(cast)
    close(case=case, by=cast.leader, end=End.WITHDRAWN, why="She phoned.", now=NOW)
    assert Notice.objects.filter(kind="customer_withdrawn").count() == 1

    undo_withdrawal(signal=signal_of(case), now=NOW + HOUR)

    case = fresh(case)
    assert (case.state, case.cycle, case.base, case.end) == ("waiting", 2, 0, "")
    assert clock_of(case).due_at == NOW + HOUR + DAY


def test_a_withdrawal_nobody_can_confirm_is_not_ours_to_log(cast: Cast) -> None:
    case = open_case(cast, wish=Wish.NO_CONTACT)

    with pytest.raises(EndRefused):
        close(case=case, by=cast.leader, end=End.WITHDRAWN, why="She phoned.", now=NOW)


def test_could_not_reach_asks_for_three_varied_attempts_and_a_letter(cast: Cast) -> None:
    case = open_case(cast)

    def give_up() -> Case:
        return close(case=case, by=cast.leader, end=End.COULD_NOT_REACH, now=NOW + 2 * DAY)

    tried(case)
    tried(case)
    tried(case)
    with pytest.raises(EndRefused, match="different"):
        give_up()
    tried(case, now=NOW + DAY)
    with pytest.raises(EndRefused, match="letter"):
        give_up()
    tried(case, now=NOW + DAY, how=How.WRITE)

    assert give_up().end == "could_not_reach"


def test_an_action_ends_a_case_nobody_can_be_reached_about(cast: Cast) -> None:
    case = open_case(cast, contact_points=(), name="")
    with pytest.raises(WrongState):
        close(case=case, by=cast.leader, end=End.BY_ACTION, now=NOW)
    log_action(case=case, by=cast.leader, words="We added a counter.", now=NOW)

    close(case=case, by=cast.leader, end=End.BY_ACTION, now=NOW)

    assert fresh(case).end == "by_action"


def test_no_case_is_proposed_by_the_leader_and_confirmed_one_above(cast: Cast) -> None:
    case = open_case(cast)
    proposal = propose_end(case=case, by=cast.leader, end=End.NO_CASE, why="A test.", now=NOW)
    assert fresh(case).state == "waiting"
    with pytest.raises(NotYours):
        confirm_end(proposal=proposal, by=cast.leader, now=NOW)

    confirm_end(proposal=proposal, by=cast.director, now=NOW + HOUR)

    assert (fresh(case).end, clock_of(case).end_reason) == ("no_case", "void")
    assert EndProposal.objects.get().answered_by == cast.director


def test_a_proposal_waits_on_a_clock_of_the_one_above_and_climbs(cast: Cast) -> None:
    case = open_case(cast)
    propose_end(case=case, by=cast.leader, end=End.NOT_SAFE, why="He threatened us.", now=NOW)
    assert clock_of(case, "approval").holder == cast.director

    sweep(now=clock_of(case, "approval").due_at)
    sweep(now=clock_of(case, "approval").due_at)

    rungs = Escalation.objects.filter(clock__kind="approval")
    assert [rung.to for rung in rungs] == [cast.owner]


def test_a_refused_proposal_lets_the_case_go_on(cast: Cast) -> None:
    case = open_case(cast)
    proposal = propose_end(case=case, by=cast.leader, end=End.NO_CASE, why="A test.", now=NOW)

    refuse_end(proposal=proposal, by=cast.director, now=NOW, why="I know her.")

    assert (fresh(case).state, EndProposal.objects.get().state) == ("waiting", "refused")
    assert clock_of(case, "approval").met_at == NOW


def test_an_owner_who_leads_has_nobody_above_and_decides_at_once(cast: Cast) -> None:
    case = open_case(cast, place=None, department=cast.office.pk)
    assert case.leader == cast.owner

    propose_end(case=case, by=cast.owner, end=End.NO_CASE, why="A test.", now=NOW)

    assert fresh(case).end == "no_case"


def test_a_proposed_final_answer_reaches_the_customer_in_the_name_of_who_confirmed(cast: Cast) -> None:
    case = open_case(cast)
    spoke(case)
    proposal = propose_end(
        case=case, by=cast.leader, end=End.FINAL_ANSWER, why="The law forbids it.", now=NOW
    )

    confirm_end(proposal=proposal, by=cast.director, now=NOW)

    assert (fresh(case).end, Message.objects.get().by) == ("final_answer", cast.director)


def test_the_cause_can_be_named_after_the_end(cast: Cast) -> None:
    case = open_case(cast)
    close(case=case, by=CUSTOMER, end=End.WITHDRAWN, now=NOW)

    record_cause(
        case=case, by=cast.leader, cause=Cause.objects.get(slug="staff"), now=NOW, department=cast.office
    )

    assert (fresh(case).cause, fresh(case).cause_department) == (Cause.objects.get(slug="staff"), cast.office)


def test_whoever_logged_it_hears_how_it_ended(cast: Cast) -> None:
    case = open_case(cast)

    close(
        case=case, by=cast.leader, end=End.WITHDRAWN, why="She phoned.", now=NOW, outcome=CustomerOutcome.LOST
    )

    news = Notice.objects.filter(kind="case_news").values_list("recipient_id", "data__news")
    assert (list(news), fresh(case).outcome) == ([(cast.front_line.pk, "withdrawn")], "lost")

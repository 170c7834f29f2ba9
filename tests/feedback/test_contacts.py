"""Logging a contact: who may, what keeps the promise, what an attempt changes, what taking it back restores."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.models import Absence, Event, Miss, Notice, User
from accounts.operations.sweep import sweep
from cxapp.lib.errors import Refused
from feedback.enums import Feeling, How, Outcome, PromiseKind, Wish
from feedback.models import Case, ContactAttempt, Promise
from feedback.operations.contacts import ContactRefused, TooLate, correct_contact, log_contact, undo_contact
from feedback.operations.promises import NewPromise
from feedback.operations.work import NotYours, StaleForm
from tests.cast import NOW, Cast
from tests.factories.signals import clock_of, open_case

HOUR = timedelta(hours=1)


def spoke(case: Case, by: User, now: datetime = NOW, **more: Any) -> ContactAttempt:
    return log_contact(case=case, by=by, how=How.CALL, outcome=Outcome.REACHED, now=now, **more)


def tried(case: Case, by: User, now: datetime = NOW, how: How = How.CALL) -> ContactAttempt:
    return log_contact(case=case, by=by, how=how, outcome=Outcome.NO_ANSWER, now=now)


def test_speaking_to_the_customer_keeps_the_promise(cast: Cast) -> None:
    case = open_case(cast)

    attempt = spoke(case, cast.leader, NOW + HOUR)

    case.refresh_from_db()
    clock = clock_of(case)
    assert (case.state, clock.met_at, clock.met_by, attempt.acting_as) == (
        "contacted",
        NOW + HOUR,
        cast.leader,
        "leader",
    )


def test_a_contact_counts_from_when_it_is_logged_not_from_when_it_is_said_to_have_been(cast: Cast) -> None:
    case = open_case(cast)

    spoke(case, cast.leader, NOW + 9 * HOUR, stated_at=NOW + HOUR)

    assert Miss.objects.count() == 0
    assert clock_of(case).met_at == NOW + 9 * HOUR


def test_a_contact_logged_too_late_is_a_miss_whatever_time_it_states(cast: Cast) -> None:
    case = open_case(cast)

    spoke(case, cast.leader, clock_of(case).due_at + HOUR, stated_at=NOW)

    assert list(Miss.objects.values_list("person", "tried_in_time")) == [(cast.leader.pk, False)]


def test_a_time_that_lies_ahead_is_refused(cast: Cast) -> None:
    case = open_case(cast)

    with pytest.raises(ContactRefused, match="already passed"):
        spoke(case, cast.leader, stated_at=NOW + HOUR)


@pytest.mark.parametrize(
    "name", ["peer", "front_line", "outsider", "director", "cx_manager", "administrator"]
)
def test_only_leader_deputy_and_rungs_log_a_contact(cast: Cast, name: str) -> None:
    case = open_case(cast)

    with pytest.raises(NotYours):
        spoke(case, getattr(cast, name))


def test_a_deputy_contacts_on_behalf_of_the_absent_leader(cast: Cast) -> None:
    case = open_case(cast)
    Absence.objects.create(person=cast.leader, deputy=cast.peer, starts=NOW - HOUR, ends=NOW + 9 * HOUR)

    attempt = spoke(case, cast.peer, NOW + HOUR)

    assert (attempt.acting_as, attempt.on_behalf_of, attempt.met_clock) == ("deputy", cast.leader, True)


def test_whoever_it_reached_may_contact_and_the_rung_counts_as_answered(cast: Cast) -> None:
    case = open_case(cast)
    late = clock_of(case).due_at + timedelta(minutes=1)
    sweep(now=late)
    sweep(now=late)

    attempt = spoke(case, cast.director, late + HOUR)

    clock = clock_of(case)
    assert (attempt.acting_as, clock.met_by) == ("rung", cast.director)
    assert [rung.answered_at for rung in clock.escalations.all()] == [late + HOUR]


def test_an_attempt_gives_the_next_rung_one_more_step_but_moves_no_promise(cast: Cast) -> None:
    case = open_case(cast)
    before = clock_of(case)

    tried(case, cast.leader, NOW + HOUR)

    clock = clock_of(case)
    assert (clock.due_at, clock.not_before) == (before.due_at, NOW + HOUR + timedelta(days=1))
    assert Case.objects.get(pk=case.pk).attempts == 1


def test_the_promise_is_a_miss_tried_in_time_and_nobody_is_told_before_the_extra_step(cast: Cast) -> None:
    case = open_case(cast)
    due = clock_of(case).due_at
    tried(case, cast.leader, due - HOUR)

    sweep(now=due + HOUR)

    clock = clock_of(case)
    assert list(Miss.objects.values_list("level", "tried_in_time", "at")) == [(0, True, due)]
    assert clock.escalations.count() == 0


def test_a_second_attempt_the_same_day_by_the_same_way_gives_nothing(cast: Cast) -> None:
    case = open_case(cast)
    tried(case, cast.leader, NOW + HOUR)
    after_first = clock_of(case).not_before

    tried(case, cast.leader, NOW + 2 * HOUR)

    assert clock_of(case).not_before == after_first


def test_nothing_is_given_once_a_rung_was_told(cast: Cast) -> None:
    case = open_case(cast)
    late = clock_of(case).due_at + timedelta(minutes=1)
    sweep(now=late)
    sweep(now=late)
    before = clock_of(case)
    assert before.level == 1

    tried(case, cast.leader, late + HOUR)

    assert (clock_of(case).next_at, clock_of(case).not_before) == (before.next_at, None)


def test_writing_keeps_the_promise_only_where_the_customer_wished_for_it(cast: Cast) -> None:
    calls, writes = open_case(cast), open_case(cast, wish=Wish.WRITE)

    for case in (calls, writes):
        log_contact(case=case, by=cast.leader, how=How.WRITE, outcome=Outcome.WROTE, now=NOW + HOUR)

    assert (clock_of(calls).met_at, clock_of(writes).met_at) == (None, NOW + HOUR)


def test_nobody_calls_a_customer_who_asked_not_to_be_contacted(cast: Cast) -> None:
    case = open_case(cast, wish=Wish.NO_CONTACT)

    with pytest.raises(ContactRefused, match="asked not to be contacted"):
        spoke(case, cast.leader)


def test_an_outcome_that_cannot_come_of_the_way_is_refused(cast: Cast) -> None:
    case = open_case(cast)

    with pytest.raises(ContactRefused):
        log_contact(case=case, by=cast.leader, how=How.WRITE, outcome=Outcome.REACHED, now=NOW)


def test_taking_a_contact_back_restores_clock_state_and_promises(cast: Cast) -> None:
    case = open_case(cast)
    before = clock_of(case)
    promise = NewPromise(PromiseKind.CALL_BY, NOW + 5 * HOUR)
    attempt = spoke(case, cast.leader, NOW + HOUR, promise=promise)

    undo_contact(attempt=attempt, by=cast.leader, now=NOW + HOUR + timedelta(minutes=10))

    case.refresh_from_db()
    clock = clock_of(case)
    assert (case.state, case.due_at, clock.met_at, clock.due_at) == (
        "waiting",
        before.due_at,
        None,
        before.due_at,
    )
    assert Promise.objects.get().withdrawn_at is not None
    assert clock_of(case, "promise").ended_at is not None
    assert clock_of(case, "check_back").ended_at is not None


def test_a_rung_told_before_an_undone_contact_keeps_the_rest_of_its_step(cast: Cast) -> None:
    case = open_case(cast)
    late = clock_of(case).due_at + timedelta(minutes=1)
    sweep(now=late)
    sweep(now=late)
    attempt = spoke(case, cast.leader, late + HOUR)

    undo_contact(attempt=attempt, by=cast.leader, now=late + HOUR + timedelta(minutes=5))

    clock = clock_of(case)
    rung = clock.escalations.get()
    assert (clock.next_at, rung.answered_at) == (rung.due_at, None)


def test_taking_an_attempt_back_restores_the_original_times(cast: Cast) -> None:
    case = open_case(cast)
    attempt = tried(case, cast.leader, NOW + HOUR)

    undo_contact(attempt=attempt, by=cast.leader, now=NOW + HOUR)

    clock = clock_of(case)
    assert (clock.not_before, clock.tried_at, clock.next_at) == (None, None, clock.due_at)


def test_of_two_attempts_the_one_that_stays_still_gives_its_step(cast: Cast) -> None:
    case = open_case(cast)
    tried(case, cast.leader, NOW + HOUR)
    kept = clock_of(case).not_before
    second = tried(case, cast.leader, NOW + 2 * HOUR, How.VISIT)

    undo_contact(attempt=second, by=cast.leader, now=NOW + 2 * HOUR)

    assert (clock_of(case).not_before, clock_of(case).tried_at) == (kept, NOW + HOUR)


def test_after_ten_minutes_an_entry_is_corrected_not_taken_back(cast: Cast) -> None:
    case = open_case(cast)
    attempt = spoke(case, cast.leader, NOW, note="She is happy.")

    with pytest.raises(TooLate):
        undo_contact(attempt=attempt, by=cast.leader, now=NOW + timedelta(minutes=10, seconds=1))
    corrected = correct_contact(
        attempt=attempt, by=cast.leader, note="She is not happy.", feeling=Feeling.WORSE, now=NOW + HOUR
    )

    event = Event.objects.get(subject_kind="case", subject_id=case.pk, code="contact_corrected")
    assert corrected.note is not None
    assert corrected.note.body == "She is not happy."
    assert event.data["old"]["text"] == attempt.note_id


def test_nobody_takes_back_what_somebody_else_logged(cast: Cast) -> None:
    case = open_case(cast)
    late = clock_of(case).due_at + timedelta(minutes=1)
    sweep(now=late)
    sweep(now=late)
    attempt = tried(case, cast.leader, late)

    with pytest.raises(ContactRefused):
        undo_contact(attempt=attempt, by=cast.director, now=late)


def test_a_contact_is_one_event_without_the_words(cast: Cast) -> None:
    case = open_case(cast)

    attempt = spoke(case, cast.leader, note="She cried.")

    event = Event.objects.get(subject_kind="case", subject_id=case.pk, code="contact")
    assert event.data["attempt"] == attempt.pk
    assert "cried" not in str(event.data)


def test_whoever_logged_the_complaint_hears_that_the_customer_was_reached(cast: Cast) -> None:
    case = open_case(cast)

    spoke(case, cast.leader)

    told = Notice.objects.filter(kind="case_news").values_list("recipient_id", "data__news")
    assert list(told) == [(cast.front_line.pk, "reached")]


def test_an_old_form_is_answered_with_a_conflict(cast: Cast) -> None:
    case = open_case(cast)
    seq = case.seq
    tried(case, cast.leader)

    with pytest.raises(StaleForm):
        spoke(case, cast.leader, expected_seq=seq)


def test_a_closed_case_takes_no_contact(cast: Cast) -> None:
    case = open_case(cast)
    Case.objects.filter(pk=case.pk).update(state="closed", end="no_case", closed_at=NOW)

    with pytest.raises(Refused):
        spoke(case, cast.leader)

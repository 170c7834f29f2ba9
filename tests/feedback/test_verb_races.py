"""Several people act on one case at the same instant: one wins, nothing is done twice, history holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from threading import Barrier, Event, Thread
from typing import Any

import pytest
from django.db import connection

from accounts.models import Clock, Escalation
from accounts.operations.history import verify
from accounts.operations.sweep import sweep
from cxapp.lib.errors import Refused
from feedback.enums import CaseState, Word
from feedback.models import OPEN, Case, ContactAttempt, Customer, Responsibility, Signal
from feedback.operations import signals
from feedback.operations.customer_merges import merge_customers
from feedback.operations.customer_words import customer_says
from feedback.operations.customers import Found, find_customers
from feedback.operations.hand_overs import accept, offer, take_over, withdraw
from tests.cast import NOW, make_cast
from tests.factories.signals import clock_of, complaint, open_case
from tests.feedback.verbs import fresh, signal_of, spoke

HOUR = timedelta(hours=1)

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(deeds: Sequence[Callable[[], object]]) -> list[Exception]:
    """Run every deed in a thread of its own, all starting together; the answer is what failed but for refusals."""
    barrier, failures = Barrier(len(deeds)), list[Exception]()

    def run(deed: Callable[[], object]) -> None:
        barrier.wait()
        try:
            deed()
        except Refused:
            return
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def test_one_contact_keeps_the_promise_however_many_are_logged_at_once() -> None:
    cast = make_cast()
    case = open_case(cast)

    failures = at_once([lambda: spoke(case, cast.leader) for _ in range(4)])

    assert failures == []
    assert ContactAttempt.objects.filter(met_clock=True).count() == 1
    assert (fresh(case).state, verify().faults) == ("contacted", [])


def test_an_offer_accepted_taken_back_and_overtaken_at_once_leaves_one_leader() -> None:
    cast = make_cast()
    case = open_case(cast)
    made = offer(case=case, by=cast.leader, receiver=cast.peer, reason="Yours.", now=NOW)

    failures = at_once(
        [
            lambda: accept(offer=made, by=cast.peer, now=NOW),
            lambda: withdraw(offer=made, by=cast.leader, now=NOW),
            lambda: take_over(case=case, by=cast.director, reason="Mine.", now=NOW),
        ]
    )

    held = Responsibility.objects.get(case=case, ends=None)
    assert failures == []
    assert (held.leader, clock_of(case).holder) == (fresh(case).leader, fresh(case).leader)
    assert verify().faults == []


def test_a_contact_a_no_and_two_sweeps_at_once_leave_exactly_one_state() -> None:
    cast = make_cast()
    case = open_case(cast)
    signal = signal_of(case)
    late = clock_of(case).due_at + HOUR

    failures = at_once(
        [
            lambda: spoke(case, cast.leader, late),
            lambda: customer_says(signal=signal, reached=Word.NO, now=late),
            lambda: sweep(now=late),
            lambda: sweep(now=late),
        ]
    )

    waiting = Clock.objects.filter(subject_id=case.pk, kind="contact", met_at=None, ended_at=None).count()
    assert failures == []
    assert waiting == (1 if Case.objects.get(pk=case.pk).state == CaseState.WAITING else 0)
    assert Escalation.objects.filter(reason="late").count() <= 1
    assert verify().faults == []


def test_a_complaint_that_arrives_while_two_customers_become_one_is_of_the_one_who_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The complaint finds its customer, then the merge has its turn; where the engine lets one write at a time it waits."""
    cast = make_cast()
    reach = (("phone", "+441134960001"),)
    gone, kept = (
        Customer.objects.get(cases=open_case(cast, contact_points=points)) for points in (reach, ())
    )
    found, merged = Event(), Event()

    def find_then_wait(**given: Any) -> Any:
        answer = find_customers(**given)
        found.set()
        merged.wait(0.5)
        return answer

    def merge_once_found() -> None:
        found.wait(5)
        merge_customers(kept=kept, gone=gone, by=cast.cx_manager, now=NOW)
        merged.set()

    monkeypatch.setattr(signals, "find_customers", find_then_wait)
    draft = complaint(cast, contact_points=reach, name="")
    failures = at_once(
        [lambda: signals.receive(signals=[draft], by=cast.front_line, now=NOW), merge_once_found]
    )

    assert failures == []
    assert {signal.customer for signal in Signal.objects.all()} == {kept}
    assert [case.customer for case in Case.objects.filter(OPEN)] == [kept]
    assert verify().faults == []


def test_a_customer_found_before_they_were_made_one_with_another_is_looked_for_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast = make_cast()
    reach = (("phone", "+441134960001"),)
    gone, kept = (
        Customer.objects.get(cases=open_case(cast, contact_points=points)) for points in (reach, ())
    )
    merge_customers(kept=kept, gone=gone, by=cast.cx_manager, now=NOW)
    answers = [[Found(gone, reachable=True, points=[])]]

    def stale_first(**given: Any) -> Any:
        return answers.pop() if answers else find_customers(**given)

    monkeypatch.setattr(signals, "find_customers", stale_first)
    draft = complaint(cast, contact_points=reach, name="")
    [received] = signals.receive(signals=[draft], by=cast.front_line, now=NOW)

    assert (received.signal.customer, received.case.customer) == (kept, kept)
    assert not Case.objects.filter(OPEN, customer=gone).exists()

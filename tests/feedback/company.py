"""The company at work, for the stateful test: everything people, customers and the sweep may do, in any order.

Every example is rolled back. A refusal is a legal answer, any other failure is not. Not here: what must hold (`test_stateful`).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
)

from accounts.models import Absence, User
from accounts.operations.history import verify
from accounts.operations.people import deactivate_person
from accounts.operations.sweep import sweep
from cxapp.lib.errors import Refused
from feedback.enums import End, How, Outcome, PromiseKind, Wish, Word
from feedback.models import OPEN, Case, Cause, ContactAttempt, Promise, Signal
from feedback.operations.answers import customer_writes, write_answer
from feedback.operations.concerns import mark_concern
from feedback.operations.contacts import log_contact, undo_contact
from feedback.operations.customer_words import customer_says
from feedback.operations.endings import close, resolve
from feedback.operations.hand_overs import accept, offer, someone_else_please, take_over
from feedback.operations.merges import merge, split, undo_merge
from feedback.operations.promises import keep_promise, make_promise
from feedback.operations.proposals import confirm_end, propose_end
from feedback.operations.severities import raise_severity
from feedback.operations.signals import receive
from feedback.operations.waits import later
from feedback.operations.wishes import change_wish
from tests.cast import NOW, make_cast
from tests.factories.signals import complaint

CUSTOMERS = 3
STAFF = ("owner", "director", "leader", "peer", "front_line")

pick = st.integers(min_value=0, max_value=10_000)
hours = st.integers(min_value=0, max_value=30)
staff = st.sampled_from(STAFF)
outcomes = st.sampled_from([Outcome.REACHED, Outcome.REACHED, Outcome.NO_ANSWER, Outcome.VOICEMAIL])


class Company(RuleBasedStateMachine):
    """The company at work. `now` only moves forward."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.cast = make_cast()
        self.now = NOW
        self.left: set[int] = set()

    def teardown(self) -> None:
        verdict = verify()
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)
        assert verdict.faults == []

    def some_case(self, number: int, *, opened: bool = True) -> Case:
        rows = list((Case.objects.filter(OPEN) if opened else Case.objects.all()).order_by("pk"))
        return rows[number % len(rows)] if rows else Case.objects.order_by("pk")[0]

    def person(self, name: str) -> User:
        return User.objects.get(pk=getattr(self.cast, name).pk)

    def attempt(self, deed: Callable[..., Any], **arguments: Any) -> Any:
        with suppress(Refused):
            return deed(**arguments, now=self.now)

    @initialize(wishes=st.lists(st.sampled_from(list(Wish)), min_size=CUSTOMERS, max_size=CUSTOMERS))
    def first_complaints(self, wishes: list[Wish]) -> None:
        for customer, wish in enumerate(wishes):
            self.receive(customer, wish, bool(customer % 2))

    @rule(customer=st.integers(0, CUSTOMERS - 1), wish=st.sampled_from(list(Wish)), at_york=st.booleans())
    def complain(self, customer: int, wish: Wish, at_york: bool) -> None:
        self.receive(customer, wish, at_york)

    def receive(self, customer: int, wish: Wish, at_york: bool) -> None:
        draft = complaint(
            self.cast,
            at=self.now,
            wish=wish,
            name=f"Customer {customer}",
            contact_points=(("phone", f"+44113496000{customer}"),),
            place=(self.cast.york if at_york else self.cast.leeds).pk,
            confirmed=True,
            logged_by=None,
        )
        receive(signals=[draft], by=self.cast.cx_manager, now=self.now)

    @precondition(lambda self: Case.objects.exists())
    @rule(number=pick, name=staff, outcome=outcomes, how=st.sampled_from([How.CALL, How.VISIT]))
    def contact(self, number: int, name: str, outcome: Outcome, how: How) -> None:
        case = self.some_case(number)
        for by in (case.leader, self.person(name)):
            self.attempt(log_contact, case=case, by=by, how=how, outcome=outcome)

    @precondition(lambda self: ContactAttempt.objects.exists())
    @rule()
    def undo(self) -> None:
        attempt = ContactAttempt.objects.order_by("-pk")[0]
        self.attempt(undo_contact, attempt=attempt, by=attempt.by)

    @precondition(lambda self: Case.objects.exists())
    @rule(number=pick)
    def write(self, number: int) -> None:
        case = self.some_case(number)
        self.attempt(write_answer, case=case, by=case.leader, words="Here is what we did.")

    @precondition(lambda self: Case.objects.exists())
    @rule(number=pick, name=staff)
    def hand_over(self, number: int, name: str) -> None:
        case = self.some_case(number)
        made = self.attempt(offer, case=case, by=case.leader, receiver=self.person(name), reason="Yours.")
        if made is not None and number % 3:
            self.attempt(accept, offer=made, by=made.receiver)

    @precondition(lambda self: Case.objects.exists())
    @rule(number=pick, name=staff)
    def take_over(self, number: int, name: str) -> None:
        self.attempt(take_over, case=self.some_case(number), by=self.person(name), reason="Mine.")

    @precondition(lambda self: Case.objects.exists())
    @rule(number=pick, reached=st.sampled_from(["", *Word]), right=st.sampled_from(list(Word)))
    def customer_says(self, number: int, reached: str, right: str) -> None:
        signal = Signal.objects.filter(case=self.some_case(number, opened=False)).first()
        if signal is not None:
            self.attempt(customer_says, signal=signal, reached=reached, right=right)

    @precondition(lambda self: Signal.objects.exists())
    @rule(number=pick, automatic=st.booleans())
    def customer_writes(self, number: int, automatic: bool) -> None:
        signals = list(Signal.objects.order_by("pk"))
        self.attempt(
            customer_writes, signal=signals[number % len(signals)], words="Hello.", automatic=automatic
        )

    @precondition(lambda self: Case.objects.exists())
    @rule(number=pick)
    def someone_else(self, number: int) -> None:
        signal = Signal.objects.filter(case=self.some_case(number)).first()
        if signal is not None:
            self.attempt(someone_else_please, signal=signal)

    @precondition(lambda self: Case.objects.exists())
    @rule(number=pick, wish=st.sampled_from(list(Wish)))
    def wish(self, number: int, wish: Wish) -> None:
        case = self.some_case(number)
        self.attempt(change_wish, case=case, by=case.leader, wish=wish)

    @precondition(lambda self: Case.objects.exists())
    @rule(number=pick, ahead=st.integers(1, 40 * 24))
    def later(self, number: int, ahead: int) -> None:
        case = self.some_case(number)
        self.attempt(later, case=case, by=case.leader, until=self.now + timedelta(hours=ahead))

    @precondition(lambda self: Case.objects.exists())
    @rule(number=pick, kind=st.sampled_from(list(PromiseKind)), ahead=st.integers(1, 60))
    def promise(self, number: int, kind: PromiseKind, ahead: int) -> None:
        case, due_at = self.some_case(number), self.now + timedelta(hours=ahead)
        made = self.attempt(make_promise, case=case, by=case.leader, kind=kind, due_at=due_at)
        if made is not None and number % 2:
            self.attempt(keep_promise, promise=made, by=case.leader, words="Done.")

    @precondition(lambda self: Case.objects.exists())
    @rule(number=pick)
    def resolve(self, number: int) -> None:
        case = self.some_case(number)
        for promise in Promise.objects.filter(
            case=case, kind=PromiseKind.FIX_BY, kept_at=None, withdrawn_at=None
        ):
            self.attempt(keep_promise, promise=promise, by=case.leader, words="Done.")
        self.attempt(resolve, case=case, by=case.leader, cause=Cause.objects.all()[0])

    @precondition(lambda self: Case.objects.exists())
    @rule(number=pick, end=st.sampled_from([End.NO_CASE, End.FINAL_ANSWER]), name=staff)
    def end_from_above(self, number: int, end: End, name: str) -> None:
        case = self.some_case(number)
        proposal = self.attempt(propose_end, case=case, by=case.leader, end=end, why="Because.")
        if proposal is not None and number % 4 == 0:
            self.attempt(confirm_end, proposal=proposal, by=self.person(name))

    @precondition(lambda self: Case.objects.exists())
    @rule(number=pick, end=st.sampled_from(list(End)))
    def end_by_hand(self, number: int, end: End) -> None:
        case = self.some_case(number)
        self.attempt(close, case=case, by=case.leader, end=end, why="Because.")

    @precondition(lambda self: Case.objects.exists())
    @rule(number=pick, severity=st.sampled_from(["high", "critical"]))
    def worse(self, number: int, severity: str) -> None:
        case = self.some_case(number)
        self.attempt(raise_severity, case=case, by=case.leader, severity=severity, why="Worse.")

    @precondition(lambda self: Signal.objects.exists())
    @rule(number=pick)
    def split_and_merge(self, number: int) -> None:
        signals = list(Signal.objects.order_by("pk"))
        signal = signals[number % len(signals)]
        old = Case.objects.get(pk=signal.case_id)
        owner = self.person("owner")
        made = self.attempt(split, signal=signal, leader=self.person("director"), by=owner, why="Two.")
        if made is not None and number % 2:
            self.attempt(merge, cases=(old, made), by=owner)
            if number % 3 == 0:
                self.attempt(undo_merge, case=Case.objects.get(pk=made.pk), by=owner)

    @precondition(lambda self: Signal.objects.exists())
    @rule(number=pick, name=st.sampled_from(["leader", "director"]))
    def concern(self, number: int, name: str) -> None:
        signals = list(Signal.objects.order_by("pk"))
        signal = signals[number % len(signals)]
        if number % 5 == 0:
            self.attempt(mark_concern, signal=signal, person=self.person(name), by=self.person("owner"))

    @rule(name=st.sampled_from(["leader", "director", "peer"]), deputy=staff, length=st.integers(1, 48))
    def absence(self, name: str, deputy: str, length: int) -> None:
        person = self.person(name)
        if deputy != name:
            ends = self.now + timedelta(hours=length)
            Absence.objects.create(person=person, deputy=self.person(deputy), starts=self.now, ends=ends)

    @precondition(lambda self: not self.left)
    @rule(name=st.sampled_from(["leader", "director", "peer"]), sure=st.integers(0, 5))
    def leaver(self, name: str, sure: int) -> None:
        if sure == 0:
            deactivate_person(person=self.person(name), by=self.cast.administrator, now=self.now)
            self.left.add(getattr(self.cast, name).pk)

    @rule(ahead=hours)
    def time_passes(self, ahead: int) -> None:
        self.now += timedelta(hours=ahead, minutes=7)
        assert sweep(now=self.now).failed == 0

    @rule(days=st.integers(1, 8))
    def days_pass(self, days: int) -> None:
        self.now += timedelta(days=days)
        assert sweep(now=self.now).failed == 0

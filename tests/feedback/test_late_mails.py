"""A mail that leaves after an outage says what is true when it leaves: a time that has passed is told as passed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from accounts.models import Escalation
from accounts.operations.delivery import deliver
from accounts.operations.sweep import sweep
from accounts.rules.kinds import notices
from feedback.models import Case, Customer
from feedback.operations.enquiries import ask_question
from tests.cast import NOW, Cast
from tests.factories.signals import clock_of, open_case
from tests.smtp import Post, post_office

MINUTE = timedelta(minutes=1)
ADDRESS = "mia@example.test"


@pytest.fixture
def post(settings: Settings) -> Iterator[Post]:
    with post_office(settings) as server:
        yield server


@pytest.fixture
def case(cast: Cast, post: Post) -> Case:
    return open_case(cast, name="Mia Moss", contact_points=(("email", ADDRESS),))


def read_by_mia(post: Post, at: datetime) -> str:
    """The one letter to the customer of those that leave now, in one line."""
    deliver(limit=100, now=at)
    [letter] = [letter for letter in post.letters if f"To: {ADDRESS}" in letter]
    return " ".join(letter.replace("=\r\n", "").split())


def test_in_time_the_customer_reads_the_promise(case: Case, post: Post) -> None:
    letter = read_by_mia(post, clock_of(case).due_at - MINUTE)

    assert "will get in touch with you by" in letter
    assert "That time has passed" not in letter


def test_after_the_time_the_customer_reads_that_it_passed_and_who_was_told(case: Case, post: Post) -> None:
    late = clock_of(case).due_at + MINUTE
    sweep(now=late)
    above = Escalation.objects.get(clock=clock_of(case)).to.name

    letter = read_by_mia(post, late + MINUTE)

    assert "will get in touch with you by" not in letter
    assert "That time has passed. That is our fault." in letter
    assert f"{above}, to whom {case.leader.name} reports, was told" in letter


def test_a_reminder_at_half_time_that_leaves_too_late_says_that_the_promise_is_late(case: Case) -> None:
    clock = clock_of(case)

    letter = notices["case_half"].render(case.leader, {"clock": clock.pk}, clock.due_at + MINUTE)

    assert letter is not None
    assert letter.subject.startswith("Mia Moss still waits for you, promised")
    assert "The promise ended" in letter.body
    assert "Half of the time has passed" not in letter.body


def test_a_visitor_whose_question_is_late_is_not_promised_an_answer_in_the_past(cast: Cast) -> None:
    enquiry = ask_question(
        place=cast.leeds.pk,
        words="Is there rye?",
        name="Mia Moss",
        contact_points=(("email", ADDRESS),),
        now=NOW,
    )
    visitor = Customer.objects.get(name="Mia Moss")

    letter = notices["enquiry_received"].render(visitor, {"enquiry": enquiry.pk}, enquiry.due_at + MINUTE)

    assert letter is not None
    assert "should have answered it by" in letter.body
    assert "answers it by" not in letter.body

"""A written answer that the customer's mail server refuses: the promise waits again. Told to a real server on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from accounts.models import Delivery, Notice
from accounts.operations.delivery import BACKOFF, deliver
from accounts.operations.history import verify
from feedback.enums import Wish
from feedback.models import Case
from feedback.operations.answers import write_answer
from tests.cast import NOW, Cast
from tests.factories.signals import clock_of, open_case
from tests.feedback.verbs import fresh
from tests.smtp import Post, post_office

MINUTE = timedelta(minutes=1)
ADDRESS = "mia@example.test"


@pytest.fixture
def post(settings: Settings) -> Iterator[Post]:
    with post_office(settings) as server:
        yield server


@pytest.fixture
def answered(cast: Cast, post: Post) -> Case:
    """Anna wrote to Mia a minute ago; the answer lies in the outbox, everything else was sent."""
    case = open_case(cast, wish=Wish.WRITE, name="Mia Moss", contact_points=(("email", ADDRESS),))
    deliver(limit=100, now=NOW)
    write_answer(case=case, by=cast.leader, words="We bake a new cake.", now=NOW + MINUTE)
    return fresh(case)


def send(at: datetime) -> str:
    """One round of the outbox; the state of the answer afterwards."""
    deliver(limit=100, now=at)
    return Delivery.objects.get(notice__kind="customer_answer").state


def test_an_answer_that_arrives_keeps_the_promise(answered: Case, post: Post) -> None:
    assert send(NOW + 2 * MINUTE) == "sent"
    assert "We bake a new cake." in post.letters[-1]
    assert (fresh(answered).state, clock_of(answered).met_at) == ("contacted", NOW + MINUTE)


def test_an_address_that_is_refused_lets_the_customer_wait_for_the_old_promise(
    cast: Cast, answered: Case, post: Post
) -> None:
    promised = clock_of(answered).due_at
    post.refuses[ADDRESS] = 550

    assert send(NOW + 2 * MINUTE) == "failed"
    clock = clock_of(answered)
    assert (fresh(answered).state, clock.met_at, clock.due_at) == ("waiting", None, promised)
    assert list(Notice.objects.filter(kind="case_bounced").values_list("recipient_id", flat=True)) == [
        cast.leader.pk
    ]
    assert verify().faults == []


def test_a_server_that_is_busy_is_tried_again(answered: Case, post: Post) -> None:
    post.refuses[ADDRESS] = 450
    assert send(NOW + 2 * MINUTE) == "queued"
    assert fresh(answered).state == "contacted"

    post.refuses.clear()

    assert send(NOW + 10 * MINUTE) == "sent"


def test_after_the_last_try_the_promise_waits_again(answered: Case, post: Post) -> None:
    post.refuses[ADDRESS] = 450
    at, states = NOW + 2 * MINUTE, []
    for pause in [*BACKOFF, MINUTE]:
        states.append(send(at))
        at += pause

    assert (states[-2:], fresh(answered).state) == (["queued", "failed"], "waiting")


def test_a_letter_that_meets_no_clock_only_fails(cast: Cast, post: Post) -> None:
    post.refuses[ADDRESS] = 550
    case = open_case(cast, name="Mia Moss", contact_points=(("email", ADDRESS),))

    deliver(limit=100, now=NOW)

    assert Delivery.objects.get(notice__kind="customer_received").state == "failed"
    assert (fresh(case).state, Notice.objects.filter(kind="case_bounced").count()) == ("waiting", 0)

"""The pages of the right of reply, sent twice and decided by two at the same instant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.models import Clock, Event, Miss, Notice, User
from accounts.operations.sweep import sweep
from cxapp.insights.enums import Ground
from cxapp.insights.models import Reply
from cxapp.insights.operations.replies import (
    answer_miss,
    decide_reply,
)
from cxapp.lib import clock
from cxapp.lib.errors import Conflict
from tests.cast import Cast, make_cast
from tests.factories.signals import open_case

pytestmark = pytest.mark.django_db

LATER = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
"""A Thursday: the promise of Tuesday has run out."""
DECIDED_BY = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
"""Five working days later."""


@pytest.fixture
def miss(cast: Cast) -> Miss:
    open_case(cast)
    sweep(now=LATER)
    return Miss.objects.get(level=0, person=cast.leader)


def ask(miss: Miss, *, now: datetime = LATER, ground: str = Ground.WRONG_NUMBER) -> Reply:
    return answer_miss(miss=miss, by=miss.person, words="The number was a fax.", ground=ground, now=now)


def decide(reply: Reply, by: User, *, set_aside: bool = True, now: datetime = LATER) -> Reply:
    return decide_reply(reply=reply, by=by, set_aside=set_aside, reason="I rang it myself.", now=now)


def posted(client: Client, monkeypatch: pytest.MonkeyPatch, url: str, data: dict[str, Any]) -> Any:
    monkeypatch.setattr(clock, "now", lambda: LATER)
    return client.post(url, data)


def test_a_form_sent_twice_is_one_answer(
    cast: Cast, miss: Miss, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(cast.leader)
    typed = {"words": "The number was a fax.", "ground": "wrong_number", "once": "a1"}

    first = posted(client, monkeypatch, f"/me/misses/{miss.pk}/", typed)
    again = posted(client, monkeypatch, f"/me/misses/{miss.pk}/", typed)

    reply = Reply.objects.get()
    assert (first.url, again.url, Notice.objects.filter(kind="reply_asked").count()) == (
        f"/replies/{reply.pk}/",
        f"/replies/{reply.pk}/",
        1,
    )


def test_somebody_elses_miss_does_not_exist(cast: Cast, miss: Miss, client: Client) -> None:
    client.force_login(cast.director)

    assert client.get(f"/me/misses/{miss.pk}/").status_code == 404


def test_the_page_decides_and_the_slower_one_reads_why(
    cast: Cast, miss: Miss, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply = ask(miss)
    typed = {"decision": "stands", "reason": "It was the number in the letter."}
    for who in (cast.director, cast.owner):
        client.force_login(who)
        answer = posted(client, monkeypatch, f"/replies/{reply.pk}/", typed)

    reply.refresh_from_db()
    assert (reply.decided_by, answer.status_code) == (cast.director, 400)
    assert "Somebody has decided this meanwhile" in answer.content.decode()


def test_a_reader_without_the_right_to_decide_has_no_form(cast: Cast, miss: Miss, client: Client) -> None:
    reply = ask(miss)
    client.force_login(cast.cx_manager)

    assert "decision" not in client.get(f"/replies/{reply.pk}/").content.decode()


def at_once(*acts: Callable[[], object]) -> None:
    """Each in a thread with a connection of its own, let go together; who comes second is refused."""
    ready = Barrier(len(acts))

    def go(act: Callable[[], object]) -> None:
        try:
            ready.wait()
            act()
        except Conflict:
            return
        finally:
            connection.close()

    threads = [Thread(target=go, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_the_same_instant_leave_one_decision() -> None:
    cast = make_cast()
    open_case(cast)
    sweep(now=LATER)
    reply = ask(Miss.objects.get(level=0, person=cast.leader))

    at_once(
        lambda: decide(reply, cast.director),
        lambda: decide(reply, cast.owner, set_aside=False),
    )

    events = Event.objects.filter(subject_kind="reply", code="set_aside_decided")
    assert (events.count(), Notice.objects.filter(kind="reply_decided").count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_the_same_instant_are_one() -> None:
    cast = make_cast()
    open_case(cast)
    sweep(now=LATER)
    miss = Miss.objects.get(level=0, person=cast.leader)

    at_once(lambda: ask(miss), lambda: ask(miss))

    assert (Reply.objects.count(), Clock.objects.filter(subject_kind="reply").count()) == (1, 1)

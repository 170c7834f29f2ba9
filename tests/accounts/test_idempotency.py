"""What is sent twice is done once, and the second arrival gets the first one's answer."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory

from accounts.models import IdempotencyKey, User
from accounts.operations.idempotency import SentBefore, once
from accounts.views.once import form_digest
from cxapp.lib.errors import Refused
from tests.cast import NOW


def _add(key: str, digest: str = "d") -> tuple[bool, int | None]:
    """Adds a person once; answers (was it a repeat, whose id)."""
    with once(scope="test", key=key, request_digest=digest, now=NOW) as attempt:
        if not attempt.repeated:
            attempt.keep("person", User.objects.create_user(f"p{User.objects.count()}", "P").pk)
    return attempt.repeated, attempt.result_id


def test_the_second_arrival_is_answered_with_the_first_result(db: None) -> None:
    first = _add("k")
    second = _add("k")

    assert first == (False, User.objects.get().pk)
    assert second == (True, User.objects.get().pk)


def test_another_key_is_another_matter(db: None) -> None:
    _add("k")
    _add("l")

    assert User.objects.count() == 2


def test_the_same_key_in_another_scope_is_another_matter(db: None) -> None:
    _add("k")
    with once(scope="other", key="k", request_digest="d", now=NOW) as attempt:
        assert not attempt.repeated


def test_the_same_key_with_other_content_is_a_conflict(db: None) -> None:
    _add("k")

    with pytest.raises(SentBefore) as raised:
        _add("k", "other")

    assert (raised.value.status, raised.value.code) == (409, "key_used")
    assert User.objects.count() == 1


def test_a_refusal_gives_the_key_back(db: None) -> None:
    with (
        pytest.raises(Refused),
        once(scope="test", key="k", request_digest="d", now=NOW),
    ):
        raise Refused("not today")

    assert _add("k")[0] is False


def test_without_a_key_nothing_is_guarded_and_nothing_kept(db: None) -> None:
    with once(scope="test", key="", request_digest="d", now=NOW + timedelta(1)) as attempt:
        attempt.keep("person", 1)

    assert (attempt.repeated, attempt.result_id, IdempotencyKey.objects.count()) == (False, None, 0)


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_instant_make_one(transactional_db: None) -> None:
    answers: list[tuple[bool, int | None]] = []
    ready = threading.Barrier(2)

    def arrive() -> None:
        ready.wait()
        answers.append(_add("k"))
        connection.close()

    threads = [threading.Thread(target=arrive) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(repeated for repeated, _id in answers) == [False, True]
    assert len({pk for _repeated, pk in answers}) == 1
    assert User.objects.count() == 1


def test_the_digest_of_a_form_is_about_what_was_typed() -> None:
    send = RequestFactory().post
    first = form_digest(send("/", {"a": "1", "b": ["2", "3"], "once": "x", "csrfmiddlewaretoken": "y"}))
    again = form_digest(send("/", {"b": ["2", "3"], "a": "1", "once": "z", "csrfmiddlewaretoken": "q"}))
    other = form_digest(send("/", {"b": ["3", "2"], "a": "1"}))

    assert first == again
    assert first != other

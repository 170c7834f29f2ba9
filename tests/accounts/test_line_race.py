"""Two changes of the line at the same instant: whoever comes second sees the first one's line."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from accounts.models import User
from accounts.operations.people import CannotLeave, LineRefused, deactivate_person, move_person
from tests.cast import NOW, make_cast


def at_once(*acts: Callable[[], object]) -> None:
    """Each in a thread with a connection of its own, let go together."""
    ready = Barrier(len(acts))

    def go(act: Callable[[], object]) -> None:
        try:
            ready.wait()
            act()
        except (LineRefused, CannotLeave):
            return
        finally:
            connection.close()

    threads = [Thread(target=go, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_never_close_a_circle() -> None:
    cast = make_cast()
    first, second = User.objects.get(pk=cast.leader.pk), User.objects.get(pk=cast.peer.pk)

    at_once(
        lambda: move_person(person=first, reports_to=cast.peer, by=cast.administrator, now=NOW),
        lambda: move_person(person=second, reports_to=cast.leader, by=cast.administrator, now=NOW),
    )

    above = dict(User.objects.filter(pk__in=[first.pk, second.pk]).values_list("pk", "reports_to"))
    assert sorted([above[first.pk] == second.pk, above[second.pk] == first.pk]) == [False, True]


@pytest.mark.django_db(transaction=True)
def test_somebody_and_the_one_above_leaving_at_once_hand_on_to_somebody_here() -> None:
    cast = make_cast()

    at_once(
        lambda: deactivate_person(person=cast.leader, by=cast.administrator, now=NOW),
        lambda: deactivate_person(person=cast.director, by=cast.administrator, now=NOW),
    )

    left = User.objects.filter(pk__in=[cast.leader.pk, cast.director.pk], is_active=False)
    assert left.count() == 2

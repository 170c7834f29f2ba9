"""Promises: a clock of their own, kept by the deed and by nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Clock, Miss
from accounts.operations.sweep import sweep
from feedback.enums import PromiseKind
from feedback.models import Promise
from feedback.operations.promises import PromiseRefused, keep_promise, make_promise
from feedback.operations.work import NotYours, WordsMissing
from tests.cast import NOW, Cast
from tests.factories.signals import open_case
from tests.feedback.verbs import spoke

HOUR = timedelta(hours=1)


def clock_of_promise(promise: Promise) -> Clock:
    return Clock.objects.get(kind="promise", ref=promise.pk)


def test_a_promise_runs_on_a_clock_of_its_own_held_by_the_leader(cast: Cast) -> None:
    case = open_case(cast)

    promise = make_promise(case=case, by=cast.leader, kind=PromiseKind.FIX_BY, due_at=NOW + 3 * HOUR, now=NOW)

    clock = clock_of_promise(promise)
    assert (clock.holder, clock.due_at, clock.waiting) == (cast.leader, NOW + 3 * HOUR, True)


def test_a_missed_promise_climbs_like_a_missed_contact(cast: Cast) -> None:
    case = open_case(cast)
    spoke(case)
    promise = make_promise(case=case, by=cast.leader, kind=PromiseKind.FIX_BY, due_at=NOW + 3 * HOUR, now=NOW)

    sweep(now=NOW + 4 * HOUR)
    sweep(now=NOW + 4 * HOUR)

    clock = clock_of_promise(promise)
    assert [(rung.level, rung.to) for rung in clock.escalations.all()] == [(1, cast.director)]
    assert list(Miss.objects.filter(clock=clock).values_list("person", flat=True)) == [cast.leader.pk]


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(days=366)])
def test_a_promise_lies_ahead_and_within_a_year(cast: Cast, ahead: timedelta) -> None:
    case = open_case(cast)

    with pytest.raises(PromiseRefused):
        make_promise(case=case, by=cast.leader, kind=PromiseKind.FIX_BY, due_at=NOW + ahead, now=NOW)


def test_a_fix_is_kept_by_saying_what_was_done(cast: Cast) -> None:
    case = open_case(cast)
    promise = make_promise(case=case, by=cast.leader, kind=PromiseKind.FIX_BY, due_at=NOW + 3 * HOUR, now=NOW)

    keep_promise(promise=promise, by=cast.leader, words="A new parcel was sent.", now=NOW + HOUR)

    kept = Promise.objects.get()
    assert (kept.kept_at, kept.kept_by, clock_of_promise(promise).met_at) == (
        NOW + HOUR,
        cast.leader,
        NOW + HOUR,
    )


def test_a_fix_is_not_kept_without_words(cast: Cast) -> None:
    case = open_case(cast)
    promise = make_promise(case=case, by=cast.leader, kind=PromiseKind.FIX_BY, due_at=NOW + 3 * HOUR, now=NOW)

    with pytest.raises(WordsMissing):
        keep_promise(promise=promise, by=cast.leader, words="  ", now=NOW)


def test_a_promised_call_is_kept_by_calling_only(cast: Cast) -> None:
    case = open_case(cast)
    promise = make_promise(
        case=case, by=cast.leader, kind=PromiseKind.CALL_BY, due_at=NOW + 3 * HOUR, now=NOW
    )
    with pytest.raises(PromiseRefused):
        keep_promise(promise=promise, by=cast.leader, words="Called.", now=NOW)

    spoke(case, now=NOW + HOUR)

    assert Promise.objects.get().kept_at == NOW + HOUR
    assert clock_of_promise(promise).met_at == NOW + HOUR


def test_a_peer_promises_nothing(cast: Cast) -> None:
    case = open_case(cast)

    with pytest.raises(NotYours):
        make_promise(case=case, by=cast.peer, kind=PromiseKind.FIX_BY, due_at=NOW + HOUR, now=NOW)

"""The right of reply: a leader answers a miss, asks to have it set aside, and somebody above decides within five working days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from accounts.models import RUNNING, Absence, Clock, Escalation, Event, Miss, Notice, User
from accounts.operations.sweep import sweep
from cxapp.insights.access.replies import decidable_by, visible_to
from cxapp.insights.enums import Ground, ReplyState
from cxapp.insights.models import Reply
from cxapp.insights.operations.replies import (
    AnsweredBefore,
    DecidedBefore,
    NotYourMiss,
    NotYoursToDecide,
    ReplyRefused,
    answer_miss,
    ask_to_set_aside,
    decide_reply,
)
from cxapp.insights.queries.ledger import ledger
from cxapp.lib.periods import month_of
from tests.cast import NOW, Cast
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


def told(kind: str) -> set[int]:
    return set(Notice.objects.filter(kind=kind).values_list("recipient_id", flat=True))


def test_a_sentence_stands_beside_the_miss_and_changes_no_number(cast: Cast, miss: Miss) -> None:
    reply = answer_miss(miss=miss, by=cast.leader, words="  We were   snowed in. ", now=LATER)

    number = ledger(reader=cast.owner, people=[cast.leader.pk], periods=[MARCH], now=LATER)[cast.leader.pk]
    assert (reply.words.body, reply.state, number["contact"][0].due, number["contact"][0].set_aside) == (
        "We were snowed in.",
        ReplyState.SAID,
        1,
        0,
    )


MARCH = month_of(NOW.date(), "UTC")


def test_asking_starts_a_clock_of_five_working_days_with_the_one_above(cast: Cast, miss: Miss) -> None:
    reply = ask(miss)

    running = Clock.objects.get(RUNNING, subject_kind="reply", subject_id=reply.pk)
    assert (running.holder, running.due_at, reply.decider) == (cast.director, DECIDED_BY, cast.director)


def test_whoever_decides_is_told_and_then_the_leader(cast: Cast, miss: Miss) -> None:
    decide(ask(miss), cast.director)

    assert (told("reply_asked"), told("reply_decided")) == ({cast.director.pk}, {cast.leader.pk})


def test_what_is_set_aside_is_counted_and_shown_never_deleted(cast: Cast, miss: Miss) -> None:
    decide(ask(miss), cast.director)

    found = ledger(reader=cast.owner, people=[cast.leader.pk], periods=[MARCH], now=LATER)
    number = found[cast.leader.pk]["contact"][0]
    assert (number.done, number.due, number.set_aside, Miss.objects.filter(pk=miss.pk).count()) == (
        0,
        1,
        1,
        1,
    )


def test_what_stands_is_not_counted_as_set_aside(cast: Cast, miss: Miss) -> None:
    decide(ask(miss), cast.director, set_aside=False)

    found = ledger(reader=cast.owner, people=[cast.leader.pk], periods=[MARCH], now=LATER)
    assert found[cast.leader.pk]["contact"][0].set_aside == 0


def test_deciding_ends_the_clock(cast: Cast, miss: Miss) -> None:
    reply = decide(ask(miss), cast.director)

    assert Clock.objects.get(subject_kind="reply", subject_id=reply.pk).met_by == cast.director


def test_undecided_it_climbs_to_the_next_above(cast: Cast, miss: Miss) -> None:
    reply = ask(miss)

    sweep(now=DECIDED_BY)

    rung = Escalation.objects.get(clock__subject_kind="reply")
    assert (rung.to, told("reply_rung"), decidable_by(cast.owner, DECIDED_BY).get()) == (
        cast.owner,
        {cast.owner.pk},
        reply,
    )


def test_its_history_holds_ids_and_is_sealed(cast: Cast, miss: Miss) -> None:
    reply = decide(ask(miss), cast.director)

    events = Event.objects.filter(subject_kind="reply", subject_id=reply.pk).order_by("seq")
    assert [event.code for event in events] == ["miss_answered", "set_aside_asked", "set_aside_decided"]
    assert "fax" not in str([event.data for event in events])


@pytest.mark.parametrize("who", ["leader", "peer", "front_line", "cx_manager", "administrator"])
def test_only_somebody_above_decides(cast: Cast, miss: Miss, who: str) -> None:
    reply = ask(miss)

    with pytest.raises(NotYoursToDecide):
        decide(reply, getattr(cast, who))


def test_nobody_decides_their_own_as_deputy_of_the_one_above(cast: Cast, miss: Miss) -> None:
    away = {"starts": LATER - timedelta(days=1), "ends": LATER + timedelta(days=30)}
    Absence.objects.create(person=cast.director, deputy=cast.leader, **away)
    reply = ask(miss)

    with pytest.raises(NotYoursToDecide):
        decide(reply, cast.leader)
    assert reply.decider == cast.owner


def test_somebody_below_the_leader_does_not_decide_as_a_deputy_either(cast: Cast, miss: Miss) -> None:
    away = {"starts": LATER - timedelta(days=1), "ends": LATER + timedelta(days=30)}
    Absence.objects.create(person=cast.director, deputy=cast.front_line, **away)
    reply = ask(miss)

    with pytest.raises(NotYoursToDecide):
        decide(reply, cast.front_line)


def test_the_owner_answers_but_nobody_stands_above_to_ask(cast: Cast) -> None:
    open_case(cast)
    for day in range(30):
        sweep(now=LATER + timedelta(days=day))
    own = Miss.objects.get(person=cast.owner)
    now = LATER + timedelta(days=30)

    with pytest.raises(ReplyRefused):
        ask(own, now=now)
    assert (
        answer_miss(miss=own, by=cast.owner, words="I was told on a train.", now=now).state == ReplyState.SAID
    )


def test_a_miss_about_whom_it_concerns_goes_past_them(cast: Cast) -> None:
    open_case(cast, concerns=(cast.director.pk,))
    sweep(now=LATER + timedelta(days=20))
    misses = Miss.objects.filter(level=0).exclude(person=cast.owner)

    assert list(misses) == []


def test_two_deciders_one_decision(cast: Cast, miss: Miss) -> None:
    reply = ask(miss)
    decide(reply, cast.director)

    with pytest.raises(DecidedBefore):
        decide(reply, cast.owner, set_aside=False)
    assert (Reply.objects.get().state, Notice.objects.filter(kind="reply_decided").count()) == (
        ReplyState.SET_ASIDE,
        1,
    )


def test_a_miss_is_answered_once(cast: Cast, miss: Miss) -> None:
    answer_miss(miss=miss, by=cast.leader, words="We were snowed in.", now=LATER)

    with pytest.raises(AnsweredBefore):
        answer_miss(miss=miss, by=cast.leader, words="Or perhaps not.", now=LATER)


def test_it_may_be_asked_later_once(cast: Cast, miss: Miss) -> None:
    reply = answer_miss(miss=miss, by=cast.leader, words="We were snowed in.", now=LATER)
    ask_to_set_aside(reply=reply, by=cast.leader, ground=Ground.DOWN, now=LATER)

    with pytest.raises(AnsweredBefore):
        ask_to_set_aside(reply=reply, by=cast.leader, ground=Ground.DOWN, now=LATER)
    assert Clock.objects.filter(subject_kind="reply").count() == 1


def test_only_whoever_was_charged_answers(cast: Cast, miss: Miss) -> None:
    with pytest.raises(NotYourMiss):
        answer_miss(miss=miss, by=cast.director, words="He was ill.", now=LATER)


@pytest.mark.parametrize(
    ("words", "ground", "field"), [(" ", "", "words"), ("x" * 281, "", "words"), ("Snow.", "luck", "ground")]
)
def test_an_answer_is_one_sentence_with_a_known_reason(
    cast: Cast, miss: Miss, words: str, ground: str, field: str
) -> None:
    with pytest.raises(ReplyRefused) as refused:
        answer_miss(miss=miss, by=cast.leader, words=words, ground=ground, now=LATER)

    assert (refused.value.field, Reply.objects.count()) == (field, 0)


def test_a_decision_has_a_reason(cast: Cast, miss: Miss) -> None:
    with pytest.raises(ReplyRefused):
        decide_reply(reply=ask(miss), by=cast.director, set_aside=True, reason=" ", now=LATER)

    assert Reply.objects.get().state == ReplyState.ASKED


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("leader", True),
        ("director", True),
        ("owner", True),
        ("cx_manager", True),
        ("peer", False),
        ("front_line", False),
        ("administrator", False),
        ("board", False),
    ],
)
def test_who_reads_an_answer(cast: Cast, miss: Miss, client: Client, who: str, seen: bool) -> None:
    reply = ask(miss)
    client.force_login(getattr(cast, who))

    assert client.get(f"/replies/{reply.pk}/").status_code == (200 if seen else 404)


def test_an_answer_about_a_case_on_somebody_is_hidden_from_them(cast: Cast) -> None:
    """Dora is concerned: what Bruno says about the miss of that case is not for her."""
    case = open_case(cast, concerns=(cast.director.pk,))
    own = Miss.objects.create(
        clock=Clock.objects.get(subject_kind="case", subject_id=case.pk, kind="contact"),
        level=9,
        person=cast.peer,
        at=LATER,
    )
    reply = ask(own)

    assert (list(visible_to(cast.director, LATER)), reply.decider) == ([], cast.owner)

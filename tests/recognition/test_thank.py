"""Thanks between colleagues: what is refused, what is asked, who hears of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError

from accounts.models import Event, Notice
from recognition.models import CompanyValue, Kudos, KudosReceiver
from recognition.operations.kudos import AskFirst, CannotThank, thank
from tests.cast import NOW, Cast
from tests.recognition.conftest import WORDS


def _told() -> set[tuple[str, int]]:
    return set(Notice.objects.values_list("kind", "recipient_id"))


def test_one_thanks_may_go_to_several_people(cast: Cast, value: CompanyValue) -> None:
    people = [cast.front_line, cast.peer_front_line]

    kudos = thank(by=cast.leader, receivers=people, reason=WORDS, value=value, now=NOW)

    assert set(kudos.receivers.values_list("person_id", "giver_id")) == {
        (person.pk, cast.leader.pk) for person in people
    }


def test_the_receiver_and_their_leader_are_told_but_never_the_giver(cast: Cast, value: CompanyValue) -> None:
    people = [cast.front_line, cast.peer_front_line]

    thank(by=cast.leader, receivers=people, reason=WORDS, value=value, now=NOW)

    assert _told() == {
        ("kudos", cast.front_line.pk),
        ("kudos", cast.peer_front_line.pk),
        ("kudos_leader", cast.peer.pk),
    }


def test_a_leader_thanked_with_their_people_is_told_once(cast: Cast, value: CompanyValue) -> None:
    thank(by=cast.peer, receivers=[cast.front_line, cast.leader], reason=WORDS, value=value, now=NOW)

    assert _told() == {
        ("kudos", cast.front_line.pk),
        ("kudos", cast.leader.pk),
        ("kudos_leader", cast.director.pk),
    }


def test_a_leader_who_left_is_passed_over_for_the_one_above(cast: Cast, value: CompanyValue) -> None:
    cast.leader.is_active = False
    cast.leader.save()

    thank(by=cast.peer, receivers=[cast.front_line], reason=WORDS, value=value, now=NOW)

    assert ("kudos_leader", cast.director.pk) in _told()


def test_the_timeline_keeps_ids_and_no_words(cast: Cast, thanked: Kudos, value: CompanyValue) -> None:
    event = Event.objects.get(subject_kind="kudos", subject_id=thanked.pk)

    assert (event.code, event.actor_name, event.data) == (
        "thanked",
        "Bruno Peer",
        {"receivers": [cast.front_line.pk], "value": value.pk, "case": None},
    )


def test_nobody_thanks_themselves(cast: Cast, value: CompanyValue) -> None:
    with pytest.raises(CannotThank, match="You cannot thank yourself"):
        thank(by=cast.leader, receivers=[cast.front_line, cast.leader], reason=WORDS, value=value, now=NOW)


def test_the_database_refuses_thanks_to_oneself(cast: Cast, thanked: Kudos) -> None:
    with pytest.raises(IntegrityError, match="nobody_thanks_themselves"):
        KudosReceiver.objects.create(kudos=thanked, person=cast.peer, giver=cast.peer)


@pytest.mark.parametrize("reason", ["", "Thanks a lot, Fay!!", "  Thanks      a   lot  ", "a" * 19])
def test_a_reason_under_twenty_characters_is_refused(cast: Cast, value: CompanyValue, reason: str) -> None:
    with pytest.raises(CannotThank, match="in 20 characters or more"):
        thank(by=cast.leader, receivers=[cast.front_line], reason=reason, value=value, now=NOW)


def test_a_reason_of_twenty_characters_is_enough(cast: Cast, value: CompanyValue) -> None:
    kudos = thank(by=cast.leader, receivers=[cast.front_line], reason="a" * 20, value=value, now=NOW)

    assert kudos.reason == "a" * 20


def test_a_value_no_longer_used_is_refused(cast: Cast, value: CompanyValue) -> None:
    value.is_active = False

    with pytest.raises(CannotThank, match="Choose one of our values"):
        thank(by=cast.leader, receivers=[cast.front_line], reason=WORDS, value=value, now=NOW)


def test_somebody_who_left_cannot_be_thanked(cast: Cast, value: CompanyValue) -> None:
    cast.front_line.is_active = False

    with pytest.raises(CannotThank, match="Say whom you want to thank"):
        thank(by=cast.leader, receivers=[cast.front_line], reason=WORDS, value=value, now=NOW)


def test_a_refused_thanks_leaves_nothing_behind(cast: Cast, value: CompanyValue) -> None:
    with pytest.raises(CannotThank):
        thank(by=cast.leader, receivers=[cast.leader], reason=WORDS, value=value, now=NOW)

    assert (Kudos.objects.count(), Notice.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_the_sixth_thanks_within_a_day_is_asked_about(cast: Cast, value: CompanyValue) -> None:
    people = [cast.front_line, cast.peer, cast.director, cast.owner, cast.board]
    for person in people:
        thank(by=cast.leader, receivers=[person], reason=WORDS, value=value, now=NOW)

    with pytest.raises(AskFirst, match="You have given thanks 5 times in the last 24 hours"):
        thank(
            by=cast.leader,
            receivers=[cast.outsider],
            reason=WORDS,
            value=value,
            now=NOW + timedelta(hours=23),
        )


def test_a_day_later_nothing_is_asked(cast: Cast, value: CompanyValue) -> None:
    for person in [cast.front_line, cast.peer, cast.director, cast.owner, cast.board]:
        thank(by=cast.leader, receivers=[person], reason=WORDS, value=value, now=NOW)

    thank(by=cast.leader, receivers=[cast.outsider], reason=WORDS, value=value, now=NOW + timedelta(hours=24))

    assert Kudos.objects.filter(giver=cast.leader).count() == 6


def test_the_fourth_thanks_to_the_same_person_within_a_week_is_asked_about(
    cast: Cast, value: CompanyValue
) -> None:
    for day in range(3):
        moment = NOW + timedelta(days=day)
        thank(by=cast.leader, receivers=[cast.front_line], reason=WORDS, value=value, now=moment)

    with pytest.raises(AskFirst, match="You have thanked Fay Front 3 times in the last seven days"):
        thank(
            by=cast.leader,
            receivers=[cast.front_line],
            reason=WORDS,
            value=value,
            now=NOW + timedelta(days=6),
        )


def test_whoever_means_it_is_never_stopped(cast: Cast, value: CompanyValue) -> None:
    for _ in range(8):
        thank(by=cast.leader, receivers=[cast.front_line], reason=WORDS, value=value, now=NOW, sure=True)

    assert Kudos.objects.filter(giver=cast.leader).count() == 8


def test_thanks_of_a_colleague_cannot_look_like_a_customers(cast: Cast, thanked: Kudos) -> None:
    with pytest.raises(IntegrityError, match="kudos_of_a_colleague_or_a_customer"):
        Kudos.objects.filter(pk=thanked.pk).update(customer_name="Mrs Example")


def test_nothing_is_taken_down_without_a_name_and_a_reason(cast: Cast, thanked: Kudos) -> None:
    with pytest.raises(IntegrityError, match="kudos_hidden_by_whom_and_why"):
        Kudos.objects.filter(pk=thanked.pk).update(hidden_at=NOW, hidden_by=cast.cx_manager)

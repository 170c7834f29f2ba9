"""Reactions, replies, and taking down with a trace."""

from __future__ import annotations

import pytest

from accounts.models import Event, Notice, User
from cxapp.lib.errors import NotAllowed
from recognition.models import Kudos
from recognition.operations.wall import (
    AlreadyHidden,
    CannotAnswer,
    CannotHide,
    hide,
    hide_reply,
    put_back,
    react,
    reply,
    unreact,
)
from tests.cast import NOW, Cast


def _codes(kudos: Kudos) -> list[str]:
    return list(
        Event.objects.filter(subject_kind="kudos", subject_id=kudos.pk)
        .order_by("seq")
        .values_list("code", flat=True)
    )


def test_a_second_press_of_the_same_kind_changes_nothing(cast: Cast, thanked: Kudos) -> None:
    for _ in range(2):
        react(by=cast.leader, kudos=thanked, kind="clap", now=NOW)

    assert list(thanked.reactions.values_list("person_id", "kind")) == [(cast.leader.pk, "clap")]


def test_a_reaction_can_be_taken_back(cast: Cast, thanked: Kudos) -> None:
    react(by=cast.leader, kudos=thanked, kind="clap", now=NOW)
    react(by=cast.peer, kudos=thanked, kind="clap", now=NOW)

    unreact(by=cast.leader, kudos=thanked, kind="clap")

    assert list(thanked.reactions.values_list("person_id", flat=True)) == [cast.peer.pk]


def test_only_the_kinds_shown_exist(cast: Cast, thanked: Kudos) -> None:
    with pytest.raises(CannotAnswer):
        react(by=cast.leader, kudos=thanked, kind="points", now=NOW)


def test_nothing_is_answered_while_a_compliment_waits(cast: Cast, waiting: Kudos) -> None:
    with pytest.raises(CannotAnswer):
        react(by=cast.leader, kudos=waiting, kind="clap", now=NOW)


def test_a_reply_reaches_giver_and_receiver_but_not_its_writer(cast: Cast, thanked: Kudos) -> None:
    Notice.objects.all().delete()

    reply(by=cast.front_line, kudos=thanked, text="It was a joy.", now=NOW)

    assert list(Notice.objects.values_list("kind", "recipient_id")) == [("kudos_reply", cast.peer.pk)]


@pytest.mark.parametrize("text", ["", "   ", "a" * 501])
def test_a_reply_has_between_one_and_five_hundred_characters(cast: Cast, thanked: Kudos, text: str) -> None:
    with pytest.raises(CannotAnswer):
        reply(by=cast.leader, kudos=thanked, text=text, now=NOW)


@pytest.mark.parametrize("who", ["cx_manager", "administrator", "front_line"])
def test_moderators_and_the_receiver_may_take_it_down(cast: Cast, thanked: Kudos, who: str) -> None:
    person: User = getattr(cast, who)

    hide(by=person, kudos=thanked, why="The customer is named.", now=NOW)

    thanked.refresh_from_db()
    assert (thanked.hidden_by, thanked.hidden_why, _codes(thanked)) == (
        person,
        "The customer is named.",
        ["thanked", "hidden"],
    )


@pytest.mark.parametrize("who", ["peer", "leader", "owner", "outsider", "board"])
def test_nobody_else_may_take_it_down(cast: Cast, thanked: Kudos, who: str) -> None:
    with pytest.raises(NotAllowed):
        hide(by=getattr(cast, who), kudos=thanked, why="I do not like it.", now=NOW)


def test_taking_down_needs_a_reason(cast: Cast, thanked: Kudos) -> None:
    with pytest.raises(CannotHide, match="Say why it is taken down"):
        hide(by=cast.cx_manager, kudos=thanked, why=" ", now=NOW)


def test_it_is_taken_down_once(cast: Cast, thanked: Kudos) -> None:
    hide(by=cast.cx_manager, kudos=thanked, why="The customer is named.", now=NOW)

    with pytest.raises(AlreadyHidden):
        hide(by=cast.administrator, kudos=thanked, why="Again.", now=NOW)


def test_the_leader_may_drop_what_is_no_praise_while_it_waits(cast: Cast, waiting: Kudos) -> None:
    hide(by=cast.leader, kudos=waiting, why="An advertisement.", now=NOW)

    assert _codes(waiting) == ["praised", "hidden"]


def test_a_moderator_puts_it_back_and_the_timeline_keeps_both(cast: Cast, thanked: Kudos) -> None:
    hide(by=cast.front_line, kudos=thanked, why="I am shy.", now=NOW)

    put_back(by=cast.cx_manager, kudos=thanked, now=NOW)

    thanked.refresh_from_db()
    assert (thanked.hidden_at, _codes(thanked)) == (None, ["thanked", "hidden", "put_back"])


def test_the_receiver_may_not_put_it_back(cast: Cast, thanked: Kudos) -> None:
    hide(by=cast.cx_manager, kudos=thanked, why="The customer is named.", now=NOW)

    with pytest.raises(NotAllowed):
        put_back(by=cast.front_line, kudos=thanked, now=NOW)


@pytest.mark.parametrize("who", ["outsider", "front_line", "cx_manager", "administrator"])
def test_a_reply_is_taken_down_by_its_writer_the_receiver_or_a_moderator(
    cast: Cast, thanked: Kudos, who: str
) -> None:
    written = reply(by=cast.outsider, kudos=thanked, text="Not so sure.", now=NOW)

    hide_reply(by=getattr(cast, who), reply=written, why="Unkind.", now=NOW)

    assert _codes(thanked) == ["thanked", "replied", "reply_hidden"]


def test_the_giver_may_not_take_down_somebody_elses_reply(cast: Cast, thanked: Kudos) -> None:
    written = reply(by=cast.outsider, kudos=thanked, text="Not so sure.", now=NOW)

    with pytest.raises(NotAllowed):
        hide_reply(by=cast.peer, reply=written, why="Unkind.", now=NOW)

"""Who may see which thanks."""

from __future__ import annotations

from dataclasses import fields

import pytest
from django.http import Http404

from accounts.models import User
from recognition.access.kudos import get_kudos_for, visible_to, waiting_for
from recognition.models import Kudos
from recognition.operations.kudos import compliment
from recognition.operations.wall import hide
from tests.cast import NOW, Cast

EVERYBODY = {field.name for field in fields(Cast) if field.type == "User"}


def _who(cast: Cast, kudos: Kudos) -> set[str]:
    return {name for name in EVERYBODY if visible_to(getattr(cast, name)).filter(pk=kudos.pk).exists()}


def test_everybody_signed_in_sees_what_stands_on_the_wall(cast: Cast, thanked: Kudos) -> None:
    assert _who(cast, thanked) == EVERYBODY


def test_only_moderators_see_what_was_taken_down(cast: Cast, thanked: Kudos) -> None:
    hide(by=cast.front_line, kudos=thanked, why="I am shy.", now=NOW)

    assert _who(cast, thanked) == {"cx_manager", "administrator"}


def test_a_waiting_compliment_is_seen_by_the_leaders_line_and_the_cx_manager(
    cast: Cast, waiting: Kudos
) -> None:
    assert _who(cast, waiting) == {"leader", "director", "owner", "cx_manager"}


def test_a_waiting_compliment_of_no_place_is_seen_by_owner_and_cx_manager(cast: Cast) -> None:
    kudos = compliment(
        words="So kind.",
        customer_name="",
        names_typed="",
        receivers=[],
        place=None,
        typed_in_by=None,
        now=NOW,
    )

    assert _who(cast, kudos) == {"owner", "cx_manager"}


def test_a_place_without_a_head_is_answered_by_the_head_above(cast: Cast, waiting: Kudos) -> None:
    cast.leeds.head = None
    cast.leeds.save()

    assert _who(cast, waiting) == {"director", "owner", "cx_manager"}


def test_what_was_dropped_while_waiting_waits_for_nobody(cast: Cast, waiting: Kudos) -> None:
    hide(by=cast.leader, kudos=waiting, why="An advertisement.", now=NOW)

    people: list[User] = [cast.leader, cast.owner, cast.cx_manager]
    assert [list(waiting_for(person)) for person in people] == [[], [], []]


def test_somebody_elses_waiting_compliment_does_not_exist(cast: Cast, waiting: Kudos) -> None:
    with pytest.raises(Http404):
        get_kudos_for(cast.front_line, waiting.uuid)

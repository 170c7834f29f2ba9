"""The one search box: it finds what may be opened, and nothing else."""

from __future__ import annotations

from datetime import datetime

import pytest

from accounts.models import User
from cxapp.lib.clock import now as clock_now
from feedback.queries.search import search
from tests.cast import Cast
from tests.factories.signals import open_case
from tests.feedback.pages.conftest import SignIn


def names(user: User, text: str) -> tuple[list[int], list[str], list[str]]:
    found = search(user=user, text=text, now=clock_now())
    return (
        [case.pk for case in found.cases],
        [known.name for known in found.known],
        [person.name for person in found.people],
    )


def test_a_leader_finds_the_case_by_name_and_by_number(cast: Cast, just_now: datetime) -> None:
    case = open_case(cast, at=just_now, name="Zoe Example", contact_points=(("phone", "+44 113 496 0777"),))

    assert names(cast.leader, "zoe") == ([case.pk], [], [])
    assert names(cast.leader, "0113 496 0777") == ([case.pk], [], [])


def test_the_front_line_finds_the_customer_of_their_own_place_without_the_case(
    cast: Cast, just_now: datetime
) -> None:
    open_case(cast, at=just_now, name="Zoe Example")

    assert names(cast.front_line, "zoe") == ([], ["Zoe Example"], [])
    assert names(cast.peer_front_line, "zoe") == ([], [], [])


def test_colleagues_are_found_by_any_part_of_their_name(cast: Cast) -> None:
    assert names(cast.outsider, "peer") == ([], [], ["Bruno Peer"])


def test_one_letter_is_too_little_to_search_for(cast: Cast, just_now: datetime) -> None:
    open_case(cast, at=just_now, name="Zoe Example")

    assert names(cast.leader, "z") == ([], [], [])


@pytest.mark.parametrize("text", ["", "zoe", "%27%22<b>", "0" * 300])
def test_the_page_answers_whatever_is_typed(cast: Cast, sign_in: SignIn, text: str) -> None:
    assert sign_in(cast.leader).get("/search/", {"q": text}).status_code == 200

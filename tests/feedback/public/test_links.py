"""What each kind of private link opens: mailed, handed out by a form, typed as a code, lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cxapp.lib.tokens import short_code
from feedback.enums import CaseState, How, Outcome, SignalKind, Wish
from feedback.models import CustomerWord, Signal
from feedback.notices.cases import private_path
from feedback.operations import intake_guard as guard
from feedback.operations.answers import log_action
from feedback.operations.contacts import log_contact
from feedback.queries.follow import follow
from feedback.rules.links import handed_link
from tests.cast import NOW, Cast
from tests.feedback.public.conftest import TellUs

HOUR = timedelta(hours=1)
UNTIL_THE_QUARTER = 15 * 60
"""Seconds from ten o'clock until tries count from nothing again."""


def handed(signal: Signal) -> str:
    return f"/c/{handed_link('signal', signal.uuid, signal.link_generation)}/"


# -- A link a form handed out ------------------------------------------------------------------
@pytest.fixture
def second(told: TellUs) -> Signal:
    """Somebody types Maria's address into the form while a case of hers is open."""
    mail = (("email", "maria@example.org"),)
    told(contact_points=mail, words="Maria's own secret.")
    return told(contact_points=mail, words="Typed by somebody.")


def test_a_handed_out_link_shows_leader_time_and_own_words_only(
    second: Signal, clock: Any, visitor: Client
) -> None:
    page = visitor.get(handed(second)).content.decode()
    assert ["Anna Leader is responsible" in page, "Typed by somebody." in page, "secret" in page] == [
        True,
        True,
        False,
    ]


def test_a_handed_out_link_shows_nothing_others_did_or_said(
    cast: Cast, second: Signal, clock: Any, visitor: Client
) -> None:
    log_contact(case=second.case, by=cast.leader, how=How.CALL, outcome=Outcome.REACHED, now=NOW)
    page = visitor.get(handed(second))
    assert ([line.title for line in page.context["page"].happened], page.context["ways"]) == (
        ["You told us more"],
        [],
    )


@pytest.mark.parametrize("name", ["someone-else", "withdraw"])
def test_a_handed_out_link_moves_no_case_with_others_words_in_it(
    second: Signal, clock: Any, visitor: Client, name: str
) -> None:
    answer = visitor.post(f"{handed(second)}{name}/")
    second.case.refresh_from_db()
    assert (answer.status_code, second.case.state) == (403, CaseState.WAITING)


def test_a_wish_on_a_handed_out_link_changes_its_signal_and_tells_the_leader(
    second: Signal, clock: Any, visitor: Client
) -> None:
    visitor.post(f"{handed(second)}reach/", {"wish": "no_contact", "when": ""})
    second.refresh_from_db()
    second.case.refresh_from_db()
    assert (second.wish, second.case.wish, second.case.messages.count()) == (Wish.NO_CONTACT, Wish.CALL, 1)


def test_a_no_on_a_handed_out_link_is_kept_and_reopens_nothing(
    cast: Cast, second: Signal, clock: Any, visitor: Client
) -> None:
    log_contact(case=second.case, by=cast.leader, how=How.CALL, outcome=Outcome.REACHED, now=NOW)
    visitor.post(f"{handed(second)}say/", {"right": "no"})
    second.case.refresh_from_db()
    assert (CustomerWord.objects.count(), second.case.state) == (1, CaseState.CONTACTED)


def test_the_mailed_link_opens_the_whole_page(second: Signal, clock: Any, visitor: Client) -> None:
    page = visitor.get(private_path(second)).context["page"]
    assert (page.whole, len(page.happened)) == (True, 2)


def test_a_handed_out_link_that_was_changed_opens_nothing(
    second: Signal, clock: Any, visitor: Client
) -> None:
    link = handed(second)
    other = "A" if link[-2] != "A" else "B"
    assert visitor.get(f"{link[:-2]}{other}/").status_code == 404


def test_what_was_done_about_a_place_is_read_by_everybody_who_pressed_there(cast: Cast, told: TellUs) -> None:
    bare: dict[str, Any] = {
        "kind": SignalKind.SCORE,
        "scale": "nps",
        "score": 2,
        "words": "",
        "name": "",
        "contact_points": (),
    }
    first, second = told(**bare), told(**bare)
    log_action(case=first.case, by=cast.leader, words="A second till is open.", now=NOW + HOUR)
    told_both = [
        [line.text for line in follow(signal=signal, now=NOW + HOUR).happened] for signal in (first, second)
    ]
    assert [("A second till is open." in lines) for lines in told_both] == [True, True]


# -- Codes and lost links ------------------------------------------------------------------------
def test_the_code_of_a_slip_opens_the_page(told: TellUs, clock: Any, visitor: Client) -> None:
    signal = told()
    code = short_code(signal.uuid, 1).lower().replace("-", " ")
    assert visitor.post("/c/", {"code": code})["Location"] == handed(signal)


@pytest.mark.parametrize("code", ["K7QF-2M9X-4T", "nonsense", "K7QF"])
def test_every_wrong_code_gets_the_same_sentence(cast: Cast, clock: Any, visitor: Client, code: str) -> None:
    page = visitor.post("/c/", {"code": code})
    assert page.context["form"].errors == {
        "code": ["No page opens with this code. Check it against your slip and type it again."]
    }


def test_after_ten_tries_even_a_right_code_waits(told: TellUs, clock: Any, visitor: Client) -> None:
    for _ in range(guard.CODES_BY_ADDRESS.most):
        visitor.post("/c/", {"code": "K7QF-2M9X-4T"})
    page = visitor.post("/c/", {"code": short_code(told().uuid, 1)})
    assert (page.status_code, int(page.headers["Retry-After"])) == (429, UNTIL_THE_QUARTER)


def test_a_link_that_never_was_says_where_to_go(cast: Cast, clock: Any, visitor: Client) -> None:
    page = visitor.get("/c/never-was/")
    assert (page.status_code, "Type the code from your slip" in page.content.decode()) == (404, True)


WRONG = ("/s/wrong/", "/a/wrong/", "/kiosk/wrong/", "/u/wrong/", "/c/wrong/")


@pytest.mark.parametrize("wrong", WRONG)
def test_who_tries_many_wrong_links_is_told_how_long_to_wait(
    cast: Cast, clock: Any, visitor: Client, wrong: str
) -> None:
    for _ in range(guard.MISSES_BY_ADDRESS.most):
        assert visitor.get(wrong).status_code == 404
    page = visitor.get(wrong)
    assert (page.status_code, int(page.headers["Retry-After"])) == (429, UNTIL_THE_QUARTER)
    assert f"Wait {UNTIL_THE_QUARTER // 60} minutes before you try another." in page.content.decode()


def test_wrong_links_of_every_kind_count_together(cast: Cast, clock: Any, visitor: Client) -> None:
    guess = guard.MISSES_BY_ADDRESS.most // len(WRONG)
    for wrong in WRONG * guess:
        visitor.get(wrong)
    assert visitor.get("/s/another/").status_code == 429


def test_right_links_open_where_many_wrong_ones_were_tried(told: TellUs, clock: Any, visitor: Client) -> None:
    signal = told()
    for _ in range(guard.MISSES_BY_ADDRESS.most + 1):
        visitor.get("/s/wrong/")
    assert visitor.get(handed(signal)).status_code == 200


def test_the_wait_is_over_with_the_quarter_of_an_hour(cast: Cast, clock: Any, visitor: Client) -> None:
    for _ in range(guard.MISSES_BY_ADDRESS.most + 1):
        visitor.get("/s/wrong/")
    clock.now = NOW + timedelta(seconds=UNTIL_THE_QUARTER)
    assert visitor.get("/s/wrong/").status_code == 404

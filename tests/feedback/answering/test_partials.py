"""Answers that were given and not sent: kept, gone on with, and opened after ten minutes where they are unhappy."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Clock
from accounts.operations.sweep import sweep
from feedback.enums import ResponseState
from feedback.models import Answer, Case, Invitation, Response, Signal
from feedback.notices.surveys import survey_path
from feedback.operations.answering import keep, send
from feedback.queries.answering import door_of, kept_answer
from feedback.rules.answering import Given
from tests.cast import NOW
from tests.feedback.answering.questions import NPS, REASON

MINUTE = timedelta(minutes=1)


@pytest.fixture
def invitation(survey: Any, invited: Any) -> Invitation:
    made: Invitation = invited(survey(NPS, REASON))
    return made


@pytest.fixture
def path(invitation: Invitation) -> str:
    return survey_path(invitation)


def tap(visitor: Client, path: str, **values: str) -> int:
    return visitor.post(f"{path}keep/", {f"q-{code}": value for code, value in values.items()}).status_code


def test_the_first_tap_is_kept_before_anything_is_sent(path: str, clock: Any, visitor: Client) -> None:
    tap(visitor, path, recommend="9")
    response = Response.objects.get()
    assert (response.state, response.touched_at, response.completed_at) == (ResponseState.PARTIAL, NOW, None)


def test_further_taps_edit_the_same_answers_in_place(path: str, clock: Any, visitor: Client) -> None:
    tap(visitor, path, recommend="9")
    tap(visitor, path, recommend="8", reason="So")
    tap(visitor, path, recommend="8", reason="So slow")
    assert [(row.score, str(row.text or ""), row.revision) for row in Answer.objects.order_by("pk")] == [
        (8, "", 1),
        (None, "So slow", 1),
    ]


def test_the_same_link_shows_what_was_kept(path: str, clock: Any, visitor: Client) -> None:
    tap(visitor, path, recommend="3", reason="Late")
    page = visitor.get(path)
    assert [page.context["form"][name].value() for name in ("q-recommend", "q-reason")] == [3, "Late"]


def test_contact_details_are_not_kept_before_they_are_sent(path: str, clock: Any, visitor: Client) -> None:
    visitor.post(f"{path}keep/", {"q-recommend": "3", "wish": "call", "reach": "020 7946 0018"})
    response = Response.objects.get()
    assert (response.wish, response.reach, "reach" in str(Answer.objects.values())) == ("call", None, False)


@pytest.mark.parametrize("wrong", [{"q-recommend": "11"}, {"q-recommend": ""}, {}])
def test_what_is_no_answer_is_not_kept(path: str, clock: Any, visitor: Client, wrong: dict[str, str]) -> None:
    assert (visitor.post(f"{path}keep/", wrong).status_code, Response.objects.count()) == (204, 0)


def test_send_completes_what_was_kept(path: str, clock: Any, visitor: Client) -> None:
    tap(visitor, path, recommend="9")
    clock.later(minutes=3)
    visitor.post(path, {"q-recommend": "10", "q-reason": "Fresh bread", "based_on": "0"})
    response = Response.objects.get()
    assert (response.state, response.at, response.completed_at, kept_answer(response.invitation).words) == (  # type: ignore[arg-type, union-attr]
        ResponseState.COMPLETE,
        NOW,
        NOW + 3 * MINUTE,
        "Fresh bread",
    )


def test_after_send_a_late_tap_changes_nothing(path: str, clock: Any, visitor: Client) -> None:
    visitor.post(path, {"q-recommend": "10", "based_on": "0"})
    tap(visitor, path, recommend="0")
    assert [row.score for row in Answer.objects.all()] == [10]


def test_an_unhappy_answer_nobody_sent_opens_its_case_after_ten_minutes(
    path: str, clock: Any, visitor: Client
) -> None:
    tap(visitor, path, recommend="2", reason="Late")
    sweep(now=NOW + 9 * MINUTE)
    before = Case.objects.count()
    sweep(now=NOW + 11 * MINUTE)
    signal = Signal.objects.get()
    assert (before, signal.score, str(signal.text), signal.received_at) == (0, 2, "Late", NOW)


def test_a_happy_answer_nobody_sent_opens_nothing(path: str, clock: Any, visitor: Client) -> None:
    tap(visitor, path, recommend="9")
    assert Clock.objects.filter(kind="idle").count() == 0


def test_ten_minutes_are_counted_from_the_last_tap(path: str, clock: Any, visitor: Client) -> None:
    tap(visitor, path, recommend="2")
    clock.later(minutes=8)
    tap(visitor, path, recommend="2", reason="Late")
    sweep(now=NOW + 11 * MINUTE)
    before = Case.objects.count()
    sweep(now=NOW + 19 * MINUTE)
    assert (before, Case.objects.count()) == (0, 1)


def test_a_sweep_that_comes_hours_late_opens_the_same_case(path: str, clock: Any, visitor: Client) -> None:
    tap(visitor, path, recommend="2")
    sweep(now=NOW + 400 * MINUTE)
    sweep(now=NOW + 401 * MINUTE)
    assert Case.objects.count() == 1


def test_what_was_made_happy_again_opens_nothing_and_unhappy_again_does(
    path: str, clock: Any, visitor: Client
) -> None:
    tap(visitor, path, recommend="2")
    tap(visitor, path, recommend="9")
    sweep(now=NOW + 11 * MINUTE)
    before = Case.objects.count()
    clock.later(minutes=12)
    tap(visitor, path, recommend="1")
    sweep(now=NOW + 30 * MINUTE)
    assert (before, Case.objects.count()) == (0, 1)


def test_what_was_sent_in_time_is_left_alone(path: str, clock: Any, visitor: Client) -> None:
    tap(visitor, path, recommend="2")
    visitor.post(path, {"q-recommend": "9", "based_on": "0"})
    sweep(now=NOW + 11 * MINUTE)
    assert Case.objects.count() == 0


def test_send_afterwards_joins_the_case_that_has_opened(path: str, clock: Any, visitor: Client) -> None:
    tap(visitor, path, recommend="2")
    sweep(now=NOW + 11 * MINUTE)
    clock.later(minutes=20)
    visitor.post(
        path, {"q-recommend": "2", "q-reason": "Late again", "wish": "call", "reach": "020 7946 0018"}
    )
    case = Case.objects.get()
    assert ([str(row.text) for row in case.messages.all()], case.wish, Response.objects.get().state) == (
        ["Late again"],
        "call",
        ResponseState.COMPLETE,
    )


def test_kept_and_sent_by_one_person_is_one_response(invitation: Invitation) -> None:
    door = door_of(invitation)
    keep(door=door, given=Given({"recommend": 2}), now=NOW)
    send(door=door, given=Given({"recommend": 2}), now=NOW)
    assert (Response.objects.count(), Case.objects.count()) == (1, 1)

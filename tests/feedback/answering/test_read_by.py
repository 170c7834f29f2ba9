"""Somebody who is neither happy nor unhappy is told by which day their answer is read, where that can be promised."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Practice
from feedback.models import Invitation, Response
from feedback.notices.surveys import survey_path
from feedback.rules.drawing import OWN
from tests.cast import LONG_AGO, NOW, Cast
from tests.factories.answers import answers
from tests.feedback.answering.questions import NPS, REASON

ON_FRIDAY = "Anna Leader reads your answer by Fri."
NO_DAY = "Anna Leader reads your answer personally."
LAST_WEEK = NOW - timedelta(days=7)


@pytest.fixture
def invitation(survey: Callable[..., Any], invited: Callable[..., Any]) -> Invitation:
    made: Invitation = invited(survey(NPS, REASON))
    return made


def thanked(visitor: Client, invitation: Invitation, score: int) -> str:
    path = survey_path(invitation)
    visitor.post(path, {"asked": "*", "q-recommend": str(score)})
    return visitor.get(path).content.decode()


def read_answers() -> None:
    Practice.objects.create(name="reading", on=True, since=LONG_AGO)


def test_a_seven_on_a_tuesday_is_read_within_three_working_days(
    invitation: Invitation, clock: Any, visitor: Client
) -> None:
    read_answers()
    assert ON_FRIDAY in thanked(visitor, invitation, 7)


def test_saturday_and_sunday_are_no_working_days(invitation: Invitation, clock: Any, visitor: Client) -> None:
    read_answers()
    clock.later(days=2)  # a Thursday: Friday, Monday, Tuesday
    assert "Anna Leader reads your answer by Tue." in thanked(visitor, invitation, 7)


def test_no_day_is_promised_where_answers_are_not_read(
    invitation: Invitation, clock: Any, visitor: Client
) -> None:
    assert NO_DAY in thanked(visitor, invitation, 7)


@pytest.mark.parametrize(("lately", "told"), [(OWN, ON_FRIDAY), (OWN + 1, NO_DAY)])
def test_no_day_is_promised_where_only_a_part_is_read(
    cast: Cast, invitation: Invitation, clock: Any, visitor: Client, lately: int, told: str
) -> None:
    read_answers()
    answers(cast, lately, 7, at=LAST_WEEK)
    assert told in thanked(visitor, invitation, 7)


def test_a_happy_customer_is_asked_whom_to_thank_instead(
    invitation: Invitation, clock: Any, visitor: Client
) -> None:
    read_answers()
    page = thanked(visitor, invitation, 10)
    assert ("reads your answer" in page, "Whom shall we thank?" in page) == (False, True)


def test_a_test_promises_nothing(invitation: Invitation, clock: Any, visitor: Client) -> None:
    read_answers()
    Invitation.objects.update(is_test=True)
    page = thanked(visitor, invitation, 7)
    assert (Response.objects.get().is_test, "reads your answer by" in page) == (True, False)


@pytest.mark.parametrize(
    ("own", "times"), [("Thank you for your answer.", 0), ("Come back for a coffee.", 1)]
)
def test_own_thanks_are_said_where_they_say_more_than_the_heading(
    survey: Callable[..., Any], invited: Callable[..., Any], clock: Any, visitor: Client, own: str, times: int
) -> None:
    texts = {"thanks": {"en": own}}
    page = thanked(visitor, invited(survey(NPS, texts=texts)), 7)
    assert page.count(f"<p>{own}</p>") == times

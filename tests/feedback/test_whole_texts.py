"""What somebody typed stands as it was typed: too long, it is said by how much, and nothing is cut on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.forms import Form
from django.test import Client

from accounts.models import User
from cxapp.lib.fields import WholeText
from feedback.forms.public import LONGEST, MessageForm, QuestionForm, ReachForm, SayForm, ThankForm, WrongForm
from feedback.models import Signal
from feedback.operations.intake_guard import opened_mark
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db

BOX = "This is 7 characters too long. Shorten it to 4000."
SEARCH = "Nothing was searched for. This is 1 character too long. Shorten it to 120."


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


class Words(Form):
    words = WholeText(longest=5)


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ("12345", []),
        ("123456", ["This is 1 character too long. Shorten it to 5."]),
        ("12345678", ["This is 3 characters too long. Shorten it to 5."]),
        ("12\r\n45", []),
    ],
)
def test_it_is_said_by_how_much_a_text_is_too_long(typed: str, errors: list[str]) -> None:
    assert Words({"words": typed}).errors.get("words", []) == errors


@pytest.mark.parametrize("form", [WrongForm, QuestionForm, ThankForm, MessageForm, SayForm, ReachForm])
def test_no_box_of_a_customer_lets_the_browser_cut(form: Callable[[], Form]) -> None:
    assert "maxlength" not in form().as_p()


def test_what_a_customer_wrote_too_long_stands_there_whole(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr("feedback.views.public.tell_us.clock_now", lambda: NOW)
    long = "x" * (LONGEST + 7)
    opened = opened_mark(now=NOW - timedelta(minutes=1))

    page = Client().post("/tell-us/leeds/?about=wrong", {"words": long, "opened": opened})

    assert (page.status_code, page.context["form"].errors["words"]) == (400, [BOX])
    assert (long in page.content.decode(), Signal.objects.count()) == (True, 0)


@pytest.mark.parametrize("address", ["/search/", "/cases/", "/answers/"])
def test_a_search_that_is_too_long_is_said_and_stays_typed(cast: Cast, address: str) -> None:
    page = client_of(cast.owner).get(address, {"q": "y" * 121}).content.decode()

    assert (SEARCH in page, "y" * 121 in page) == (True, True)


@pytest.mark.parametrize("address", ["/search/", "/cases/", "/answers/"])
def test_a_search_of_the_longest_length_is_done(cast: Cast, address: str) -> None:
    assert (
        "Nothing was searched for."
        not in client_of(cast.owner).get(address, {"q": "y" * 120}).content.decode()
    )

"""Who may open the pages of accounts, and what everybody else is answered."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from tests.cast import Cast

ADMIN_PAGES = ("/first-steps/", "/settings/tokens/", "/admin/health/")
MINE = ("/settings/", "/inbox/", "/practices/")


def _as(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("page", [*ADMIN_PAGES, *MINE])
def test_a_stranger_is_sent_to_sign_in_and_comes_back(cast: Cast, page: str) -> None:
    answer = Client().get(page)

    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={page}")


@pytest.mark.parametrize("page", ADMIN_PAGES)
def test_who_lacks_the_right_is_told_so_in_words(cast: Cast, page: str) -> None:
    answer = _as(cast.front_line).get(page)

    assert answer.status_code == 403
    assert "An administrator can give you the right." in answer.content.decode()


@pytest.mark.parametrize("page", MINE)
def test_everybody_signed_in_opens_their_own_pages(cast: Cast, page: str) -> None:
    assert _as(cast.outsider).get(page).status_code == 200


@pytest.mark.parametrize("page", ["/admin/health/", "/settings/tokens/", "/first-steps/"])
def test_the_administrator_opens_what_administrators_keep(cast: Cast, page: str) -> None:
    assert _as(cast.administrator).get(page).status_code == 200


@pytest.mark.parametrize(
    "page", ["/admin/health/send-again/", "/admin/health/release/", "/practices/ideas/", "/units/1/go-live/"]
)
def test_a_leader_may_not_press_an_administrators_button(cast: Cast, page: str) -> None:
    assert _as(cast.leader).post(page).status_code == 403


@pytest.mark.parametrize(
    "page",
    [
        "/admin/health/send-again/",
        "/admin/health/release/",
        "/practices/ideas/",
        "/inbox/done/",
        "/settings/tokens/1/revoke/",
    ],
)
def test_a_button_cannot_be_pressed_by_a_link(cast: Cast, page: str) -> None:
    assert _as(cast.owner).get(page).status_code == 405

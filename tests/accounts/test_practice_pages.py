"""Off means not there: the pages of a practice, for everybody who types their address, and their links in the menus."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.access.roles import PRACTICE
from accounts.models import Practice, User
from accounts.rules import navigation
from accounts.rules.practices import BY_NAME
from tests.cast import LONG_AGO, Cast

PAGES = {
    "help_here": ("/alerts/", "/alerts/help/", "/alerts/1/"),
    "reading": ("/answers/reading/", "/answers/reading/1/"),
    "themes": ("/answers/themes/", "/answers/themes/waiting/like/", "/manage/themes/", "/manage/themes/add/"),
}
PRESSES = {
    "help_here": ("/alerts/1/answer/",),
    "reading": ("/answers/1/read/", "/answers/1/note/"),
    "themes": ("/comments/1/theme/",),
}


def _as(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _views(rows: list[URLPattern | URLResolver]) -> Iterator[tuple[str, str]]:
    """Each address with a name, and the practice its page belongs to."""
    for row in rows:
        if isinstance(row, URLResolver):
            yield from _views(row.url_patterns)
        elif row.name:
            yield row.name, getattr(row.callback, PRACTICE, "")


@pytest.mark.parametrize("page", [page for pages in PAGES.values() for page in pages])
def test_a_page_of_a_practice_that_is_off_is_not_there(cast: Cast, page: str) -> None:
    assert _as(cast.owner).get(page).status_code == 404


@pytest.mark.parametrize("press", [press for presses in PRESSES.values() for press in presses])
def test_nothing_is_pressed_on_a_page_that_is_not_there(cast: Cast, press: str) -> None:
    assert _as(cast.owner).post(press).status_code == 404


@pytest.mark.parametrize(
    ("practice", "page"),
    [("help_here", "/alerts/"), ("reading", "/answers/reading/"), ("themes", "/manage/themes/")],
)
def test_it_is_there_while_the_practice_is_on(cast: Cast, practice: str, page: str) -> None:
    Practice.objects.create(name=practice, on=True, since=LONG_AGO)
    assert _as(cast.owner).get(page).status_code == 200


def test_a_stranger_is_led_to_sign_in_whether_it_is_on_or_off(cast: Cast) -> None:
    assert Client().get("/alerts/").headers["Location"] == "/accounts/login/?next=/alerts/"


def test_what_a_menu_shows_with_a_practice_opens_with_it_alone() -> None:
    """A link that follows a switch leads to a page that follows the same switch."""
    belongs = dict(_views(get_resolver().url_patterns))
    items = [*navigation.menu, *navigation.personal]
    switched = {
        item.url_name: item.practice
        for item in items
        if item.practice and not BY_NAME[item.practice].always_on
    }
    assert switched
    assert {name: belongs[name] for name in switched} == switched


def test_pages_name_practices_that_exist() -> None:
    named = {practice for _name, practice in _views(get_resolver().url_patterns) if practice}
    assert named - set(BY_NAME) == set()

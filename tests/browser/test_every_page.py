"""Every page of the table, looked at by axe and by rule, in both themes, on a phone and a desk, filled, empty and refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.addresses import unlisted
from tests.browser.looking import (
    DESK,
    MOVING,
    SMALL,
    TOO_SMALL,
    Weight,
    objections,
    open_whole,
    reader,
    structure,
)
from tests.browser.pages import ROWS, rows
from tests.browser.rows import Row
from tests.browser.world import World, empty_world, filled_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]

Look = Callable[[Page, Row], list[str]]

SIZES = {"phone": SMALL, "desk": DESK}
LEAST_TARGET = 24


def walk(
    browser: Browser, base: str, world: World, found: Iterable[Row], look: Look, **options: Any
) -> list[str]:
    """Opens each row as its reader, one browser a person, and keeps what `look` objects to."""
    faults: list[str] = []
    for who, theirs in groupby(sorted(found, key=lambda row: row.who), key=lambda row: row.who):
        person = world.person(who) if who else None
        with reader(browser, base, person, **options) as (page, notes):
            for row in theirs:
                path = row.path(world)
                wrong = [*_open(page, row, base + path), *look(page, row), *notes.take()]
                faults += [f"{who or 'nobody'} {row.name} {path}: {one}" for one in wrong]
    return faults


def _open(page: Page, row: Row, address: str) -> list[str]:
    answer = open_whole(page, address)
    status = answer.status if answer else 0
    right = status == row.status and page.url == address
    told = [] if right else [f"answered {status} at {page.url}"]
    return [*told, *structure(page)]


def by_axe(page: Page, row: Row) -> list[str]:
    return objections(page)


@pytest.mark.django_db(transaction=False)
def test_every_address_that_answers_get_is_in_the_table() -> None:
    assert unlisted() == set()


def test_at_a_desk_in_light_every_page_is_open_to_everybody_and_has_a_title_of_its_own(
    browser: Browser, live_server: Any
) -> None:
    world = filled_world()
    titles: dict[str, set[str]] = {}

    def look(page: Page, row: Row) -> list[str]:
        titles.setdefault(page.title(), set()).add(row.name)
        return objections(page)

    faults = walk(browser, live_server.url, world, rows(world), look, viewport=DESK, color_scheme="light")
    assert not faults, "\n".join(faults)
    assert {title: names for title, names in titles.items() if len(names) > 1} == {}


def test_on_a_small_phone_in_the_dark_every_page_is_open_keeps_still_and_has_targets_for_thumbs(
    browser: Browser, live_server: Any
) -> None:
    world = filled_world()

    def look(page: Page, row: Row) -> list[str]:
        moving = [f"moves: {one}" for one in page.evaluate(MOVING)]
        small = [f"small: {one}" for one in page.evaluate(TOO_SMALL, LEAST_TARGET)]
        return [*objections(page), *moving, *small]

    options: dict[str, Any] = {"viewport": SMALL, "color_scheme": "dark", "reduced_motion": "reduce"}
    faults = walk(browser, live_server.url, world, rows(world), look, **options)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("theme", "size"), [("dark", "desk"), ("light", "phone")])
def test_the_pages_used_most_hold_in_the_other_theme_too(
    browser: Browser, live_server: Any, theme: str, size: str
) -> None:
    world = filled_world()
    options = {"viewport": SIZES[size], "color_scheme": theme}
    most_used = [row for row in ROWS if row.key]
    faults = walk(browser, live_server.url, world, most_used, by_axe, **options)
    assert not faults, "\n".join(faults)


def test_pages_with_nothing_on_them_hold_too(browser: Browser, live_server: Any) -> None:
    world = empty_world()
    bare = {row.name: row for row in ROWS if row.status == 200 and not row.needs_things()}
    faults = walk(browser, live_server.url, world, bare.values(), by_axe, viewport=SMALL)
    assert not faults, "\n".join(faults)


def test_a_form_sent_empty_comes_back_with_what_to_do(browser: Browser, live_server: Any) -> None:
    world = filled_world()

    def send(page: Page, row: Row) -> list[str]:
        page.locator("main form:not([data-cx-forget]) button.button:not([name])").last.click()
        summary = page.locator("[data-cx-error-summary]").first
        if not summary.count():
            return ["no summary of what is missing"]
        stands = page.evaluate("document.activeElement.matches('[data-cx-error-summary]')")
        said = [] if page.title().startswith("Error: ") else [f"title {page.title()}"]
        return [*said, *([] if stands else ["the reader is not at the summary"]), *objections(page)]

    asking = [row for row in ROWS if row.refused]
    faults = walk(browser, live_server.url, world, asking, send, viewport=SMALL)
    assert not faults, "\n".join(faults)


def test_the_pages_used_most_are_light_enough_for_a_slow_telephone(
    browser: Browser, live_server: Any
) -> None:
    world = filled_world()
    for row in [row for row in ROWS if row.key]:
        person = world.person(row.who) if row.who else None
        with reader(browser, live_server.url, person) as (page, _notes):
            weight = Weight(page)
            page.goto(live_server.url + row.path(world))
            assert weight.too_heavy() == {}, row


def test_text_twice_as_large_needs_no_scrolling_sideways(browser: Browser, live_server: Any) -> None:
    world = filled_world()

    def enlarge(page: Page, row: Row) -> list[str]:
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        return structure(page)

    most_used = [row for row in ROWS if row.key]
    faults = walk(browser, live_server.url, world, most_used, enlarge, viewport=DESK)
    assert not faults, "\n".join(faults)

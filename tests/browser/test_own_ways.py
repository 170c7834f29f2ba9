"""The pages used most as people set them up for themselves: larger, wider spaced, from right to left, in their own colours.

Not here: both themes, text twice as large and everything axe is sure about (`test_every_page`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pytest_django import Settings

from accounts.models import User
from tests.browser.looking import DESK, PHONE, SMALL, reader, structure
from tests.browser.pages import ROWS
from tests.browser.rows import Row
from tests.browser.test_every_page import walk
from tests.browser.test_keyboard import walk as walk_by_tab
from tests.browser.world import filled_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]

USED_MOST = [row for row in ROWS if row.key]
REVIEWED = Path(__file__).with_name("axe_reviewed.txt")
ZOOMED = {"width": 320, "height": 256}
"""A window of 1280 by 1024 at 400 per cent."""

SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
"""What WCAG 1.4.12 lets readers set."""

CLIPPED = """() => [...document.querySelectorAll("body *")]
  .filter((one) => !one.closest("svg, .visually-hidden, .skip-link, dialog:not([open])"))
  .filter((one) => one.textContent.trim() && one.checkVisibility({ visibilityProperty: true }))
  .filter((one) => /hidden|clip/.test(getComputedStyle(one).overflow))
  .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
  .map((one) => one.outerHTML.slice(0, 110))"""
"""Text that is cut off. Where a name is shortened on purpose it is so before and after."""

BARE_TAGS = """() => [...document.querySelectorAll(".tag:not(.tag--note)")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }))
  .filter((one) => {
    const style = getComputedStyle(one), drawing = one.querySelector("svg")?.getBoundingClientRect();
    const bordered = parseFloat(style.borderTopWidth) >= 1 && style.borderTopColor !== "rgba(0, 0, 0, 0)";
    return !(one.innerText.trim() && drawing?.width > 5 && bordered && style.color !== style.backgroundColor);
  }).map((one) => one.outerHTML.slice(0, 110))"""
"""States that would be told by colour alone."""


def test_text_spaced_wider_loses_nothing(browser: Browser, live_server: Any) -> None:
    world = filled_world()

    def space(page: Page, row: Row) -> list[str]:
        before = set(page.evaluate(CLIPPED))
        page.evaluate(SPACED)
        lost = [f"cut off: {one}" for one in page.evaluate(CLIPPED) if one not in before]
        return [*structure(page), *lost]

    faults = walk(browser, live_server.url, world, USED_MOST, space, viewport=SMALL)
    assert not faults, "\n".join(faults)


def test_from_right_to_left_a_small_phone_needs_no_scrolling_sideways(
    browser: Browser, live_server: Any, settings: Settings
) -> None:
    """Staff who read Arabic, as far as the library speaks it; customers' pages are turned by hand."""
    world = filled_world()
    settings.LANGUAGES = [("ar", "Arabic"), ("en", "English")]
    User.objects.update(language="ar")

    def turn(page: Page, row: Row) -> list[str]:
        said = page.evaluate("[document.documentElement.lang, document.documentElement.dir].join()")
        assert said == ("ar,rtl" if row.who else "en,ltr")
        page.evaluate("document.documentElement.dir = 'rtl'")
        lost = page.evaluate(
            "[...document.querySelectorAll('main h1, main .button, main label.tile')]"
            ".filter((one) => one.checkVisibility({ visibilityProperty: true }))"
            ".filter((one) => one.getBoundingClientRect().left < -1).map((one) => one.outerHTML.slice(0, 110))"
        )
        return [*structure(page), *(f"out of sight: {one}" for one in lost)]

    faults = walk(browser, live_server.url, world, USED_MOST, turn, viewport=SMALL)
    assert not faults, "\n".join(faults)


def test_in_forced_colours_each_state_has_words_a_drawing_and_a_border(
    browser: Browser, live_server: Any
) -> None:
    world = filled_world()
    seen = 0

    def look(page: Page, row: Row) -> list[str]:
        nonlocal seen
        seen += page.locator(".tag").count()
        return [f"colour alone: {one}" for one in page.evaluate(BARE_TAGS)]

    options: dict[str, Any] = {"viewport": DESK, "forced_colors": "active"}
    faults = walk(browser, live_server.url, world, USED_MOST, look, **options)
    assert not faults, "\n".join(faults)
    assert seen > 10


def test_each_state_is_drawn_in_a_shape_of_its_own(browser: Browser, live_server: Any) -> None:
    with reader(browser, live_server.url, forced_colors="active") as (page, _notes):
        page.goto(f"{live_server.url}/gallery/")
        drawn: list[list[str]] = page.evaluate(
            "[...document.querySelectorAll('.tag:not(.tag--note)')]"
            ".map((one) => [one.className, one.querySelector('svg').innerHTML])"
        )
        assert page.evaluate(BARE_TAGS) == []
    states_of: dict[str, set[str]] = {}
    for state, shape in drawn:
        states_of.setdefault(shape, set()).add(state)
    assert len({state for state, _shape in drawn}) >= 9
    assert [states for states in states_of.values() if len(states) > 1] == []


def test_at_400_per_cent_the_tab_key_still_leads_through_everything_in_sight(
    browser: Browser, live_server: Any
) -> None:
    world = filled_world()

    def tab(page: Page, row: Row) -> list[str]:
        return walk_by_tab(page)

    tried = [row for row in USED_MOST if row.name in ("today", "log_contact", "survey", "follow")]
    faults = walk(browser, live_server.url, world, tried, tab, viewport=ZOOMED)
    assert not faults, "\n".join(faults)


def not_sure(page: Page) -> list[str]:
    """Rules of axe that a person has to decide on."""
    found = Axe().run(page, options={"resultTypes": ["incomplete"]}).response["incomplete"]
    return [one["id"] for one in found]


def test_axe_is_not_sure_about_words_on_a_picture(browser: Browser) -> None:
    with reader(browser, "http://localhost") as (page, _notes):
        page.set_content("<p style='background-image: linear-gradient(red, white)'>Words</p>")
        assert not_sure(page) == ["color-contrast"]


def test_what_axe_is_not_sure_about_was_looked_at_by_a_person(browser: Browser, live_server: Any) -> None:
    """Each line of the list: page, rule, and why it is right. The list may only become shorter."""
    world = filled_world()
    unsure: set[str] = set()

    def ask(page: Page, row: Row) -> list[str]:
        unsure.update(f"{row.name} {rule}" for rule in not_sure(page))
        return []

    for size in (DESK, PHONE):
        walk(browser, live_server.url, world, USED_MOST, ask, viewport=size)
    lines = [line for line in REVIEWED.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    reviewed = {" ".join(line.split()[:2]) for line in lines}
    assert sorted(unsure - reviewed) == [], "look at them, mend them or write down why they are right"
    assert sorted(reviewed - unsure) == [], "mended: take the line out"

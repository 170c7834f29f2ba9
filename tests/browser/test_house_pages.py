"""The first minutes and the pages of the house in a real browser: few presses, nothing axe objects to, no sideways scrolling."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_PRESSES = 12
"""From the first page to the first place live; the whole way to the first complaint may take twenty-five."""

PAGES = (
    "/first-steps/",
    "/practices/",
    "/settings/",
    "/inbox/",
    "/settings/tokens/",
    "/admin/health/",
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/accounts/password/change/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
    "/nowhere/",
)
OUTSIDE = ("/accounts/login/", "/accounts/password/reset/", "/accounts/signup/")

ANSWERS = {
    "What is your organisation called?": "Northwind Bakery",
    "About how many people work there?": "12",
    "Which places serve customers?": "Leeds\nYork",
    "Who is at the top?": "Olga Owner",
    "E-mail or sign-in name": "olga",
    "Password": "bread every morning",
}


def _set_up(page: Page, base: str) -> int:
    """Answers the questions and takes the first place live; answers how many presses it took."""
    page.goto(f"{base}/accounts/login/")
    for label, value in ANSWERS.items():
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Go live: Leeds").click()
    page.get_by_text("Leeds is live.").wait_for()
    return len(ANSWERS) + 2


def _objections(page: Page) -> list[tuple[str, list[Any]]]:
    found = Axe().run(page).response["violations"]
    return [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found]


def _wider_than_the_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def _check(page: Page, base: str, paths: tuple[str, ...]) -> dict[str, Any]:
    faults: dict[str, Any] = {}
    for path in paths:
        page.goto(base + path)
        found = _objections(page)
        if found or _wider_than_the_screen(page) or page.locator("h1").count() != 1:
            faults[path] = found or "too wide, or not one heading"
    return faults


def test_from_empty_to_a_place_live_takes_few_presses(browser: Browser, live_server: Any) -> None:
    page = browser.new_page()

    assert _set_up(page, live_server.url) <= MOST_PRESSES
    page.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_the_pages_of_the_house_are_open_to_everybody(
    browser: Browser, live_server: Any, width: int, scheme: Any
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{live_server.url}/start/")
    page.get_by_role("button", name="Begin").click()
    assert _objections(page) == []
    _set_up(page, live_server.url)

    assert _check(page, live_server.url, PAGES) == {}

    stranger = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    assert _check(stranger.new_page(), live_server.url, OUTSIDE) == {}
    stranger.close()
    context.close()


def test_the_first_minutes_work_without_scripts(browser: Browser, live_server: Any) -> None:
    context = browser.new_context(java_script_enabled=False)

    _set_up(context.new_page(), live_server.url)
    context.close()


def test_the_devices_time_zone_is_filled_in_until_somebody_chooses(
    browser: Browser, live_server: Any
) -> None:
    context = browser.new_context(timezone_id="Asia/Tokyo")
    page = context.new_page()
    page.goto(f"{live_server.url}/start/")
    assert page.get_by_label("Time zone").input_value() == "Asia/Tokyo"

    page.get_by_label("Time zone").select_option("Europe/London")
    page.get_by_role("button", name="Begin").click()

    assert page.get_by_label("Time zone").input_value() == "Europe/London"
    context.close()

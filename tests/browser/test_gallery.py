"""Every behaviour and every component in a real browser, on the gallery alone: no server, no database."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.template import Context, Engine
from django.test import RequestFactory
from playwright.sync_api import Browser, Page, Route

from cxapp.lib import styles

pytestmark = pytest.mark.browser

HOST = "https://gallery.example"
SENT: list[str] = []


def gallery(**shell: object) -> str:
    """The page as a signed-in leader gets it."""
    navigation = [
        {"url": f"/{name}/", "label": name.title(), "icon": "home", "current": name == "today", "count": 2}
        for name in ("today", "cases", "answers", "people", "thanks", "board")
    ]
    frame = {
        "product": "cxapp", "organisation": "Example Parcels", "signed_in": True, "navigation": navigation,
        "user_name": "Anna Petrova", "log_url": "#log-a-complaint", "thank_url": "#thank", "search_url": "#search",
        "user_menu": [{"url": "/out/", "label": "Sign out", "method": "post"}], **shell,
    }  # fmt: skip
    page = Engine.get_default().get_template("gallery/page.html")
    return page.render(Context({"shell": frame, "request": RequestFactory().get("/gallery/")}))


def answer(route: Route) -> None:
    """Plays the server: the page, its sheets and scripts; a form sent is noted and nothing more."""
    path = urlsplit(route.request.url).path
    if route.request.method == "POST":
        SENT.append(path)
        if path == "/read/":
            route.fulfill(status=204)  # the page stays, so that a second press is possible
        else:
            route.fulfill(body="<title>Sent</title>", content_type="text/html")
    elif path == "/gallery/":
        route.fulfill(body=gallery(), content_type="text/html; charset=utf-8")
    elif path == "/late/":
        route.fulfill(body=gallery(late_count=2, shortcuts_off=True), content_type="text/html; charset=utf-8")
    elif path.startswith("/style/"):
        route.fulfill(body=styles.bundle().plain, content_type="text/css; charset=utf-8")
    else:
        file = Path(str(finders.find(path.removeprefix("/static/"))))
        route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0] or "text/plain")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    SENT.clear()
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.route("**/*", answer)
    tab = context.new_page()
    tab.goto(f"{HOST}/gallery/")
    yield tab
    context.close()


def focused(page: Page, what: str) -> object:
    return page.evaluate(f"document.activeElement.{what}")


def leave(page: Page) -> None:
    page.evaluate("document.activeElement.blur()")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_component_breaks_a_rule_of_accessibility(page: Page, theme: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    # Without motion the colours of the other theme stand at once.
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]  # two of the allowed words

    found = Axe().run(page).response["violations"]

    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


@pytest.mark.parametrize("size", ["normal", "largest"])
def test_a_small_phone_never_scrolls_sideways(page: Page, size: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.evaluate(f"document.documentElement.dataset.textSize = '{size}'")

    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_after_a_refused_form_the_reader_stands_at_the_summary_and_its_links_lead_to_the_controls(
    page: Page,
) -> None:
    assert focused(page, "dataset.cxErrorSummary") == ""

    page.locator("[data-cx-error-summary] a").nth(1).click()

    assert focused(page, "id") == "refused_reach"


def test_a_sheet_opens_from_the_keyboard_and_gives_focus_back_when_left(page: Page) -> None:
    page.locator("[data-cx-open='sample-sheet']").focus()
    page.keyboard.press("Enter")
    assert page.locator("#sample-sheet").is_visible()

    page.keyboard.press("Escape")

    assert page.locator("#sample-sheet").is_hidden()
    assert focused(page, "dataset.cxOpen") == "sample-sheet"


def test_single_keys_move_log_and_list_themselves(page: Page) -> None:
    leave(page)
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert focused(page, "textContent") == "Tomasz Example-Nowak"

    page.keyboard.press("c")
    assert page.url.endswith("#log-a-complaint")

    page.keyboard.press("?")
    assert page.locator("#shortcuts").is_visible()


def test_single_keys_rest_while_somebody_types(page: Page) -> None:
    page.locator("#id_reach").focus()

    page.keyboard.type("c?")

    assert page.locator("#id_reach").input_value() == "c?"
    assert page.url.endswith("/gallery/")


def test_single_keys_can_be_switched_off(page: Page) -> None:
    page.goto(f"{HOST}/late/")
    leave(page)

    page.keyboard.press("?")

    assert page.locator("#shortcuts").is_hidden()


def test_something_late_shows_in_the_tab(page: Page) -> None:
    page.goto(f"{HOST}/late/")

    assert page.title() == "(2) Gallery – Design – cxapp"
    assert str(page.locator("link[rel=icon]").get_attribute("href")).endswith("mark-late.svg")


def test_choosing_rows_shows_how_many_and_shift_takes_all_between(page: Page) -> None:
    assert page.locator("[data-cx-bulk]").is_hidden()

    page.locator("[data-cx-select]").nth(0).click()
    assert page.locator("[data-cx-bulk-count]").inner_text() == "1"

    page.locator("[data-cx-select]").nth(2).click(modifiers=["Shift"])
    assert page.locator("[data-cx-bulk-count]").inner_text() == "3"
    assert page.locator("[data-cx-select-all]").is_checked()


def test_a_draft_is_there_after_a_reload_and_gone_once_sent(page: Page) -> None:
    page.locator("#id_reach").fill("0000 1")
    page.locator("#id_what_1").check()
    page.reload()
    assert page.locator("#id_reach").input_value() == "0000 1"
    assert page.locator("#id_what_1").is_checked()

    page.locator("form[data-cx-draft] .button").first.click()

    assert page.evaluate("localStorage.length") == 0


def test_signing_out_forgets_every_draft(page: Page) -> None:
    page.locator("#id_reach").fill("0000 1")

    page.locator(".site-header details summary").click()
    page.locator(".site-header [data-cx-forget] button").click()

    assert page.evaluate("localStorage.length") == 0


def test_a_second_press_is_not_sent_again(page: Page) -> None:
    page.evaluate("document.querySelector('form[action=\"#read\"]').action = '/read/'")

    for _press in range(2):
        page.evaluate("document.querySelector('form[action=\"/read/\"] button').click()")
        page.wait_for_timeout(200)

    assert SENT == ["/read/"]


def test_a_menu_closes_with_escape_and_gives_focus_back_to_its_label(page: Page) -> None:
    page.locator(".site-header details summary").click()
    page.locator(".site-header [data-cx-forget] button").focus()

    page.keyboard.press("Escape")

    assert page.locator(".site-header .menu__list").is_hidden()
    assert focused(page, "tagName") == "SUMMARY"


def test_copying_takes_the_text_and_says_so(page: Page) -> None:
    page.locator("[data-cx-copy]").click()

    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "https://cx.example.org/c/abcd"


def test_losing_the_network_is_said_and_so_is_its_return(page: Page) -> None:
    page.context.set_offline(True)
    page.locator("[data-cx-offline]").wait_for(state="visible")

    page.context.set_offline(False)

    page.locator("[data-cx-offline]").wait_for(state="hidden")


def test_nothing_moves_for_those_who_asked_for_stillness(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")

    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(e => getComputedStyle(e).transitionDuration !== '0s'"
        " || getComputedStyle(e).animationName !== 'none').length"
    )

    assert moving == 0


def test_every_target_measures_at_least_24_pixels(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})

    small = page.evaluate(
        "[...document.querySelectorAll('a, button, summary, select, textarea, input:not([type=hidden])')]"
        ".filter(e => !e.closest('p, .scale, .visually-hidden') && e.checkVisibility())"
        ".map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])"
        ".filter(([, box]) => box.width > 1 && (box.width < 24 || box.height < 24)).map(([html]) => html)"
    )

    assert small == []

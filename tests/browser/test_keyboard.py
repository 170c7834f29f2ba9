"""The pages used most, walked with the Tab key alone. Not here: shortcuts and sheets on their own (`test_gallery`)."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import DESK, PHONE, objections, open_whole, reader
from tests.browser.pages import ROWS
from tests.browser.rows import Row
from tests.browser.world import World, filled_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]

EXPECTED = """() => {
  const seen = new Set();
  const stops = [];
  for (const one of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")) {
    if (one.disabled || one.type === "hidden" || one.tabIndex < 0 || !one.checkVisibility({ visibilityProperty: true })) continue;
    if (one.type === "radio" && one.name) {
      const group = `${one.form?.action} ${one.name}`;
      if (seen.has(group)) continue;
      seen.add(group);
      const chosen = [...document.querySelectorAll("input[type=radio]")]
        .find((other) => other.name === one.name && other.form === one.form && other.checked);
      stops.push(chosen ?? one);
    } else stops.push(one);
  }
  stops.forEach((one, place) => { one.cxPlace = place; });
  return stops.map((one) => one.outerHTML.slice(0, 90));
}"""
"""Where Tab should stop, in the order of the page; a group of radios is one stop, a date three within one."""

HERE = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return { place: -1 };
  const shown = one.closest("label")?.contains(one) && one.matches("[type=radio], [type=checkbox]") ? one.closest("label") : one;
  const box = shown.getBoundingClientRect();
  const x = box.left + Math.min(box.width / 2, 20), y = box.top + Math.min(box.height / 2, 10);
  const top = document.elementFromPoint(x, y);
  const covered = !!top && !shown.contains(top) && !top.contains(shown);
  const style = getComputedStyle(one), around = getComputedStyle(shown);
  const marked = [style, around].some((each) => parseFloat(each.outlineWidth) >= 2 && each.outlineStyle !== "none");
  const inside = box.bottom > 0 && box.top < innerHeight;
  return { place: one.cxPlace ?? -2, parts: one.type === "date", covered, marked, inside, html: one.outerHTML.slice(0, 110) };
}"""


def walk(page: Page) -> list[str]:
    """Tabs from the top to the end; what was skipped, out of order, hidden or unmarked."""
    expected: list[str] = page.evaluate(EXPECTED)
    faults: list[str] = []
    for place, html in enumerate(expected):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        while here["place"] == place - 1 and here["parts"]:
            page.keyboard.press("Tab")
            here = page.evaluate(HERE)
        if here["place"] != place:
            return [*faults, f"stop {place} should be {html}, is {here.get('html', 'the page')}"]
        if not here["marked"]:
            faults.append(f"no ring round {html}")
        if here["covered"] or not here["inside"]:
            faults.append(f"hidden while focused: {html}")
    page.keyboard.press("Tab")
    after = page.evaluate(HERE)["place"]
    return faults if after in (-1, 0) else [*faults, f"after the last stop comes {after}"]


def walked(browser: Browser, base: str, world: World, row: Row, size: dict[str, int]) -> list[str]:
    person = world.person(row.who) if row.who else None
    with reader(browser, base, person, viewport=size) as (page, _notes):
        open_whole(page, base + row.path(world))
        return [f"{row.name}: {one}" for one in walk(page)]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_tab_reaches_everything_once_in_order_and_the_ring_is_in_sight(
    browser: Browser, live_server: Any, size: dict[str, int]
) -> None:
    world = filled_world()
    most_used = [row for row in ROWS if row.key]
    faults = [one for row in most_used for one in walked(browser, live_server.url, world, row, size)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<a href=#a>a</a><a href=#b tabindex=1>b</a>", "stop 0 should be"),
        ("<a href=#a>a</a><a href=#b style='outline:0'>b</a>", "no ring round"),
        ("<a href=#a>a</a><p style='position:fixed;inset:0;background:red'>over</p>", "hidden while focused"),
    ],
    ids=["wrong order", "no ring", "covered"],
)
def test_the_walk_sees_a_wrong_order_a_missing_ring_and_a_covered_stop(
    browser: Browser, body: str, fault: str
) -> None:
    with reader(browser, "http://localhost") as (page, _notes):
        page.set_content(f"<style>:focus-visible {{ outline: 3px solid }}</style>{body}")
        assert [one[: len(fault)] for one in walk(page)] == [fault]


def test_the_sheet_on_a_case_closes_with_escape_and_gives_focus_back(
    browser: Browser, live_server: Any
) -> None:
    world = filled_world()
    with reader(browser, live_server.url, world.cast.leader) as (page, _notes):
        page.goto(f"{live_server.url}/cases/{world.cases['late'].pk}/")
        page.get_by_role("link", name="Log contact").first.focus()
        page.keyboard.press("Enter")
        sheet = page.get_by_role("dialog", name="Log contact with Petra Pending")
        sheet.wait_for()
        page.keyboard.press("Escape")
        assert not sheet.is_visible()
        assert page.evaluate("document.activeElement.textContent.trim()") == "Log contact"


def test_on_today_the_sheet_of_a_card_comes_to_the_reader_and_gives_focus_back(
    browser: Browser, live_server: Any
) -> None:
    world = filled_world()
    with reader(browser, live_server.url, world.cast.leader) as (page, notes):
        page.goto(live_server.url)
        page.get_by_role("link", name="Log contact: Petra Pending").focus()
        for key in ("Enter", "l"):
            page.keyboard.press(key)
            sheet = page.get_by_role("dialog", name="Log contact with Petra Pending")
            sheet.wait_for()
            assert page.evaluate("document.activeElement.closest('dialog')?.id") == "log-contact"
            sheet.get_by_label("Note").fill("Kept while the sheet is away.")
            assert [*objections(page), *notes.take()] == []
            page.keyboard.press("Escape")
            sheet.wait_for(state="hidden")
            label = page.evaluate("document.activeElement.getAttribute('aria-label')")
            assert label == "Log contact: Petra Pending"
        assert page.url == f"{live_server.url}/"
        page.keyboard.press("Enter")
        assert sheet.get_by_label("Note").input_value() == "Kept while the sheet is away."


def test_a_sheet_that_cannot_come_leads_to_the_page_that_says_why(browser: Browser, live_server: Any) -> None:
    world = filled_world()
    with reader(browser, live_server.url, world.cast.leader) as (page, _notes):
        page.goto(live_server.url)
        page.context.clear_cookies()
        page.get_by_role("link", name="Log contact: Petra Pending").click()
        page.get_by_role("heading", name="Sign in").wait_for()


def test_on_a_phone_what_one_does_first_is_big_enough_for_a_thumb(browser: Browser, live_server: Any) -> None:
    world = filled_world()
    small: list[str] = []
    for row in [row for row in ROWS if row.key]:
        person = world.person(row.who) if row.who else None
        with reader(browser, live_server.url, person, viewport=PHONE, has_touch=True) as (page, _notes):
            page.goto(live_server.url + row.path(world))
            for button in page.locator(
                "main .button:not(.button--small):not(.button--quiet):visible, main .tile:visible"
            ).all():
                box = button.bounding_box()
                if box is not None and box["height"] < 44:
                    small.append(f"{row.name}: {box['height']:.0f} px {button.inner_text()}")
    assert not small, "\n".join(small)

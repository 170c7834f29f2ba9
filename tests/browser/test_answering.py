"""What scripts do where people answer: keep each answer, show what hangs on another, keep presses without connection."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from feedback.enums import ResponseState
from feedback.models import Question, Response, SurveyVersion
from feedback.notices.surveys import survey_path
from tests.browser.looking import PHONE, reader
from tests.browser.world import World, filled_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TABLET = {"width": 1024, "height": 768}


@pytest.fixture
def world(live_server: Any) -> World:
    return filled_world()


def faces(world: World) -> None:
    version = SurveyVersion.objects.create(
        survey=world.things.kiosk.survey, number=9, languages=["en"], published_at=world.now
    )
    texts = {"en": "How was it today?"}
    Question.objects.create(
        version=version, order=1, code="today", kind="emotion", texts=texts, required=True
    )


def waits_for(page: Page, kept: bool) -> None:
    """Until the device holds presses, or none any more."""
    script = "Object.keys(localStorage).some((key) => JSON.parse(localStorage[key]).length > 0)"
    for _turn in range(200):
        if page.evaluate(script) is kept:
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"presses kept on the device: {not kept}")


def test_a_tap_is_kept_and_the_link_goes_on_where_it_stopped(
    browser: Browser, live_server: Any, world: World
) -> None:
    invitation = world.invitations["open"]
    path = f"{live_server.url}{survey_path(invitation)}"
    with reader(browser, live_server.url, viewport=PHONE) as (page, notes):
        page.goto(path)
        page.locator("label.scale__number", has_text="3").click()
        page.get_by_text("Kept. You can go on later with the same link.").wait_for(timeout=15000)
        page.goto(path)
        assert page.locator("input[value='3']:checked").count() == 1
        assert notes.take() == []

    assert Response.objects.get(invitation=invitation).state == ResponseState.PARTIAL


def test_a_text_that_is_too_long_stands_there_again_until_it_was_shortened(
    browser: Browser, live_server: Any, world: World
) -> None:
    invitation, long = world.invitations["open"], "The rye was hard. " * 300
    path = f"{live_server.url}{survey_path(invitation)}"
    with reader(browser, live_server.url, viewport=PHONE) as (page, notes):
        page.goto(path)
        page.locator("label.scale__number", has_text="3").click()
        page.locator("textarea").first.fill(long)
        page.get_by_text("it is kept on this device alone until you shorten it").wait_for(timeout=15000)
        page.goto(path)
        assert page.locator("textarea").first.input_value() == long
        page.get_by_role("button", name="Send").click()
        page.locator(".field--error").first.wait_for()
        page.goto(path)
        assert page.locator("textarea").first.input_value() == long
        page.locator("textarea").first.fill("Hard rye.")
        page.get_by_text("Kept. You can go on later with the same link.").wait_for(timeout=15000)
        page.goto(path)
        assert page.locator("textarea").first.input_value() == "Hard rye."
        assert page.evaluate("Object.values(localStorage).join()").count("rye") == 0
        assert notes.take() == []


def test_a_kiosk_keeps_presses_without_connection_and_sends_each_once(
    browser: Browser, live_server: Any, world: World
) -> None:
    faces(world)
    with reader(browser, live_server.url, viewport=TABLET) as (page, _notes):
        page.goto(f"{live_server.url}/kiosk/{world.things.kiosk.code}/")
        page.context.set_offline(True)
        page.get_by_role("button", name="Angry").click()
        waits_for(page, True)
        page.get_by_role("heading", name="Thank you").wait_for()
        page.context.set_offline(False)
        waits_for(page, False)

    [response] = Response.objects.filter(link=world.things.kiosk)
    assert response.state == ResponseState.COMPLETE


def test_a_second_press_is_ignored_also_when_the_page_is_loaded_again(
    browser: Browser, live_server: Any, world: World
) -> None:
    faces(world)
    address = f"{live_server.url}/kiosk/{world.things.kiosk.code}/"
    with reader(browser, live_server.url, viewport=TABLET) as (page, _notes):
        page.goto(address)
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.get_by_role("button", name="Delighted").click()
        page.goto(address)
        page.get_by_role("heading", name="Thank you").wait_for()
        assert page.get_by_role("button", name="Angry").count() == 0
        page.get_by_role("button", name="Angry").wait_for(timeout=15000)
        boxes = [button.bounding_box() for button in page.locator("button.face").all()]

    assert Response.objects.filter(link=world.things.kiosk).count() == 1
    assert all(box is not None and min(box["width"], box["height"]) >= 72 for box in boxes)

"""U4: the owner says aloud whether complaints really fall, who waits past the promise and what the score is worth, then prints.

Clicks, keys and page loads are counted against the budget. Seconds of this machine are not: the first sentence stands in
the answer of the server itself, before any script, and a page load is what it costs.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser

from feedback.enums import QuestionKind
from feedback.models import Answer, Question, Response
from tests.browser.looking import reader
from tests.browser.world import World, filled_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CLICKS = 3


@pytest.fixture
def world(live_server: Any) -> World:
    return filled_world()


def forty_scores(world: World) -> None:
    """Twenty of ten and twenty of three, yesterday: enough for a headline with its interval."""
    question = Question.objects.get(
        version__survey__slug="recommend", version__number=1, kind=QuestionKind.NPS
    )
    moment = world.now - timedelta(days=1)
    responses = Response.objects.bulk_create(
        Response(version_id=question.version_id, at=moment, completed_at=moment, place=world.cast.leeds)
        for _each in range(40)
    )
    Answer.objects.bulk_create(
        Answer(response=response, question=question, kind=question.kind, score=10 if at % 2 else 3)
        for at, response in enumerate(responses)
    )


def test_the_owner_reads_the_board_in_one_load_and_prints_within_three_clicks(
    browser: Browser, live_server: Any, world: World
) -> None:
    forty_scores(world)
    clicks = 0
    with reader(browser, live_server.url, world.cast.owner) as (page, _notes):
        page.goto(live_server.url)
        with page.expect_navigation() as load:
            page.get_by_role("link", name="Board", exact=True).first.click()
            clicks += 1

        first = page.locator(".board__sentences li").first.inner_text()
        assert first in re.sub(r"\s+", " ", load.value.text())
        assert "past the promised time" in page.locator(".board__sentences").inner_text()
        verdict = page.locator("#complaints .lead").inner_text()
        assert verdict
        assert verdict == page.locator("#complaints .chart__verdict").inner_text()
        score = page.locator("#score .figure").inner_text()
        assert re.search(r"NPS", score)
        assert re.search(r"range \S+ to \S+", score)

        page.keyboard.press("4")
        page.wait_for_url(re.compile("#complaints$"))
        with page.expect_navigation():
            page.get_by_role("link", name="Print pack").click()
            clicks += 1
        assert page.url.endswith("/board/pack/")

    assert clicks <= CLICKS


def test_the_keys_of_the_board_rest_where_shortcuts_are_switched_off(
    browser: Browser, live_server: Any, world: World
) -> None:
    owner = world.cast.owner
    owner.shortcuts = False
    owner.save(update_fields=["shortcuts"])
    with reader(browser, live_server.url, owner) as (page, _notes):
        page.goto(f"{live_server.url}/board/")
        page.keyboard.press("4")
        page.keyboard.press("p")

        assert page.url == f"{live_server.url}/board/"

"""U4: the owner says aloud whether complaints really fall, who waits past the promise, what it costs and what the score is worth,
then prints the pack. What is read on the page is held against a key counted from the rows.

Clicks, keys and page loads are counted against the budget. Seconds of this machine are not: the first sentence stands in
the answer of the server itself, before any script, and a page load is what it costs.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from accounts.models import Clock
from accounts.operations.sweep import sweep
from feedback.enums import CaseMode, CaseState, QuestionKind
from feedback.models import Answer, Case, Customer, Question, Response
from tests.browser.looking import reader
from tests.browser.world import World, filled_world
from tests.factories.signals import open_case

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
        said = page.locator(".board__sentences").inner_text()
        assert "past the promised time" in said
        verdict = page.locator("#complaints .chart__verdict").inner_text()
        assert verdict
        assert verdict in said
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


def late_at_york(world: World) -> None:
    """Four of Bruno's customers wait since last week, and every customer is worth 100 a year."""
    for _each in range(4):
        open_case(world.cast, at=world.now - timedelta(days=6), place=world.cast.york.pk)
    sweep(now=world.now)
    Customer.objects.update(yearly_value=100)


def most_waiting(world: World) -> tuple[int, int, set[str]]:
    """How many promises ran out over a day ago and still run; the most of one leader, and who that is."""
    rows = Clock.objects.filter(
        subject_kind="case", kind="contact", armed_at__isnull=False, met_at=None, ended_at=None
    ).filter(due_at__lte=world.now - timedelta(days=1))
    by_leader = Counter(rows.values_list("holder__name", flat=True))
    most = max(by_leader.values())
    return by_leader.total(), most, {name for name, n in by_leader.items() if n == most}


def at_risk() -> int:
    """The customers with an open case who have not left."""
    rows = Case.objects.exclude(state=CaseState.CLOSED).filter(mode=CaseMode.LIVE, customer__left_on=None)
    return rows.exclude(customer=None).values("customer").distinct().count()


def test_the_owner_says_what_the_key_says_and_has_the_pack_as_a_pdf_within_three_clicks_and_a_print(
    browser: Browser, live_server: Any, world: World
) -> None:
    late_at_york(world)
    clicks = 0
    with reader(browser, live_server.url, world.cast.owner) as (page, notes):
        page.goto(live_server.url)
        page.get_by_role("link", name="Board", exact=True).first.click()
        page.wait_for_url(re.compile("/board/$"))
        clicks += 1

        said = page.locator(".board__sentences").inner_text()
        verdict = page.locator("#complaints .chart__verdict").inner_text()
        assert verdict
        assert verdict in said
        assert "better" not in verdict

        waited = re.search(
            r"(\d+) customers have waited more than a day past .* time; (\d+) are with (.+)\.", said
        )
        assert waited is not None
        total, most, names = most_waiting(world)
        assert (int(waited[1]), int(waited[2]), waited[3] in names) == (total, most, True)

        n = at_risk()
        page.keyboard.press("6")
        page.wait_for_url(re.compile("#money$"))
        cost = page.locator("#money li").first.inner_text()
        assert cost == f"{n} customers have an open case: {100 * n:,} EUR a year."

        page.get_by_role("link", name="Print pack").click()
        page.wait_for_url(re.compile("/board/pack/$"))
        page.locator("main table a").first.click()
        page.wait_for_url(re.compile("/board/pack/[-0-9a-f]{36}/$"))
        clicks += 2
        with page.expect_download() as printed:
            page.get_by_role("link", name="PDF, A4").click()
        document = PdfReader(printed.value.path())
        assert not notes.faults

    assert clicks <= CLICKS
    read = " ".join(sheet.extract_text() for sheet in document.pages)
    told = ("Are complaints falling?", "Who keeps customers waiting", "What was saved?")
    assert [title for title in told if title not in " ".join(read.split())] == []
    assert bool(document.root_object["/MarkInfo"]["/Marked"])  # type: ignore[index]


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

"""A CX manager builds a survey at a desk: clicks, letters, page loads and modelled time, with a script and without.

The model is that of `test_tasks`; a test fails over its budget.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator
from pytest_django import Settings

from accounts.models import PolicyVersion
from feedback.enums import QuestionKind
from feedback.models import AssignmentRule, Case, Invitation, SurveyVersion
from feedback.queries.replay import rules_today
from feedback.queries.rules_dry_run import dry_run, headless
from tests.browser.looking import DESK, reader
from tests.browser.test_tasks import Effort, links_in, mails_to
from tests.browser.world import World, filled_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CLICKS, LOADS, SECONDS = 30, 6, 360


class AtADesk(Effort):
    """Clicks instead of taps; choosing from a list is two of them."""

    def tap(self, what: Locator) -> None:
        what.click()
        self.taps += 1

    def choose(self, where: Locator, label: str) -> None:
        where.select_option(label=label)
        self.taps += 2

    def overwrite(self, where: Locator, text: str) -> None:
        where.click(click_count=3)
        self.taps += 3
        self.page.keyboard.type(text)
        self.letters += len(text)


@pytest.fixture
def world(settings: Settings, live_server: Any) -> World:
    settings.SITE_URL, settings.MAIL_CONFIGURED = live_server.url, True
    return filled_world()


def test_a_cx_manager_builds_tries_and_publishes_a_survey_in_two_languages_with_thirty_clicks(
    browser: Browser, live_server: Any, world: World
) -> None:
    with reader(browser, live_server.url, world.cast.cx_manager, viewport=DESK) as (page, notes):
        page.goto(live_server.url + "/manage/surveys/")
        effort = AtADesk(page, loads=1)
        effort.tap(page.get_by_text("Would you recommend us? (NPS)").last)
        effort.tap(page.get_by_label("Deutsch"))
        effort.load(lambda: effort.tap(page.get_by_role("button", name="Make a draft")))

        effort.tap(page.get_by_role("link", name="Deutsch"))
        page.get_by_role("heading", name="As a customer sees it").wait_for()
        page.get_by_text("Wie wahrscheinlich ist es").wait_for()
        effort.choose(page.get_by_label("Language of the test"), "Deutsch")
        effort.tap(page.get_by_role("button", name="Send a test to myself"))
        page.get_by_text("Sent to carl@example.test.").wait_for()
        effort.tap(page.get_by_role("button", name="Publish version 1"))
        page.get_by_text("Version 1 is published.").wait_for()
        page.wait_for_function("document.activeElement.matches('[data-cx-notice]')")

        effort.load(lambda: effort.tap(page.get_by_role("link", name="Change the times and try them")))
        for severity in ("Low", "Normal"):
            effort.overwrite(page.get_by_label(re.compile(f"^(Contact|Reach).*{severity}$", re.I)).first, "4")
        effort.load(lambda: effort.tap(page.get_by_role("button", name="Save as a new version")))

        effort.load(lambda: effort.tap(page.get_by_role("link", name="Add a rule")))
        effort.write(page.get_by_label("Name of the rule"), "Unhappy in Leeds")
        effort.choose(page.get_by_label("Channel"), "Survey")
        effort.choose(page.locator("select[name=place]"), "Leeds")
        effort.choose(page.get_by_label("Or the head of"), "Leeds")
        effort.load(lambda: effort.tap(page.get_by_role("button", name="Save", exact=True)))
        said = page.locator("main").inner_text()
        assert notes.take() == []

    assert effort.taps <= CLICKS
    assert effort.loads <= LOADS
    assert effort.seconds(decisions=15) <= SECONDS
    assert "caught one complaint in 30 days" in said
    as_it_was_built(world)


def as_it_was_built(world: World) -> None:
    """Both languages published, four hours for every low score, and nobody missing on the way up."""
    version = SurveyVersion.objects.get(survey__template="relationship", survey__slug__startswith="would")
    asked = version.questions.get(kind=QuestionKind.NPS)
    times = PolicyVersion.objects.latest("made_at").steps.filter(kind="contact").exclude(severity="critical")
    rule = AssignmentRule.objects.get(name="Unhappy in Leeds")
    found = dry_run(rules=rules_today(), now=world.now)
    assert (version.languages, version.published_by) == (["en", "de"], world.cast.cx_manager)
    assert (asked.low_at, asked.texts["de"]) == (
        None,
        "Wie wahrscheinlich ist es, dass Sie uns Freunden empfehlen?",
    )
    assert {(int(step.amount), step.unit) for step in times} == {(4, "working_hours")}
    assert (rule.head_of, found.by_rule[rule.pk], found.gaps) == (world.cast.leeds, 1, [])
    assert not [gap for gap in headless(world.now) if "Leeds" in gap]
    assert Invitation.objects.filter(is_test=True, version=version, language="de").count() == 1


def test_the_test_to_myself_says_which_case_a_low_answer_would_open_and_opens_none(
    browser: Browser, live_server: Any, world: World
) -> None:
    cases = Case.objects.count()
    with reader(browser, live_server.url, world.cast.cx_manager, viewport=DESK) as (page, _notes):
        page.goto(f"{live_server.url}/manage/surveys/recommend/")
        page.get_by_role("button", name="Send a test to myself").click()
        page.get_by_text("Sent to carl@example.test.").wait_for()
        [three] = [
            link
            for text in mails_to("carl@example.test")
            for link in links_in(text)
            if link.endswith("score=3")
        ]
        page.goto(three)
        page.get_by_role("button", name="Send").click()
        page.get_by_text("This was a test.").wait_for()
        said = page.locator("main").inner_text()
    assert said.startswith("This was a test. From a customer it would open a case")
    assert Case.objects.count() == cases


def test_without_scripts_a_survey_is_built_and_published_too(
    browser: Browser, live_server: Any, world: World
) -> None:
    options: dict[str, Any] = {"viewport": DESK, "java_script_enabled": False}
    with reader(browser, live_server.url, world.cast.cx_manager, **options) as (page, _notes):
        page.goto(live_server.url + "/manage/surveys/")
        page.get_by_label("Français").check()
        page.get_by_label("Name").fill("Summer")
        page.get_by_role("button", name="Make a draft").click()
        page.get_by_label("Kind of question").select_option(label="How it felt, in faces")
        page.get_by_role("button", name="Add a question").click()
        page.get_by_role("button", name="Earlier How did you feel about it?").click()
        page.get_by_role("link", name="Change What is the main reason?").click()
        page.get_by_label("Question").first.fill("Why?")
        page.get_by_role("button", name="Save and go back").click()
        page.get_by_role("link", name="Français").click()
        french = page.locator("#preview").inner_text()
        page.get_by_role("button", name="Publish version 1").click()
        said = page.locator("main").inner_text()

    version = SurveyVersion.objects.get(survey__name="Summer")
    assert "Version 1 is published." in said
    assert "Quelle en est la raison principale ?" in french
    assert version.published_at is not None
    assert list(version.questions.order_by("order").values_list("code", flat=True)) == [
        "recommend", "reason", "emotion", "call",
    ]  # fmt: skip
    assert version.questions.get(code="reason").texts["en"] == "Why?"

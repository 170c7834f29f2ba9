"""Everything that matters with scripts off, and from an empty installation to the first customer who can follow us."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from feedback.enums import CaseState, ResponseState, Word
from feedback.models import (
    Case,
    ContactAttempt,
    CustomerWord,
    Question,
    Response,
    Signal,
    SurveyVersion,
)
from feedback.notices.cases import private_path
from feedback.notices.surveys import survey_path
from tests.browser.looking import PHONE, reader
from tests.browser.test_house_pages import ANSWERS
from tests.browser.world import PASSWORD, World, filled_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_PRESSES = 25


@pytest.fixture
def world(live_server: Any) -> World:
    return filled_world()


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def test_a_leader_signs_in_and_logs_a_contact_without_scripts(
    browser: Browser, live_server: Any, world: World
) -> None:
    with reader(browser, live_server.url, java_script_enabled=False, viewport=PHONE) as (page, _notes):
        page.goto(f"{live_server.url}/cases/{world.cases['late'].pk}/contact/")
        page.get_by_label("E-mail or employee number").fill("anna")
        page.get_by_label("Password").fill(PASSWORD)
        press(page, "Sign in")
        page.get_by_text("Spoke", exact=True).click()
        press(page, "Save")
        page.get_by_text(re.compile("^Saved")).first.wait_for()

    attempt = ContactAttempt.objects.get(case=world.cases["late"])
    assert (attempt.by, attempt.met_clock) == (world.cast.leader, True)


def test_a_leader_logs_a_contact_from_today_without_scripts_and_stands_on_today_again(
    browser: Browser, live_server: Any, world: World
) -> None:
    options = {"java_script_enabled": False, "viewport": PHONE}
    with reader(browser, live_server.url, world.cast.leader, **options) as (page, _notes):
        page.goto(live_server.url)
        page.get_by_role("link", name="Log contact: Petra Pending").click()
        page.get_by_role("heading", name="Log contact with Petra Pending").wait_for()
        page.get_by_text("Spoke", exact=True).click()
        press(page, "Save")
        page.get_by_text(re.compile("^Saved")).first.wait_for()
        assert page.url == f"{live_server.url}/"


def test_the_front_line_logs_a_complaint_without_scripts(
    browser: Browser, live_server: Any, world: World
) -> None:
    before = Case.objects.count()
    with reader(browser, live_server.url, world.cast.front_line, java_script_enabled=False) as (page, _notes):
        page.goto(f"{live_server.url}/log/")
        page.get_by_label("Phone number or e-mail").fill("0113 496 0555")
        page.locator("label.tile").filter(has_text="Delivery").first.click()
        page.get_by_label("In their words").fill("It never came.")
        press(page, "Save")
        assert page.locator("h1").inner_text().startswith("“Anna Leader will call you by ")

    assert Case.objects.count() == before + 1


def test_a_customer_answers_the_survey_without_scripts(
    browser: Browser, live_server: Any, world: World
) -> None:
    invitation = world.invitations["open"]
    with reader(browser, live_server.url, java_script_enabled=False, viewport=PHONE) as (page, _notes):
        page.goto(f"{live_server.url}{survey_path(invitation)}?score=9")
        press(page, "Send")
        page.get_by_role("heading", name="Thank you, that is good to hear").wait_for()

    assert Response.objects.filter(invitation=invitation).count() == 1


def test_somebody_answers_on_a_poster_without_scripts_in_two_steps_from_right_to_left(
    browser: Browser, live_server: Any, world: World
) -> None:
    """320 points wide, a branch that only the server can show, and words that are left in place by the language."""
    version = SurveyVersion.objects.create(
        survey=world.things.poster.survey, number=9, languages=["en", "ar"], published_at=world.now
    )
    asked = {"question": "how", "op": "at_most", "value": 3}
    texts = {"en": "How was it?", "ar": "كيف كان؟"}
    Question.objects.create(version=version, order=1, code="how", kind="csat", texts=texts, required=True)
    why = {"en": "What could be better?", "ar": "ماذا يمكن تحسينه؟"}
    Question.objects.create(version=version, order=2, code="why", kind="text", texts=why, show_if=asked)
    narrow = {"width": 320, "height": 640}
    with reader(browser, live_server.url, java_script_enabled=False, viewport=narrow) as (page, _notes):
        page.goto(f"{live_server.url}/a/{world.things.poster.code}/")
        page.get_by_role("button", name="العربيّة").click()
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.locator("input[name=q-how][value='3']").check(force=True)
        page.wait_for_timeout(
            2100
        )  # nobody reads and answers faster; an answer at once is held to be a program's
        press(page, "Send")
        page.get_by_label(why["ar"]).fill("لا شيء")
        press(page, "Send")
        page.get_by_role("heading", name="Thank you for your answer").wait_for()

    response = Response.objects.get(link=world.things.poster, state=ResponseState.COMPLETE)
    assert (response.language, response.answers.count()) == ("ar", 2)


def test_a_kiosk_takes_a_press_without_scripts_and_comes_back_by_itself(
    browser: Browser, live_server: Any, world: World
) -> None:
    code = world.things.kiosk.code
    with reader(browser, live_server.url, java_script_enabled=False, viewport=PHONE) as (page, _notes):
        page.goto(f"{live_server.url}/kiosk/{code}/")
        page.locator("button.face").last.press("Enter")
        page.get_by_role("heading", name="Thank you").wait_for()
        page.get_by_role("heading", name="How likely").wait_for(timeout=15000)

    assert Response.objects.filter(link=world.things.kiosk).count() == 1


def test_a_customer_tells_us_without_scripts_and_stands_on_the_private_page(
    browser: Browser, live_server: Any, world: World
) -> None:
    before = set(Signal.objects.values_list("pk", flat=True))
    with reader(browser, live_server.url, java_script_enabled=False, viewport=PHONE) as (page, _notes):
        page.goto(f"{live_server.url}/tell-us/leeds/?about=wrong")
        page.get_by_label("What happened?").fill("The cake was the wrong one.")
        page.get_by_label("How can we reach you?").fill("0113 496 0777")
        page.get_by_text("Call me", exact=True).click()
        page.wait_for_timeout(
            2100
        )  # nobody reads and writes faster; a form back at once is held to be a program's
        press(page, "Send")
        assert page.locator("h1").inner_text() == "Anna Leader is responsible for your complaint"

    [signal] = Signal.objects.exclude(pk__in=before)
    assert signal.case.leader == world.cast.leader


def test_a_customer_says_with_two_taps_that_it_is_not_right_without_scripts(
    browser: Browser, live_server: Any, world: World
) -> None:
    """The link of the mail is the first tap, the answer the second."""
    signal = world.signal("resolved")
    with reader(browser, live_server.url, java_script_enabled=False, viewport=PHONE) as (page, _notes):
        page.goto(live_server.url + private_path(signal))
        page.get_by_role("group", name="Is it put right?").get_by_role(
            "button", name="No", exact=True
        ).click()
        page.wait_for_load_state()

    case = world.cases["resolved"]
    case.refresh_from_db()
    assert CustomerWord.objects.get(signal=signal).right == Word.NO
    assert case.state == CaseState.WAITING


def test_from_an_empty_installation_to_the_first_customer_who_can_follow_us_takes_25_presses(
    browser: Browser, live_server: Any
) -> None:
    with reader(browser, live_server.url) as (page, notes):
        page.goto(live_server.url)
        presses = 0
        for label, value in ANSWERS.items():
            page.get_by_label(label).fill(value)
            presses += 1
        press(page, "Begin")
        press(page, "Go live: Leeds")
        page.get_by_role("link", name="Log a complaint").first.click()
        page.get_by_label("Phone number or e-mail").fill("0113 496 0555")
        page.locator("main label.tile").first.click()
        page.get_by_label("In their words").fill("It never came.")
        press(page, "Save")
        presses += 7
        said = page.locator("h1").inner_text()
        address = page.get_by_label("Private link, to send by message").input_value()
        page.goto(live_server.url + address[address.index("/c/") :])
        presses += 1
        assert page.locator("h1").inner_text() == "Olga Owner is responsible for your complaint"
        assert notes.take() == []

    assert re.fullmatch(r"“Olga Owner.* will call you by .+\.”", said)
    assert presses <= MOST_PRESSES

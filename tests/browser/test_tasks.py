"""The tasks people do most, along their shortest way: taps, letters, page loads and modelled time, and what the database says.

The model: a tap 1.0 s, a decision 1.35 s, three letters a second, a page 1.5 s. A test fails over its budget.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page
from pytest_django import Settings

from accounts.models import User
from accounts.operations.delivery import deliver
from cxapp.lib.clock import now as clock_now
from feedback.enums import How, Outcome, PromiseKind, Wish
from feedback.models import (
    Case,
    ContactAttempt,
    Customer,
    CustomerWord,
    Invitation,
    Promise,
    Recovery,
    Response,
    Signal,
)
from feedback.notices.surveys import survey_path
from feedback.operations.contacts import log_contact
from tests.browser.looking import PHONE, reader
from tests.browser.world import World, filled_world
from tests.factories.signals import clock_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STAY_WITH_THE_PAGE = """document.addEventListener("click", (event) => {
  if (event.target.closest('[href^="tel:"]')) event.preventDefault();
})"""
"""No telephone here: a number that was tapped is not dialled."""

TAP, DECISION, LETTERS_A_SECOND, PAGE = 1.0, 1.35, 3.0, 1.5


@dataclass
class Effort:
    """What one person does, counted."""

    page: Page
    taps: int = 0
    letters: int = 0
    loads: int = 0

    def tap(self, what: Locator) -> None:
        what.tap()
        self.taps += 1

    def write(self, where: Locator, text: str) -> None:
        """A tap into the box, then the letters."""
        self.tap(where)
        self.page.keyboard.type(text)
        self.letters += len(text)

    def load(self, act: Callable[[], None]) -> None:
        with self.page.expect_navigation():
            act()
        self.loads += 1

    def seconds(self, *, decisions: int) -> float:
        return self.taps * TAP + decisions * DECISION + self.letters / LETTERS_A_SECOND + self.loads * PAGE


def links_in(mail_text: str) -> list[str]:
    return re.findall(r"https?://\S+", mail_text)


def mails_to(address: str) -> list[str]:
    """The texts of what was mailed to somebody, once the outbox has been worked."""
    deliver(limit=500, now=clock_now() + timedelta(minutes=10))
    return [str(letter.body) for letter in mail.outbox if address in letter.to]


@pytest.fixture
def world(settings: Settings, live_server: Any) -> World:
    """Links in mails lead to the server of the test, and mail counts as set up."""
    settings.SITE_URL, settings.MAIL_CONFIGURED = live_server.url, True
    return filled_world()


def test_a_leader_dials_from_the_mail_with_two_taps_and_logs_it_with_five(
    browser: Browser, live_server: Any, world: World
) -> None:
    longest = world.cases["escalated"]
    person = world.cast.leader
    mailed = f"{live_server.url}/cases/{longest.pk}/"
    assert mailed in [link for text in mails_to("anna@example.test") for link in links_in(text)]
    with reader(browser, live_server.url, person, viewport=PHONE, has_touch=True) as (page, _notes):
        page.add_init_script(STAY_WITH_THE_PAGE)
        page.goto(mailed)
        dial = Effort(page, taps=1, loads=1)
        dial.tap(page.get_by_role("link", name="Call Maria Sample"))
        assert dial.taps <= 2
        assert dial.seconds(decisions=1) <= 8

        come_back_and_log(page)

    spoke_and_promised_tomorrow(longest, person)


def come_back_and_log(page: Page) -> None:
    """The telephone is put down: the sheet stands there, and five taps save what was said."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    sheet = page.get_by_role("dialog", name="Log contact with Maria Sample")
    sheet.wait_for()
    assert sheet.locator("[name=started_at]").input_value() != ""
    effort = Effort(page)
    effort.tap(sheet.get_by_text("Spoke", exact=True))
    effort.tap(sheet.get_by_text(re.compile("^Fix by tomorrow")).first)
    effort.write(sheet.get_by_label("Note"), "A new cake, by hand.")
    effort.load(lambda: effort.tap(sheet.get_by_role("button", name="Save")))
    assert page.get_by_text(re.compile("^Saved.")).is_visible()
    assert page.evaluate("document.activeElement.textContent.trim().startsWith('Saved.')")
    assert effort.taps <= 5
    assert effort.loads <= 1
    assert effort.letters <= 25
    assert effort.seconds(decisions=4) <= 20


def spoke_and_promised_tomorrow(longest: Case, person: User) -> None:
    clock, promise = clock_of(longest), Promise.objects.get(case=longest)
    attempt = ContactAttempt.objects.get(case=longest)
    tomorrow = timezone.localtime(clock_now()).date() + timedelta(days=1)
    assert (attempt.by, attempt.outcome, attempt.met_clock) == (person, Outcome.REACHED, True)
    assert (clock.met_by, clock.met_at) == (person, attempt.logged_at)
    assert (promise.kind, timezone.localtime(promise.due_at).date()) == (PromiseKind.FIX_BY, tomorrow)


def test_a_leader_dials_and_logs_without_leaving_today(
    browser: Browser, live_server: Any, world: World
) -> None:
    longest = world.cases["escalated"]
    person = world.cast.leader
    with reader(browser, live_server.url, person, viewport=PHONE, has_touch=True) as (page, _notes):
        page.add_init_script(STAY_WITH_THE_PAGE)
        page.goto(live_server.url)
        dial = Effort(page, loads=1)
        call = page.get_by_role("link", name=re.compile("^Call ")).first
        assert call.get_attribute("href") == f"tel:{longest.customer.contact_points.get().value}"  # type: ignore[union-attr]
        dial.tap(call)
        assert dial.taps <= 2
        assert dial.seconds(decisions=1) <= 8

        come_back_and_log(page)
        assert page.url == f"{live_server.url}/"

    spoke_and_promised_tomorrow(longest, person)


def test_the_time_of_a_call_goes_to_the_customer_who_was_called_and_to_nobody_else(
    browser: Browser, live_server: Any, world: World
) -> None:
    person = world.cast.leader
    with reader(browser, live_server.url, person, viewport=PHONE, has_touch=True) as (page, _notes):
        page.add_init_script(STAY_WITH_THE_PAGE)
        page.goto(live_server.url)
        page.get_by_role("link", name="Call Maria Sample").tap()
        page.get_by_role("link", name="Log contact: Petra Pending").tap()
        sheet = page.get_by_role("dialog", name="Log contact with Petra Pending")
        sheet.wait_for()
        assert sheet.locator("[name=started_at]").input_value() == ""


def test_the_front_line_logs_a_late_parcel_and_gives_something_with_eight_taps(
    browser: Browser, live_server: Any, world: World
) -> None:
    known = Customer.objects.get(pk=world.cases["closed"].customer_id or 0)
    phone = known.contact_points.get(kind="phone").value
    before = set(Case.objects.values_list("pk", flat=True))
    with reader(browser, live_server.url, world.cast.front_line, viewport=PHONE, has_touch=True) as (
        page,
        _notes,
    ):
        page.goto(live_server.url + "/log/")
        effort = Effort(page)
        effort.write(page.get_by_label("Phone number or e-mail"), phone)
        effort.tap(page.locator("label.tile").filter(has_text="Delivery").first)
        effort.write(page.get_by_label("In their words"), "Parcel came three days late.")
        effort.tap(page.get_by_text("Yes, I do it"))
        effort.tap(page.locator("label.tile").filter(has_text="Goodwill").first)
        effort.write(page.get_by_label("What it costs us"), "10")
        effort.load(lambda: effort.tap(page.get_by_role("button", name="Save")))
        said = page.locator("h1").inner_text()

    assert effort.taps <= 8
    assert effort.letters <= 75
    assert effort.loads + 1 <= 2
    assert effort.seconds(decisions=5) <= 50
    [case] = Case.objects.exclude(pk__in=before)
    given = Recovery.objects.get(case=case)
    assert (case.customer, case.leader, case.due_at is not None) == (known, world.cast.leader, True)
    assert (given.state, given.by, int(given.cost)) == ("given", world.cast.front_line, 10)
    assert said.startswith("“Anna Leader will call you by ")


def test_a_customer_gives_a_three_says_why_and_asks_for_a_call_with_four_taps(
    browser: Browser, live_server: Any, world: World
) -> None:
    invitation = world.invitations["open"]
    Customer.objects.get(pk=invitation.customer_id or 0).contact_points.create(
        kind="phone", value="+441134960777", digest="d" * 64
    )
    with reader(browser, live_server.url, None, viewport=PHONE, has_touch=True) as (page, _notes):
        three = next(
            link
            for text in mails_to("open@example.org")
            for link in links_in(text)
            if link.endswith("score=3")
        )
        effort = Effort(page)
        page.goto(three)  # from the mail: one tap, and the one page on which everything is answered
        effort.taps, effort.loads = 1, 1
        assert Response.objects.filter(invitation=invitation).count() == 0
        effort.write(
            page.get_by_label(re.compile("reason", re.I)), "It took far too long, nobody was around."
        )
        effort.tap(page.get_by_text("Yes, after 17:00"))
        with page.expect_navigation():  # the thanks come after the answer
            effort.tap(page.get_by_role("button", name="Send"))
        assert (effort.taps, effort.loads, effort.letters) == (4, 1, 40)
        assert effort.seconds(decisions=3) <= 24

        follow = Effort(page)
        follow.load(lambda: follow.tap(page.get_by_role("link", name="Follow what we do")))
        assert page.locator("h1").inner_text() == "Anna Leader is responsible for your answer"

    response = Response.objects.get(invitation=invitation)
    signal = Signal.objects.get(response=response)
    assert (signal.score, signal.wish, signal.wish_when) == (3, Wish.CALL, "after 17:00")
    assert signal.case.leader == world.cast.leader


def test_a_customer_says_with_two_taps_whether_they_were_reached(
    browser: Browser, live_server: Any, world: World
) -> None:
    case = Signal.objects.get(response__invitation=world.invitations["unhappy"]).case
    log_contact(case=case, by=world.cast.leader, how=How.CALL, outcome=Outcome.REACHED, now=clock_now())
    letters = [text for text in mails_to("unhappy@example.org") if "/c/" in text]
    link = next(found for found in links_in(letters[-1]) if "/c/" in found).rstrip(".)>")
    with reader(browser, live_server.url, None, viewport=PHONE, has_touch=True) as (page, _notes):
        page.goto(link)
        effort = Effort(page, taps=1, loads=1)
        with page.expect_navigation():
            effort.tap(
                page.get_by_role("group", name="Did Anna Leader reach you?").get_by_role("button", name="Yes")
            )
        page.get_by_text("Your answer is kept").wait_for()
    assert effort.taps <= 2
    assert CustomerWord.objects.filter(case=case).count() == 1


def test_opening_mailed_links_with_a_browser_and_leaving_changes_nothing(
    browser: Browser, live_server: Any, world: World
) -> None:
    """Mail scanners open every link, run its scripts for a moment and go."""
    letters = mails_to("open@example.org") + mails_to("willy@example.org")
    links = {link.rstrip(".)>") for text in letters for link in links_in(text)}
    assert len([link for link in links if "/s/" in link]) >= 11
    stops = {letter.extra_headers.get("List-Unsubscribe", "") for letter in mail.outbox} - {""}
    links |= {stop.strip("<>") for stop in stops}
    before = everything_kept(world)
    with reader(browser, live_server.url, None) as (page, notes):
        for link in sorted(links):
            page.goto(link)
            page.wait_for_timeout(300)
        page.wait_for_timeout(1500)
        assert notes.posts == 0
    assert everything_kept(world) == before


def everything_kept(world: World) -> Any:
    """Rows that a scanner must not touch."""
    from accounts.models import Event

    invitations = list(Invitation.objects.order_by("pk").values_list("pk", "unconfirmed_score"))
    kept = [model.objects.count() for model in (Response, Signal, Case, Event, ContactAttempt)]
    return invitations, kept, survey_path(world.invitations["open"])

"""A browser that notes everything a page must not do, and what is measured on a page. Not here: which pages (`pages`)."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from accounts.models import User

PHONE = {"width": 390, "height": 844}
SMALL = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 800}

NOTE_VIOLATIONS = """
window.cxViolations = [];
document.addEventListener("securitypolicyviolation",
  (event) => window.cxViolations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


@dataclass
class Notes:
    """What went wrong since the last look: messages on the console, foreign requests, scripts that spoke up."""

    home: str
    faults: list[str] = field(default_factory=list)
    posts: int = 0

    def console(self, message: ConsoleMessage) -> None:
        # A page that answers 404 or 400 on purpose is reported by the browser as a resource that failed.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text[:200]}")

    def request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and parts.netloc != self.home:
            self.faults.append(f"request to {request.url[:120]}")
        self.posts += request.method == "POST"

    def take(self) -> list[str]:
        taken, self.faults = self.faults, []
        return taken


def open_whole(page: Page, address: str) -> Response | None:
    """Goes there and waits for the parts that come by themselves after the page."""
    answer = page.goto(address)
    page.locator("[hx-trigger=load]").first.wait_for(state="detached")
    return answer


def watch(context: BrowserContext, base: str) -> Notes:
    """Notes everything the pages of this context do."""
    notes = Notes(urlsplit(base).netloc)
    context.add_init_script(NOTE_VIOLATIONS)
    context.on("console", notes.console)
    context.on("request", notes.request)
    context.on("weberror", lambda error: notes.faults.append(f"script: {str(error.error)[:200]}"))

    def refuse(dialog: Any) -> None:
        notes.faults.append(f"dialog: {dialog.message[:80]}")
        dialog.dismiss()

    context.on("dialog", refuse)
    return notes


def sign_in(context: BrowserContext, base: str, person: User) -> None:
    """The cookie of a session, as sign-in would have left it."""
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": base}])


@contextmanager
def reader(
    browser: Browser, base: str, person: User | None = None, **options: Any
) -> Iterator[tuple[Page, Notes]]:
    """One person's browser, signed in where a person is named."""
    context = browser.new_context(**{"viewport": DESK, **options})
    try:
        notes = watch(context, base)
        if person is not None:
            sign_in(context, base, person)
        yield context.new_page(), notes
    finally:
        context.close()


def objections(page: Page) -> list[str]:
    """What axe says: WCAG A and AA and its best practice."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"axe {one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"][:3]]


STRUCTURE = """() => {
  const faults = [];
  const headings = document.querySelectorAll("h1").length;
  if (headings !== 1) faults.push(`${headings} main headings`);
  if (!document.documentElement.lang) faults.push("no language");
  const title = document.title.split(" – ");
  if (title.length !== 3 || title.some((part) => !part.trim())) faults.push(`title “${document.title}”`);
  const first = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .find((one) => one.type !== "hidden");
  if (!first?.matches(".skip-link[href='#main']") || !document.getElementById("main")) faults.push("no skip link first");
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.querySelectorAll("body *")].find((one) => one.getBoundingClientRect().right > root.clientWidth + 1);
    faults.push(`${root.scrollWidth} px wide on ${root.clientWidth}: ${wide?.outerHTML.slice(0, 120)}`);
  }
  return faults.concat((window.cxViolations ?? []).map((one) => `policy: ${one}`));
}"""
"""What every page must have: one heading, a language, its title in three parts, the skip link first, no sideways scrolling."""

MOVING = """() => [...document.querySelectorAll("*")].filter((one) => {
  const style = getComputedStyle(one);
  const longest = (text) => Math.max(...text.split(",").map((part) => parseFloat(part) * (part.includes("ms") ? 1 : 1000)));
  return longest(style.transitionDuration) > 1 || (style.animationName !== "none" && longest(style.animationDuration) > 1);
}).map((one) => one.outerHTML.slice(0, 100))"""

TOO_SMALL = """(least) => [...document.querySelectorAll("a, button, summary, select, textarea, input:not([type=hidden])")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .filter((one) => !one.closest("p, dd, .visually-hidden, .skip-link") || one.matches(".button"))
  .map((one) => [one, one.matches("[type=radio], [type=checkbox]") && one.closest("label") || one])
  .map(([one, shown]) => [one, shown.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && (box.width < 23.9 || box.height < least - 0.1))
  .map(([one, box]) => `${Math.round(box.width)}×${Math.round(box.height)} ${one.outerHTML.slice(0, 110)}`)"""
"""Targets smaller than allowed. Links inside a sentence are exempt, as WCAG 2.5.8 has it."""


def structure(page: Page) -> list[str]:
    found: list[str] = page.evaluate(STRUCTURE)
    return found


class Weight:
    """How many bytes a page brings, squeezed as our server squeezes them where it is asked to."""

    MOST = {"document": 60_000, "stylesheet": 30_000, "script": 40_000}

    def __init__(self, page: Page) -> None:
        self.answers: list[Response] = []
        page.on("response", lambda answer: self.answers.append(answer))

    def too_heavy(self) -> dict[str, int]:
        """What is above the limit, by kind of file."""
        sums = dict.fromkeys(self.MOST, 0)
        for answer in self.answers:
            kind = answer.request.resource_type
            if kind in sums:
                sums[kind] += len(gzip.compress(answer.body(), 6))
        return {kind: size for kind, size in sums.items() if size > self.MOST[kind]}

"""What people type never runs: hostile text in every field, then every page opened in a real browser.

The text is put in through the operations, so that no form softens it. Not here: headers (`tests/repository`).
"""

from __future__ import annotations

from itertools import cycle, groupby
from typing import Any

import pytest
from playwright.sync_api import Browser

from accounts.models import Organisation, Unit, User
from accounts.operations.people import change_person
from accounts.operations.places import change_unit
from tests.browser.looking import Notes, reader
from tests.browser.pages import rows
from tests.browser.rows import Row
from tests.browser.world import World, filled_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

CALLED = "https://evil.example/x"
PAYLOADS = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "<img src=x onerror=alert(3)>",
    "<svg onload=alert(4)>",
    f"<img src={CALLED}>",
    f"<link rel=stylesheet href={CALLED}>",
    f"<div hx-get={CALLED} hx-trigger=load></div>",
    "<div hx-on:load=alert(5) hx-on::load=alert(5)></div>",
    f"<form data-cx-once><button formaction={CALLED} autofocus>",
    "<a href=javascript:alert(6)>a</a>",
    "javascript:alert(7)",
    "{{ 7|add:7 }}{% load i18n %}{% debug %}",
    "${alert(8)}#{alert(8)}<%= 7*7 %>",
    '" onfocus=alert(9) autofocus x="',
    "' onmouseover=alert(10) '",
    "</textarea><iframe srcdoc='<script>alert(11)</script>'></iframe>",
    "</title><base href=https://evil.example/>",
    "<!--<style>*{display:none}</style>",
    "\u202egnirts eht\u2066 reversed\u2069\u200b",
    '"><meta http-equiv=refresh content="0;url=https://evil.example/">',
)
INTACT = """() => ({
  strange: document.querySelectorAll(
    "iframe, base, meta[http-equiv], [hx-get*='evil'], [src*='evil'], [href*='evil'], [href^='javascript'],"
    + "[onerror], [onload], [onfocus], [onmouseover], [formaction*='evil'], [srcdoc]"
  ).length,
  inline: [...document.scripts].filter((one) => !one.src && one.textContent.trim()).length,
  violations: window.cxViolations.length,
  whole: !!document.querySelector("main#main") && getComputedStyle(document.body).display !== "none",
})"""
WHOLE = {"strange": 0, "inline": 0, "violations": 0, "whole": True}


def open_every_page(browser: Browser, base: str, world: World) -> list[str]:
    faults: list[str] = []
    found = sorted(rows(world), key=lambda row: row.who)
    for who, theirs in groupby(found, key=lambda row: row.who):
        with reader(browser, base, world.person(who) if who else None) as (page, notes):
            for row in theirs:
                address = base + row.path(world)
                page.goto(address)
                faults += [f"{row.name}: {one}" for one in _faults(page, row, address, notes)]
    return faults


def _faults(page: Any, row: Row, address: str, notes: Notes) -> list[str]:
    seen = page.evaluate(INTACT)
    told = [] if seen == WHOLE and page.url == address else [f"{seen} at {page.url}"]
    return [*told, *notes.take()]


def rename_everything(world: World) -> None:
    """People, places and the house itself get hostile names too."""
    cast, now, name = world.cast, world.now, cycle(PAYLOADS)
    for person in User.objects.order_by("pk"):
        change_person(person=person, by=cast.administrator, now=now, name=next(name), title=next(name)[:100])
    for unit in Unit.objects.order_by("pk"):
        change_unit(unit=unit, by=cast.administrator, now=now, name=f"{next(name)} {unit.pk}"[:120])
    Organisation.objects.update(name=PAYLOADS[0], owner_title=PAYLOADS[2])


def test_nothing_anybody_typed_runs_or_calls_home_on_any_page(browser: Browser, live_server: Any) -> None:
    world = filled_world(PAYLOADS)
    rename_everything(world)
    faults = open_every_page(browser, live_server.url, world)
    assert not faults, "\n".join(faults)

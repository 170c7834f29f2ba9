"""The demonstration as a newcomer clicks through it: its pages, and every kind of page its story fills, found by its links."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Page

from tests.browser.addresses import EXEMPT
from tests.browser.looking import DESK, SMALL, objections, reader, structure
from tests.processes import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600), pytest.mark.xdist_group("demo")]

MOST_OF_A_KIND = 1
FEWEST = 5
LEAVES = {"account_logout"}
"""Opened last of all: whoever presses there is gone."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A played story and its server, as `make demo` starts them."""
    folder = tmp_path_factory.mktemp("demo")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    here = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    here |= {"CXAPP_DEMO": "1", "CXAPP_VAR": str(folder), "PORT": str(port)}
    for words in (["migrate", "--verbosity=0"], ["play_demo", "--verbosity=0"]):
        subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=here, check=True, timeout=400)
    address = f"http://localhost:{port}"
    server = subprocess.Popen(
        [sys.executable, "-m", "cxapp.serve"],
        cwd=ROOT,
        env=here,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait(address)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(address: str) -> None:
    for _try in range(120):
        try:
            urllib.request.urlopen(f"{address}/live/", timeout=2)  # noqa: S310  (our own server)
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise AssertionError("The demonstration did not start within a minute.")


def crawl(page: Page, base: str) -> list[str]:
    """Follows links from where the page stands; of each kind of address the first one found."""
    faults: list[str] = []
    seen: Counter[str] = Counter()
    waiting = [page.url, *_links(page, base)]
    while waiting:
        address = waiting.pop(0)
        kind = _kind(address)
        if not kind or kind in EXEMPT or kind in LEAVES or seen[kind] >= MOST_OF_A_KIND:
            continue
        seen[kind] += 1
        answer = page.goto(address)
        status = answer.status if answer else 0
        told = [] if status == 200 else [f"answered {status}"]
        faults += [
            f"{kind} {urlsplit(address).path}: {one}" for one in (*told, *structure(page), *objections(page))
        ]
        waiting += _links(page, base)
    assert len(seen) >= FEWEST, seen
    return faults


def _links(page: Page, base: str) -> list[str]:
    found: list[str] = page.eval_on_selector_all("a[href]", "all => all.map((one) => one.href)")
    return [link.split("#")[0] for link in found if link.startswith(base + "/")]


def _kind(address: str) -> str:
    """The name of the page behind an address; the demonstration's own pages are known by their path."""
    path = urlsplit(address).path
    if path.startswith("/demo/"):
        return path
    try:
        return str(resolve(path).url_name)
    except Resolver404:
        return ""


@pytest.mark.parametrize(
    ("role", "size", "theme"),
    [("leader", DESK, "light"), ("owner", SMALL, "dark"), ("customer", SMALL, "light")],
    ids=["leader", "owner", "customer"],
)
def test_whoever_one_is_in_the_demo_every_page_one_can_reach_holds(
    browser: Browser, demo: str, role: str, size: dict[str, int], theme: str
) -> None:
    with reader(browser, demo, viewport=size, color_scheme=theme) as (page, notes):
        page.goto(f"{demo}/demo/be/{role}/")
        page.get_by_role("main").locator("form button").first.click()
        page.wait_for_load_state()
        faults = [*crawl(page, demo), *notes.take()]
    assert not faults, "\n".join(faults)

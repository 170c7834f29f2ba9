"""One Chromium for all tests of this folder. Not here: what is opened (`pages`, `world`) and what is looked at (`looking`)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

STILL = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The system's Chromium, driven from this thread; each test opens contexts of its own in it."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as driver:
        # The browser's driver runs a loop in this thread; the database is used before and after it, never within.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        chromium = driver.chromium.launch(executable_path=path, args=STILL)
        yield chromium
        chromium.close()

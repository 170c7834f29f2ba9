"""What the pages without an account share in tests: a moment that stands still, and a browser that is nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from feedback.enums import SignalChannel
from feedback.models import Customer, Invitation, Signal
from feedback.operations.asking import customer_by_mail, invite
from feedback.operations.signals import receive
from tests.cast import NOW, Cast
from tests.factories.signals import complaint

TellUs = Callable[..., Signal]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The doors' clock, on either engine, at NOW; `clock.now = …` moves it."""

    class Standing:
        now = NOW

    standing = Standing()
    for module in ("follow", "survey", "open_survey", "kiosk", "tell_us", "mail_choices"):
        monkeypatch.setattr(f"feedback.views.public.{module}.clock_now", lambda: standing.now)
    for module in ("enquiries", "manage.asking"):
        monkeypatch.setattr(f"feedback.views.{module}.clock_now", lambda: standing.now)
    return standing


@pytest.fixture
def visitor() -> Client:
    return Client()


@pytest.fixture
def told(cast: Cast) -> TellUs:
    """A signal from the web form at Leeds."""

    def make(**fields: Any) -> Signal:
        values: dict[str, Any] = {"channel": SignalChannel.FORM, "logged_by": None}
        return receive(signals=[complaint(cast, **(values | fields))], by=cast.front_line, now=NOW)[0].signal

    return make


@pytest.fixture
def maria(cast: Cast) -> Customer:
    return customer_by_mail(typed="maria@example.org", name="Maria Sample", place=cast.leeds, now=NOW)


@pytest.fixture
def invitation(cast: Cast, maria: Customer) -> Invitation:
    return invite(customer=maria, place=cast.leeds, by=cast.cx_manager, about="Your order", now=NOW)

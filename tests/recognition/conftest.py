"""A few thanks for the tests of recognition."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from recognition.models import CompanyValue, Kudos
from recognition.operations.kudos import compliment, thank
from tests.cast import NOW, Cast

SignIn = Callable[[User], Client]
WORDS = "You stayed with the customer until the cake was found."


@pytest.fixture
def value(db: None) -> CompanyValue:
    return CompanyValue.objects.get(slug="we-help-each-other")


@pytest.fixture
def thanked(cast: Cast, value: CompanyValue) -> Kudos:
    """Bruno in York thanks Fay in Leeds."""
    return thank(by=cast.peer, receivers=[cast.front_line], reason=WORDS, value=value, now=NOW)


@pytest.fixture
def waiting(cast: Cast) -> Kudos:
    """A customer in Leeds praises Fay by her first name; nobody has confirmed it."""
    return compliment(
        words="The young woman at the counter was so kind.",
        customer_name="Mrs Example",
        names_typed="Fay",
        receivers=[],
        place=cast.leeds,
        typed_in_by=None,
        now=NOW,
    )


@pytest.fixture
def signed_in(client: Client) -> SignIn:
    def sign_in(user: User) -> Client:
        client.force_login(user)
        return client

    return sign_in


def form(**fields: Any) -> dict[str, Any]:
    """What the thank page sends."""
    return {"whom": ["Fay Front"], "reason": WORDS, "once": "one-form", **fields}


def names_of(kudos: Kudos) -> list[str]:
    """Whom it thanks."""
    return list(kudos.receivers.order_by("person__name").values_list("person__name", flat=True))

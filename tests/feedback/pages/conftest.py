"""What the tests of staff pages share: a browser for each person, and a present moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from accounts.models import User
from cxapp.lib.clock import now as clock_now

SignIn = Callable[[User], Client]


@pytest.fixture
def sign_in() -> SignIn:
    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def just_now() -> datetime:
    """A few minutes ago: pages read the real clock."""
    return clock_now() - timedelta(minutes=5)


@pytest.fixture
def long_since() -> datetime:
    """So long ago that the first promise has passed."""
    return clock_now() - timedelta(days=30)

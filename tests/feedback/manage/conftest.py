"""Signing people in, for the pages that set feedback up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User

SignIn = Callable[[User], Client]


@pytest.fixture
def signed_in(client: Client) -> SignIn:
    def sign_in(user: User) -> Client:
        client.force_login(user)
        return client

    return sign_in

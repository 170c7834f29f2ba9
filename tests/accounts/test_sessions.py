"""Who a browser with a session is: somebody while it lasts and while they work here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import User
from tests.cast import Cast


@pytest.fixture
def client(cast: Cast) -> Client:
    browser = Client()
    browser.force_login(cast.leader)
    return browser


def sees_settings(client: Client) -> bool:
    return client.get("/settings/").status_code == 200


def test_a_session_stays_open_while_it_lasts(client: Client) -> None:
    assert sees_settings(client)


def test_a_session_that_ran_out_belongs_to_nobody(client: Client) -> None:
    Session.objects.update(expire_date=datetime.now(UTC) - timedelta(seconds=1))
    assert not sees_settings(client)


def test_a_session_nobody_knows_belongs_to_nobody(client: Client) -> None:
    Session.objects.all().delete()
    assert not sees_settings(client)


def test_a_session_ends_with_the_work_of_its_person(client: Client, cast: Cast) -> None:
    User.objects.filter(pk=cast.leader.pk).update(is_active=False)
    assert not sees_settings(client)


def test_a_new_password_ends_the_sessions_of_the_old_one(client: Client, cast: Cast) -> None:
    cast.leader.set_password("rain every evening")
    cast.leader.save(update_fields=["password"])
    assert not sees_settings(client)

"""Kept views of Explore: one's own and shared ones, each made of what its reader may see."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from cxapp.insights.models import SavedView
from cxapp.insights.operations.saved_views import MOST
from tests.cast import NOW, Cast
from tests.factories.signals import open_case

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def fixed_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cxapp.lib.clock.now", lambda: NOW)


def client_page(client: Client, person: User) -> Any:
    client.force_login(person)
    return client.get("/explore/")


def keep(client: Client, person: User, name: str, **more: str) -> Any:
    client.force_login(person)
    return client.post("/explore/views/", {"name": name, "query": "figure=due&by=leader", **more})


def names(client: Client, person: User) -> list[str]:
    return [view.name for view in client_page(client, person).context["saved"]]


def test_a_view_is_kept_for_oneself(cast: Cast, client: Client) -> None:
    answer = keep(client, cast.owner, "Who had how much")

    assert answer["Location"] == "/explore/?figure=due&by=leader"
    assert (names(client, cast.owner), names(client, cast.leader)) == (["Who had how much"], [])


def test_a_shared_view_shows_each_reader_their_own(cast: Cast, client: Client) -> None:
    for place in (cast.leeds, cast.york):
        open_case(cast, at=NOW - 20 * DAY, place=place.pk)
    keep(client, cast.owner, "Who had how much", shared="1")
    [view] = client_page(client, cast.leader).context["saved"]

    rows = client.get(f"/explore/?{view.query}").context["rows"]

    assert [row["name"] for row in rows] == ["Anna Leader"]


def test_sharing_ends_and_a_view_is_dropped_by_its_owner_alone(cast: Cast, client: Client) -> None:
    keep(client, cast.owner, "Mine", shared="1")
    view = SavedView.objects.get()
    client.force_login(cast.leader)
    strangers = [client.post(f"/explore/views/{view.pk}/{verb}/").status_code for verb in ("share", "drop")]

    client.force_login(cast.owner)
    client.post(f"/explore/views/{view.pk}/share/", {"shared": "0"})
    unshared = names(client, cast.leader)
    client.force_login(cast.owner)
    client.post(f"/explore/views/{view.pk}/drop/")

    assert (strangers, unshared, SavedView.objects.exists()) == ([404, 404], [], False)


@pytest.mark.parametrize(
    ("name", "query"), [("", "figure=due"), ("Mine", "figure=due"), ("Bad", "figure=charm"), ("x" * 81, "")]
)
def test_a_view_that_cannot_be_kept_is_not(cast: Cast, client: Client, name: str, query: str) -> None:
    keep(client, cast.owner, "Mine")

    keep(client, cast.owner, name, query=query)

    assert SavedView.objects.count() == 1


def test_nobody_keeps_more_views_than_they_overlook(cast: Cast, client: Client) -> None:
    SavedView.objects.bulk_create(
        SavedView(person=cast.owner, name=f"View {n}", page="explore", made_at=NOW) for n in range(MOST)
    )

    keep(client, cast.owner, "One more")

    assert SavedView.objects.count() == MOST

"""The rows behind explored numbers: who opens them, and what they name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.cast import NOW, Cast
from tests.factories.responses import make_survey, occasion, respond_many
from tests.factories.signals import open_case

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def fixed_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cxapp.lib.clock.now", lambda: NOW)


def opened(client: Client, person: User, **asked: str) -> Any:
    client.force_login(person)
    return client.get("/explore/", asked)


def test_who_was_invited_is_named_to_those_who_read_everything(cast: Cast, client: Client) -> None:
    invited = occasion(make_survey(), cast, at=NOW - 10 * DAY, delivered_at=NOW - 10 * DAY).customer
    url = opened(client, cast.owner, figure="coverage").context["rows"][-2]["url"]

    seen = {}
    for who in (cast.owner, cast.leader):
        client.force_login(who)
        seen[who.sign_in_name] = str(invited) in client.get(url).content.decode()

    assert seen == {"olga": True, "anna": False}


def test_each_number_opens_what_it_is_made_of(cast: Cast, client: Client) -> None:
    case = open_case(cast, at=NOW - 20 * DAY)
    open_case(cast, at=NOW - 60 * DAY)
    url = opened(client, cast.owner, figure="due").context["rows"][-2]["url"]

    assert [row.case for row in client.get(url).context["rows"]] == [case]


def test_a_score_opens_its_answers(cast: Cast, client: Client) -> None:
    respond_many(make_survey(), cast, [9] * 6, at=NOW - 10 * DAY)
    url = opened(client, cast.owner, figure="nps", by="place").context["rows"][0]["url"]

    assert client.get(url).context["page_obj"].paginator.count == 6


def test_the_board_reads_counts_and_no_customers(cast: Cast, client: Client) -> None:
    open_case(cast, at=NOW - 20 * DAY)

    row = opened(client, cast.board, figure="due").context["rows"][-2]

    assert (row["value"], row["url"]) == ("1", "")
    assert client.get("/explore/rows/", {"figure": "due", "at": "2026-02-01"}).status_code == 403


@pytest.mark.parametrize(
    "query", ["figure=due&at=nonsense", "figure=due&by=leader&key=99", "figure=charm", "figure=coverage"]
)
def test_rows_of_nothing_are_not_found(cast: Cast, client: Client, query: str) -> None:
    client.force_login(cast.owner)

    assert client.get(f"/explore/rows/?{query}").status_code == 404


def test_a_peers_leader_has_no_rows(cast: Cast, client: Client) -> None:
    client.force_login(cast.leader)

    assert client.get(f"/explore/rows/?figure=due&by=leader&key={cast.peer.pk}").status_code == 404

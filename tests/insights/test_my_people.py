"""My month and my people: a behaviour added later is everywhere, who needs help stands first, nobody is ranked."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Absence, Event, Notice, RoleGrant, User
from accounts.operations.tokens import make_token
from accounts.rules.behaviours import (
    Asked,
    Behaviour,
    DoneDue,
    Evidence,
    FivePractices,
    behaviours,
    register_behaviour,
)
from cxapp.insights.operations.help import HelpRefused, offer_help
from cxapp.lib import clock
from tests.cast import NOW, Cast, person
from tests.factories.signals import open_case

pytestmark = pytest.mark.django_db

LATER = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
FOR_TALKING = "Tied to pay, these counts stop being true."


@pytest.fixture(autouse=True)
def on_thursday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATER)


def page(client: Client, who: User, url: str, **asked: Any) -> Any:
    client.force_login(who)
    return client.get(url, asked)


def text(client: Client, who: User, url: str, **asked: Any) -> str:
    return str(page(client, who, url, **asked).content.decode())


def table(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


@pytest.fixture
def coffee() -> Iterator[Behaviour]:
    """A behaviour as a later app would add it: one entry, one query."""

    def poured(asked: Asked) -> dict[int, list[DoneDue]]:
        return {pk: [DoneDue(3, 4)] + [DoneDue(0, 0)] * (len(asked.periods) - 1) for pk in asked.people}

    def cups(asked: Asked) -> list[Evidence]:
        return [Evidence(NOW, "Cup for Maria", "", done=True)]

    made = Behaviour(
        "coffee", "Coffee poured", "Coffee you poured.", FivePractices.ENABLE, 90, "coffee", poured, cups
    )
    yield made
    behaviours.pop("coffee", None)


def everywhere(cast: Cast, client: Client) -> list[bool]:
    """Whether the behaviour is on My month, on the page above, in both files, behind its number and in the API."""
    _token, secret = make_token(user=cast.director, name="till", by=cast.director, now=NOW)
    pages = [
        text(client, cast.leader, "/me/", month="2025-12"),
        text(client, cast.director, "/people/mine/"),
        str(table(page(client, cast.leader, "/me/", format="csv"))),
        str(table(page(client, cast.director, "/people/mine/", format="csv"))),
    ]
    rows = page(client, cast.leader, f"/people/{cast.leader.pk}/ledger/coffee/")
    api = client.get("/api/v1/ledger/", headers={"authorization": f"Bearer {secret}"}).json()
    return [
        *("Coffee poured" in one for one in pages),
        rows.status_code == 200 and "Cup for Maria" in rows.content.decode(),
        any(row["behaviour"] == "coffee" for row in api),
    ]


def test_a_behaviour_added_later_is_everywhere_at_once(cast: Cast, client: Client, coffee: Behaviour) -> None:
    before = everywhere(cast, client)
    register_behaviour(coffee)

    assert (before, everywhere(cast, client)) == ([False] * 6, [True] * 6)


@pytest.mark.parametrize("url", ["/me/", "/me/misses/", "/me/recorded/", "/people/mine/", "/replies/"])
def test_every_page_about_engagement_says_what_it_is_for(cast: Cast, client: Client, url: str) -> None:
    assert FOR_TALKING in text(client, cast.leader, url)


def test_each_number_opens_its_rows(cast: Cast, client: Client) -> None:
    case = open_case(cast)

    assert f'href="/people/{cast.leader.pk}/ledger/contact/?month=2026-03"' in text(
        client, cast.leader, "/me/"
    )
    assert f'href="/cases/{case.pk}/"' in text(
        client, cast.leader, f"/people/{cast.leader.pk}/ledger/contact/", month="2026-03"
    )


def test_today_fetches_the_counts_afterwards(cast: Cast, client: Client) -> None:
    open_case(cast)

    assert 'hx-get="/me/?part=today"' in text(client, cast.leader, "/")
    part = text(client, cast.leader, "/me/", part="today")
    assert ("0 of 1" in part, "<html" in part) == (True, False)


def test_counts_under_ten_are_no_percentage(cast: Cast, client: Client) -> None:
    open_case(cast)

    found = text(client, cast.leader, "/me/")
    assert ("0 of 1" in found, "range" in found) == (True, False)


def test_the_five_practices_are_credited(cast: Cast, client: Client) -> None:
    open_case(cast)

    found = text(client, cast.leader, "/me/", by="practices")
    assert "Model the way" in found
    assert "names only, credited to Kouzes and Posner" in found


def test_a_practice_without_a_behaviour_is_not_there(cast: Cast, client: Client) -> None:
    open_case(cast)

    assert "Inspire a shared vision" not in text(client, cast.leader, "/me/", by="practices")


@pytest.mark.parametrize(
    ("who", "status"), [("director", 200), ("owner", 200), ("cx_manager", 200), ("peer", 404)]
)
def test_a_leaders_month_is_read_along_the_line(cast: Cast, client: Client, who: str, status: int) -> None:
    reader = getattr(cast, who)

    assert page(client, reader, f"/people/{cast.leader.pk}/ledger/").status_code == status
    assert page(client, reader, f"/people/{cast.leader.pk}/ledger/contact/").status_code == status


def test_who_needs_help_stands_first_then_by_name(cast: Cast, client: Client) -> None:
    for _ in range(2):
        open_case(cast, place=cast.york.pk)
    open_case(cast)
    person("aaron", "Aaron Ample", "leader", reports_to=cast.director)

    rows = page(client, cast.director, "/people/mine/").context["rows"]

    assert [row["member"].post.name for row in rows] == ["Bruno Peer", "Anna Leader", "Aaron Ample"]


def test_late_below_counts_for_the_line_above(cast: Cast, client: Client) -> None:
    open_case(cast)

    [dora] = page(client, cast.owner, "/people/mine/").context["rows"]

    assert (dora["member"].late, dora["member"].late_below, dora["member"].below) == (0, 1, 2)


def test_one_drills_down_and_comes_back(cast: Cast, client: Client) -> None:
    found = page(client, cast.owner, "/people/mine/", of=cast.director.pk)

    assert [row["member"].post.name for row in found.context["rows"]] == ["Anna Leader", "Bruno Peer"]
    assert found.context["up"] == {"url": "/people/mine/", "name": "My people"}


def test_nobody_drills_beside_or_above(cast: Cast, client: Client) -> None:
    answers = [
        page(client, cast.leader, "/people/mine/", of=other.pk).status_code
        for other in (cast.peer, cast.director)
    ]

    assert answers == [404, 404]


def test_all_on_time_is_said_once(cast: Cast, client: Client) -> None:
    sentence = "Nobody in this line keeps a customer waiting past the promised time."

    assert text(client, cast.director, "/people/mine/").count(sentence) == 1


def test_who_is_away_shows_the_deputy(cast: Cast, client: Client) -> None:
    away = {"starts": LATER - timedelta(days=1), "ends": LATER + timedelta(days=3)}
    Absence.objects.create(person=cast.leader, deputy=cast.peer, **away)

    assert "Away. Bruno Peer stands in." in text(client, cast.director, "/people/mine/")


def test_taking_over_is_one_click_for_those_above(cast: Cast, client: Client) -> None:
    case = open_case(cast)
    link = f'href="/cases/{case.pk}/take-over/"'

    assert [link in text(client, who, "/people/mine/", of=cast.director.pk) for who in (cast.owner, cast.cx_manager)] == [
        True,
        False,
    ]  # fmt: skip


def test_help_is_offered_in_one_tap_and_the_leader_is_told(cast: Cast, client: Client) -> None:
    open_case(cast)
    client.force_login(cast.director)
    client.post(f"/people/{cast.leader.pk}/help/", {"once": "a1"})

    assert Notice.objects.get(kind="help_offered").recipient_id == cast.leader.pk
    assert "Dora Director offered help" in text(client, cast.director, "/people/mine/")


def test_help_is_offered_once_a_day(cast: Cast) -> None:
    assert [offer_help(leader=cast.leader, by=cast.director, now=LATER) for _ in range(2)] == [True, False]
    assert Event.objects.filter(subject_kind="person", code="help_offered").count() == 1


def test_help_for_somebody_away_reaches_the_deputy(cast: Cast) -> None:
    away = {"starts": LATER - timedelta(days=1), "ends": LATER + timedelta(days=3)}
    Absence.objects.create(person=cast.leader, deputy=cast.peer, **away)
    offer_help(leader=cast.leader, by=cast.director, now=LATER)

    assert Notice.objects.get(kind="help_offered").recipient_id == cast.peer.pk


def test_nobody_offers_help_to_themselves(cast: Cast) -> None:
    with pytest.raises(HelpRefused):
        offer_help(leader=cast.leader, by=cast.leader, now=LATER)


def test_a_peer_offers_no_help_from_above(cast: Cast, client: Client) -> None:
    client.force_login(cast.peer)

    assert client.post(f"/people/{cast.leader.pk}/help/").status_code == 404


def asked(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_my_people_asks_as_much_for_one_leader_as_for_many(cast: Cast, client: Client) -> None:
    open_case(cast)
    client.force_login(cast.owner)
    client.get("/people/mine/")
    one = asked(client, "/people/mine/")
    made = [person(f"leader{n}", f"Leader {n:02d}", reports_to=cast.owner) for n in range(30)]
    RoleGrant.objects.bulk_create([RoleGrant(user=one, role="leader") for one in made])
    open_case(cast, place=cast.york.pk)

    many = asked(client, "/people/mine/")
    assert (many, many <= 15) == (one, True)

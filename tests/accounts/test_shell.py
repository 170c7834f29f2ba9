"""The frame of every page: menus by role, banners by what is true."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.models import Absence, Heartbeat, Notice, Unit, User
from accounts.queries.house import read_once
from accounts.queries.practices import switched_on
from accounts.rules import navigation
from accounts.rules.navigation import Banner, Item, offered
from accounts.views.context import shell
from cxapp.lib.clock import now as clock_now
from tests.cast import Cast


def _request(user: User, path: str = "/settings/") -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = User.objects.get(pk=user.pk)
    return request


def _shell(user: User, path: str = "/settings/") -> dict[str, Any]:
    found: dict[str, Any] = shell(_request(user, path))["shell"]
    return found


def _banners(user: User) -> list[str]:
    return [str(banner["text"]) for banner in _shell(user)["banners"]]


def test_the_frame_costs_one_query_beside_the_roles_and_the_house(cast: Cast, settings: Settings) -> None:
    request = _request(cast.leader)
    assert isinstance(request.user, User)
    _ = request.user.roles

    with read_once():
        switched_on()
        with CaptureQueriesContext(connection) as queries:
            shell(request)

    assert len([query for query in queries if "clock_timestamp" not in query["sql"]]) == 1


def test_items_are_offered_by_role_and_practice() -> None:
    items = [
        Item("a", "For all"),
        Item("b", "For leaders", roles=frozenset({"leader"})),
        Item("c", "With ideas", practice="ideas"),
    ]

    names = [item.url_name for item in offered(items, roles=frozenset({"front_line"}), on=frozenset())]

    assert names == ["a"]


def test_a_menu_item_without_an_address_is_not_there(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "menu", [Item("no_such_page", "Nowhere"), Item("practices", "Practices")])

    assert [item["label"] for item in _shell(cast.leader)["navigation"]] == ["Practices"]


def test_the_item_of_the_open_page_is_the_current_one(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "menu", [Item("practices", "Practices"), Item("settings", "Settings")])

    current = [
        item["label"] for item in _shell(cast.leader, "/settings/tokens/")["navigation"] if item["current"]
    ]

    assert current == ["Settings"]


def test_an_item_may_count_for_the_reader(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "menu", [Item("settings", "Settings", count=lambda user, now: 7)])

    assert _shell(cast.leader)["navigation"][0]["count"] == 7


def test_an_item_added_twice_stands_once_and_in_order() -> None:
    items = [Item("a", "A", order=10), Item("c", "C", order=30)]

    navigation.add(Item("b", "B", order=20), to=items)
    navigation.add(Item("a", "A again", order=40), to=items)

    assert [item.label for item in items] == ["B", "C", "A again"]


def test_leaders_are_told_that_the_sweep_is_silent(cast: Cast, settings: Settings) -> None:
    settings.MAIL_CONFIGURED = True
    Heartbeat.objects.create(name="sweep", at=clock_now() - timedelta(minutes=4))

    assert len(_banners(cast.leader)) == 1
    assert _banners(cast.leader)[0].startswith("Escalation has stood still since ")
    assert _banners(cast.front_line) == []


def test_a_sweep_heard_of_lately_needs_no_banner(cast: Cast, settings: Settings) -> None:
    settings.MAIL_CONFIGURED = True
    Heartbeat.objects.create(name="sweep", at=clock_now() - timedelta(minutes=2))

    assert _banners(cast.leader) == []


def test_without_mail_leaders_are_told_where_they_are_told(cast: Cast, settings: Settings) -> None:
    settings.MAIL_CONFIGURED = False

    assert _banners(cast.leader) == ["No mail is set up: leaders are told only when they open the page."]


def test_a_rehearsal_says_that_it_is_one(cast: Cast, settings: Settings) -> None:
    settings.MAIL_CONFIGURED = True
    Unit.objects.update(live_at=None)

    assert _banners(cast.leader) == [
        "This is a rehearsal: no place is live yet, so nobody outside is told and nothing climbs."
    ]


@pytest.mark.parametrize(
    ("with_deputy", "end"), [(True, "Bruno Peer answers for you."), (False, "and nobody answers for you.")]
)
def test_who_is_away_reads_who_answers(cast: Cast, settings: Settings, with_deputy: bool, end: str) -> None:
    settings.MAIL_CONFIGURED = True
    now = clock_now()
    deputy = cast.peer if with_deputy else None
    Absence.objects.create(
        person=cast.leader, deputy=deputy, starts=now - timedelta(days=1), ends=now + timedelta(days=2)
    )

    assert len(_banners(cast.leader)) == 1
    assert _banners(cast.leader)[0].endswith(end)


def test_other_apps_may_add_a_banner(cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MAIL_CONFIGURED = True
    monkeypatch.setattr(navigation, "banners", [lambda user, now: [Banner(f"For {user.name}")]])

    assert _banners(cast.leader) == ["For Anna Leader"]


def test_the_demonstration_says_so_to_strangers_too(cast: Cast, settings: Settings) -> None:
    settings.DEMO = True

    answer = Client().get("/accounts/login/")

    assert "DEMO: everybody here is made up." in answer.content.decode()


def test_what_a_person_has_not_read_is_counted_in_their_menu(cast: Cast) -> None:
    Notice.objects.create(
        kind="x", recipient_kind="person", recipient_id=cast.leader.pk, reason_key="1", created_at=clock_now()
    )

    labels = [str(item["label"]) for item in _shell(cast.leader)["user_menu"]]

    assert labels[0] == "What I was told (1)"


def test_signing_out_is_a_press_and_stands_last(cast: Cast) -> None:
    last = _shell(cast.leader)["user_menu"][-1]

    assert (last["label"], last["method"], last["url"]) == ("Sign out", "post", "/accounts/logout/")

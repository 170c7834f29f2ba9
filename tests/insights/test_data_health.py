"""Data health: each gap a sentence with its count and its mend, for the CX manager and the owner."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Unit, User
from accounts.operations.practices import switch
from cxapp.insights.queries import data_health as data
from feedback.models import Concern, ContactPoint
from tests.cast import NOW, Cast
from tests.factories.responses import make_survey, occasion, respond
from tests.factories.signals import open_case
from tests.insights.money_world import past, unhappy

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    def at() -> datetime:
        return NOW

    monkeypatch.setattr("cxapp.insights.views.data_health.clock_now", at)


def opened(client: Client, person: User, path: str = "") -> Any:
    client.force_login(person)
    return client.get(f"/manage/data/{path}")


def words(client: Client, person: User, path: str = "") -> str:
    return " ".join(opened(client, person, path).content.decode().split())


def test_it_is_for_the_cx_manager_and_the_owner(client: Client, cast: Cast) -> None:
    answers = [
        opened(client, who).status_code
        for who in (cast.cx_manager, cast.owner, cast.leader, cast.administrator)
    ]

    assert answers == [200, 200, 403, 403]


def test_the_cx_manager_who_leads_nobody_begins_here(client: Client, cast: Cast) -> None:
    client.force_login(cast.cx_manager)

    assert client.get("/")["Location"] == "/manage/data/"


def test_a_customer_who_waits_for_a_call_without_a_telephone(client: Client, cast: Cast) -> None:
    customer = open_case(cast, name="Mia Moss", contact_points=(("email", "mia@example.org"),)).customer
    open_case(cast)

    assert list(data.without_phone(cast.cx_manager, NOW)) == [customer]
    assert "1 customer waits for a call and has no telephone number." in words(client, cast.cx_manager)
    assert f'href="/customers/{customer.pk}/"' in words(client, cast.cx_manager, "without-phone/")  # type: ignore[union-attr]


def test_a_number_that_does_not_arrive_is_no_number(cast: Cast) -> None:
    customer = open_case(cast).customer
    ContactPoint.objects.filter(customer=customer).update(bounced_at=NOW)

    assert list(data.without_phone(cast.cx_manager, NOW)) == [customer]


def test_values_and_staying_are_missed_only_while_money_is_on(client: Client, cast: Cast) -> None:
    unhappy(cast, value=None)
    past(cast, reached=True, stayed=None)
    off = words(client, cast.cx_manager)
    switch(name="money", on=True, by=cast.cx_manager, now=NOW)
    on = words(client, cast.cx_manager)

    sentences = (
        "1 customer with an open case has no yearly value.",
        "Of 1 customer nobody knows 90 days later whether they stayed.",
    )
    assert [[each in page for each in sentences] for page in (off, on)] == [[False, False], [True, True]]


def test_a_case_about_somebody_is_not_counted_for_those_below_them(cast: Cast) -> None:
    case = unhappy(cast, value=None)
    Concern.objects.create(signal=case.signals.get(), person=cast.owner, state="confirmed")

    assert not data.without_value(cast.cx_manager, NOW).exists()


def test_a_place_is_silent_after_fourteen_days_without_a_word(cast: Cast) -> None:
    open_case(cast, at=NOW - timedelta(days=13))
    respond(make_survey(), cast, 9, at=NOW - timedelta(days=14, minutes=1), place=cast.york)

    assert list(data.silent_places(NOW)) == [cast.york]


def test_of_those_asked_how_many_answered(client: Client, cast: Cast) -> None:
    survey = make_survey()
    for number in range(4):
        asked = occasion(survey, cast, at=NOW, delivered_at=NOW)
        if number == 0:
            respond(survey, cast, 9, invitation=asked.invitation, state="complete")
        if number == 1:
            type(asked.invitation).objects.filter(pk=asked.invitation.pk).update(unconfirmed_score=3)  # type: ignore[union-attr]

    assert data.asked(NOW) == data.Asked(4, 1, 1)
    page = words(client, cast.cx_manager)
    assert "Of those asked in the last 90 days 1 of 4 answered." in page
    assert "1 score came without a tap and counts nowhere." in page


def test_a_gap_in_the_line_is_named(client: Client, cast: Cast) -> None:
    Unit.objects.filter(pk=cast.york.pk).update(head=None)

    assert "York has no head. Name one." in words(client, cast.cx_manager)


def test_an_unknown_list_is_not_found(client: Client, cast: Cast) -> None:
    assert opened(client, cast.cx_manager, "nothing/").status_code == 404


def test_it_asks_the_same_however_much_is_missing(client: Client, cast: Cast) -> None:
    switch(name="money", on=True, by=cast.cx_manager, now=NOW)
    asked = []
    for rows in (1, 2):
        for _row in range(rows):
            past(cast, reached=True, stayed=None, value=None)
        opened(client, cast.cx_manager)
        with CaptureQueriesContext(connection) as found:
            client.get("/manage/data/")
        asked.append(len(found))

    assert asked[0] == asked[1] <= 20


def test_nobody_is_sent_to_a_page_they_may_not_open(client: Client, cast: Cast) -> None:
    unhappy(cast)
    switch(name="money", on=True, by=cast.cx_manager, now=NOW)

    for who in (cast.owner, cast.cx_manager):
        gaps = opened(client, who).context["gaps"]
        assert [gap.url for gap in gaps if client.get(gap.url).status_code != 200] == []

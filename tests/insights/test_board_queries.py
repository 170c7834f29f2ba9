"""How often the boardroom and "My people" ask the database, whoever reads and however much there is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accounts.models import Practice
from accounts.operations.practices import switch
from cxapp.insights.operations.tallies import refresh
from cxapp.lib import clock
from feedback.enums import How, Outcome
from feedback.operations.contacts import log_contact
from tests.cast import LONG_AGO, NOW, Cast
from tests.factories.signals import open_case

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=3)
MOST = 15


def test_the_page_asks_as_many_questions_for_one_case_as_for_three(
    cast: Cast, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(cast.owner)
    open_case(cast)
    client.get("/board/")
    with CaptureQueriesContext(connection) as few:
        client.get("/board/")
    open_case(cast)
    open_case(cast, place=cast.york.pk)

    with django_assert_num_queries(len(few)):
        client.get("/board/")


@pytest.mark.parametrize("cases", [0, 1, 3])
@pytest.mark.parametrize("money", [False, True])
@pytest.mark.parametrize("who", ["owner", "cx_manager", "board"])
def test_the_page_asks_at_most_fifteen_questions(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch, who: str, money: bool, cases: int
) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATER)
    switch(name="money", on=money, by=cast.cx_manager, now=NOW)
    opened = [open_case(cast, concerns=(cast.peer.pk,) if number else ()) for number in range(cases)]
    refresh(now=NOW + timedelta(days=1))
    for case in opened:
        log_contact(case=case, by=cast.leader, how=How.CALL, outcome=Outcome.REACHED, now=LATER)
    client.force_login(getattr(cast, who))
    client.get("/board/")

    with CaptureQueriesContext(connection) as asked:
        client.get("/board/")

    assert len(asked) <= MOST, "\n".join(query["sql"][:300] for query in asked)


@pytest.mark.parametrize("who", ["owner", "cx_manager", "director"])
def test_my_people_asks_at_most_fifteen_questions(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATER)
    for practice in ("contact", "reading", "thanks"):
        Practice.objects.update_or_create(name=practice, defaults={"on": True, "since": LONG_AGO})
    for concerned in ((), (cast.front_line.pk,)):
        open_case(cast, concerns=concerned)
    client.force_login(getattr(cast, who))
    those = {"of": str(cast.director.pk)}
    client.get("/people/mine/", those)

    with CaptureQueriesContext(connection) as asked:
        page = client.get("/people/mine/", those)

    assert page.context["rows"][0]["cases"]
    assert len(asked) <= MOST, "\n".join(query["sql"][:300] for query in asked)

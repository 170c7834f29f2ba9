"""Every number that is a link: behind it stand exactly as many rows as it says, for the period and the place of its page."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
from django.test import Client

from accounts.models import Clock
from accounts.operations.practices import switch
from accounts.operations.sweep import sweep
from cxapp.insights.rules.exploring import SOURCES, sources
from feedback.enums import Word
from feedback.models import Case, Stage
from feedback.operations.customer_words import customer_says
from tests.cast import NOW, Cast
from tests.factories.responses import make_survey, occasion, respond, respond_many
from tests.factories.signals import open_case
from tests.feedback.verbs import fresh, put_right, signal_of, spoke
from tests.insights.money_world import past, recovered, unhappy

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=3)
IN_JANUARY = NOW - timedelta(days=50)
IN_FEBRUARY = NOW - timedelta(days=20)
NOT_IN_THIS_STORY = {"delegated"}
NUMBER = re.compile(r'<a href="([^"]+)" aria-label="(\d+)(?: of (\d+))?, ')


@pytest.fixture(autouse=True)
def _three_months(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two places over three months of one quarter: reached, late, let down twice, two complaints in one case."""
    for name in ("money", "themes"):
        switch(name=name, on=True, by=cast.cx_manager, now=IN_JANUARY)
    stage = Stage.objects.create(slug="parcel", name="Parcel")
    spoke(open_case(cast, at=IN_JANUARY, stage=stage.pk), now=IN_JANUARY)
    open_case(cast, at=IN_JANUARY, place=cast.york.pk, stage=stage.pk)
    elsewhere = open_case(cast, at=IN_FEBRUARY, place=cast.york.pk)
    Case.objects.filter(pk=elsewhere.pk).update(leader=cast.leader)
    Clock.objects.filter(subject_id=elsewhere.pk).update(holder=cast.leader)
    twice = open_case(cast, at=IN_FEBRUARY, stage=stage.pk, name="Tess Twice")
    open_case(cast, at=IN_FEBRUARY, stage=stage.pk, customer=twice.customer_id, name="", contact_points=())
    _let_down(twice, IN_FEBRUARY)
    again = recovered(unhappy(cast, at=IN_JANUARY), at=IN_JANUARY)
    open_case(cast, at=IN_FEBRUARY, customer=again.customer_id, name="", contact_points=())
    past(cast, reached=True, stayed=True)
    past(cast, reached=False, stayed=None)
    open_case(cast, stage=stage.pk)
    survey = make_survey()
    respond_many(survey, cast, [9, 3, 10, 7, 8], at=IN_FEBRUARY, place=cast.leeds)
    respond_many(survey, cast, [2, 9, 9, 4, 10, 6], at=IN_FEBRUARY, place=cast.york, leader=cast.peer)
    occasion(survey, cast, at=IN_FEBRUARY, delivered_at=IN_FEBRUARY)
    answered = occasion(survey, cast, delivered_at=NOW, opened_at=NOW)
    respond(survey, cast, 9, invitation=answered.invitation)
    for kind in ("csat", "ces"):
        respond_many(make_survey(kind), cast, [1, 2, 2, 1, 2, 2], at=IN_FEBRUARY)
    sweep(now=LATER)
    monkeypatch.setattr("cxapp.lib.clock.now", lambda: LATER)
    monkeypatch.setattr("cxapp.insights.views.money.clock_now", lambda: LATER)


def _let_down(case: Case, at: datetime) -> None:
    """Two promises of one case: the customer says that nobody reached them, and it begins again."""
    spoke(case, now=at)
    put_right(fresh(case), now=at)
    customer_says(signal=signal_of(case), reached=Word.NO, right=Word.NO, now=at + timedelta(hours=1))


def numbers(client: Client, path: str) -> Iterator[tuple[str, int]]:
    """The links of a page that say a number: where to, and how many rows must stand there."""
    page = client.get(path)
    assert page.status_code == 200
    for url, done, due in NUMBER.findall(page.content.decode()):
        yield unescape(url), int(due or done)


def rows_at(client: Client, url: str) -> int:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return int(answer.context["page_obj"].paginator.count)


PERIODS = ("", "2026-01", "2026-02", "2026-03", "2026-q1", "2026")


@pytest.mark.parametrize("path", ["/board/", "/journey/", "/journey/?show=table", "/board/retained/"])
def test_the_boards_numbers_have_as_many_rows(client: Client, cast: Cast, path: str) -> None:
    client.force_login(cast.owner)
    found = [
        number
        for period in PERIODS
        for place in ("", cast.leeds.pk)
        for number in numbers(
            client, f"{path}{'&' if '?' in path else '?'}{urlencode({'period': period, 'place': place})}"
        )
    ]

    assert [(url, rows_at(client, url)) for url, _n in found] == found
    assert len({n for _url, n in found}) > 1


@pytest.mark.parametrize("path", ["/leaders/", "/people/mine/", "/people/{leader}/ledger/"])
def test_the_numbers_of_leaders_have_as_many_rows(client: Client, cast: Cast, path: str) -> None:
    client.force_login(cast.director)
    found = [
        number
        for month in PERIODS[1:4]
        for number in numbers(client, f"{path.format(leader=cast.leader.pk)}?month={month}")
    ]

    assert [(url, rows_at(client, url)) for url, _n in found] == found
    assert len({n for _url, n in found}) > 1


@pytest.mark.parametrize("by", ["", "place"])
@pytest.mark.parametrize("who", ["owner", "director"])
def test_explored_numbers_have_as_many_rows(client: Client, cast: Cast, who: str, by: str) -> None:
    client.force_login(getattr(cast, who))
    told: dict[str, list[tuple[str, int]]] = {}
    for figure in sources():
        told[figure] = list(explored(client, figure, by))

    found = [number for numbers in told.values() for number in numbers]
    assert [(url, rows_at(client, url)) for url, _n in found] == found
    assert {figure for figure, numbers in told.items() if not numbers} <= NOT_IN_THIS_STORY


def explored(client: Client, figure: str, by: str) -> Iterator[tuple[str, int]]:
    """Each number of a figure that may be said, as the file says it, with where it leads."""
    query = {"figure": figure, "from": "2026-01-01", "to": "2026-03-06", "by": by}
    rows = client.get("/explore/", query).context["rows"]
    file = client.get("/explore/", query | {"format": "csv"}).getvalue().decode("utf-8-sig")
    column = "Out of" if SOURCES[figure].scale or SOURCES[figure].time else "Counted"
    for row, line in zip(rows, csv.DictReader(io.StringIO(file)), strict=True):
        n = int(line[column] or 0)
        assert bool(row["url"]) is bool(n), (figure, row)
        if n:
            yield row["url"], n


def test_two_promises_of_one_case_are_two_rows(client: Client, cast: Cast) -> None:
    client.force_login(cast.owner)

    page = client.get(f"/leaders/{cast.leader.pk}/due/?period=2026-q1&place={cast.leeds.pk}")

    assert [row.case.customer.name for row in page.context["page_obj"]].count("Tess Twice") == 2


def test_the_rows_say_the_period_and_the_place_and_lead_back_to_them(client: Client, cast: Cast) -> None:
    client.force_login(cast.owner)

    page = client.get(f"/leaders/{cast.leader.pk}/due/?period=2026-q1&place={cast.leeds.pk}")

    assert "Quarter 1 of 2026, Leeds" in page.content.decode()
    assert page.context["back_url"] == f"/board/?period=2026-q1&place={cast.leeds.pk}"


def test_the_board_reads_counts_without_links(client: Client, cast: Cast) -> None:
    client.force_login(cast.board)

    assert [list(numbers(client, path)) for path in ("/board/", "/journey/")] == [[], []]

"""The page Money: for readers of the board while the practice is on, every number with its rows."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.operations.practices import switch
from cxapp.insights.queries.money import money
from cxapp.insights.queries.money_rows import ROWS, rows_behind
from cxapp.insights.rules import money_words
from cxapp.insights.rules.figures import FIGURES
from cxapp.insights.rules.money import Group, Worth, effect
from cxapp.lib.periods import quarter_of
from feedback.enums import RecoveryKind
from feedback.models import Concern
from feedback.operations.recoveries import give_recovery
from tests.cast import NOW, Cast
from tests.factories.signals import open_case
from tests.insights.money_world import past, recovered, unhappy

pytestmark = pytest.mark.django_db
QUARTER = quarter_of(NOW.date(), "UTC")


@pytest.fixture(autouse=True)
def _on(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    switch(name="money", on=True, by=cast.cx_manager, now=NOW)

    def at() -> datetime:
        return NOW

    monkeypatch.setattr("cxapp.insights.views.money.clock_now", at)


def opened(client: Client, person: User, path: str = "") -> Any:
    client.force_login(person)
    return client.get(f"/board/retained/{path}")


def words(client: Client, person: User, path: str = "") -> str:
    return " ".join(opened(client, person, path).content.decode().split())


def test_switched_off_it_is_not_there(client: Client, cast: Cast) -> None:
    switch(name="money", on=False, by=cast.cx_manager, now=NOW)

    assert opened(client, cast.owner).status_code == 404


def test_a_leader_may_not_open_it(client: Client, cast: Cast) -> None:
    assert opened(client, cast.leader).status_code == 403


def test_it_begins_with_what_is_at_risk(client: Client, cast: Cast) -> None:
    unhappy(cast, value=1200)
    unhappy(cast, value=None)

    page = words(client, cast.owner)

    assert "2 customers have an open case: at least 1,200 EUR a year." in page
    assert "1 has no yearly value" in page


def test_a_value_nobody_knows_is_said_to_be_unknown(client: Client, cast: Cast) -> None:
    unhappy(cast, value=None)

    assert "1 customer has an open case: what they are worth a year is not known." in words(
        client, cast.owner
    )


def test_the_range_always_stands_with_the_words_not_a_trial(client: Client, cast: Cast) -> None:
    assert "Not a trial" in words(client, cast.board)


def test_every_number_on_the_page_opens_its_rows(client: Client, cast: Cast) -> None:
    unhappy(cast, value=1200)
    give_recovery(
        case=recovered(unhappy(cast)) and unhappy(cast),
        by=cast.owner,
        kind=RecoveryKind.REFUND,
        what="A voucher",
        cost=Decimal(25),
        now=NOW,
    )
    past(cast, reached=True, stayed=True)

    page = opened(client, cast.owner).content.decode()

    links = [part.split('"')[0] for part in page.split('href="')[1:] if "/board/retained/" in part[:80]]
    numbers = [link for link in links if link.split("?")[0].count("/") > 3 and "file" not in link]
    assert {link.split("/")[3] for link in numbers} == {"at-risk", "confirmed", "cost", "reached-stayed"}
    assert all(client.get(link.replace("&amp;", "&")).status_code == 200 for link in numbers)


@pytest.mark.parametrize("name", sorted(ROWS))
def test_a_number_and_its_list_agree(cast: Cast, name: str) -> None:
    unhappy(cast, value=300)
    unhappy(cast, left_on=NOW.date())
    recovered(unhappy(cast))
    open_case(cast, name="", contact_points=())
    past(cast, reached=True, stayed=True)
    past(cast, reached=True, stayed=None)
    past(cast, reached=False, stayed=False)

    content = money(reader=cast.owner, period=QUARTER, now=NOW).content()
    found = rows_behind(name, reader=cast.owner, period=QUARTER, now=NOW)

    counted = {
        **{each.replace("_", "-"): content[each]["customers"] for each in ("at_risk", "confirmed", "logged")},
        **{each.replace("_", "-"): content[each] for each in ("gone", "left_after", "nameless")},
        "cost": content["recoveries"],
        **{
            f"{side}-{came}": content["effect"][side][came]
            for side in ("reached", "others")
            for came in ("stayed", "left", "unknown")
        },
    }
    assert (found.found.count(), len(list(found.each()))) == (counted[name], counted[name])


def test_the_board_reads_initials_and_no_addresses(client: Client, cast: Cast) -> None:
    case = unhappy(cast, name="Quentin Quill")

    page = words(client, cast.board, "at-risk/")

    assert "QQ" in page
    assert "Quentin" not in page
    assert f"/customers/{case.customer_id}/" not in page


def test_the_board_counts_no_case_that_is_about_somebody(client: Client, cast: Cast) -> None:
    case = unhappy(cast)
    Concern.objects.create(signal=case.signals.get(), person=cast.peer, state="confirmed")

    assert "No customer we know has an open case." in words(client, cast.board)


def test_the_file_holds_the_numbers_of_the_page(client: Client, cast: Cast) -> None:
    unhappy(cast, value=1200)

    lines = list(csv.reader(io.StringIO(opened(client, cast.owner, "file/").getvalue().decode("utf-8-sig"))))

    assert lines[1][:4] == ["At risk now", "1", "1", "1200.00"]


def test_a_list_is_a_file_too(client: Client, cast: Cast) -> None:
    unhappy(cast, value=1200, name="Quentin Quill")

    answer = opened(client, cast.owner, "at-risk/?format=csv")

    assert "Quentin Quill,1200.00" in answer.getvalue().decode()


def test_a_list_from_before_the_time_was_over_is_no_share_of_nobody(client: Client, cast: Cast) -> None:
    for _customer in range(6):
        past(cast, reached=True, stayed=False)
    for _customer in range(7):
        past(cast, reached=True, stayed=None)

    page = words(client, cast.owner)

    assert 'too few known <span class="muted">known of 6 of 13</span>' in page
    assert "0 of 6" not in page


def test_an_unknown_number_is_not_found(client: Client, cast: Cast) -> None:
    assert opened(client, cast.owner, "nothing/").status_code == 404


def test_the_page_asks_the_same_however_many_customers(client: Client, cast: Cast) -> None:
    asked = []
    for rows in (1, 2):
        for _row in range(rows):
            past(cast, reached=True, stayed=True)
        opened(client, cast.owner)
        with CaptureQueriesContext(connection) as found:
            client.get("/board/retained/")
        asked.append(len(found))

    assert asked[0] == asked[1] <= 15


def test_each_figure_is_defined() -> None:
    assert FIGURES["revenue_at_risk"].label == "Revenue at risk"


@pytest.mark.parametrize(
    ("reached", "others", "begins"),
    [
        (Group(3, 1), Group(48, 32), "Too few customers of whom we know"),
        (Group(7, 2), Group(48, 32), "Too few to compare"),
        (
            Group(0, 14, 15),
            Group(48, 32),
            "Too few known: no effect is shown until it is known of at least half",
        ),
        (Group(9, 1), Group(8, 2), "No clear effect of reaching customers: −236 to 421 EUR a year."),
        (Group(56, 14), Group(48, 32), "More of the customers we reached stayed: about 367 to 2,337 EUR"),
        (Group(48, 32), Group(70, 2), "Fewer of the customers we reached stayed: −"),
    ],
)
def test_the_verdict_in_words(reached: Group, others: Group, begins: str) -> None:
    made = effect(reached=reached, others=others, worth=Worth(100, 100, Decimal(10_000)))
    content = {
        "currency": "EUR",
        "effect": {"verdict": made.verdict, "low": str(made.low), "high": str(made.high)},
    }

    assert money_words.headline(content).startswith(begins)

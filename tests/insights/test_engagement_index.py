"""The overall index: off until switched on, never without its weights; and when an own trend may be said."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.rules.behaviours import (
    DoneDue,
)
from cxapp.insights.models import IndexWeights
from cxapp.insights.operations.index import IndexRefused, NotYoursToWeigh, weigh
from cxapp.insights.rules.index import index_of
from cxapp.insights.rules.own_trend import trend_words
from cxapp.lib import clock
from feedback.enums import How, Outcome
from feedback.operations.contacts import log_contact
from tests.cast import NOW, Cast
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


# -- The overall index -------------------------------------------------------------------------
def tried(cast: Cast, done: int, due: int) -> None:
    for n in range(due):
        case = open_case(cast)
        if n < done:
            log_contact(
                case=case, by=cast.leader, how=How.CALL, outcome=Outcome.NO_ANSWER, stated_at=NOW, now=NOW
            )


def test_the_index_is_off_until_it_is_switched_on(cast: Cast, client: Client) -> None:
    tried(cast, 5, 10)

    assert "Overall index" not in text(client, cast.leader, "/me/")


def test_the_index_stands_with_its_weights(cast: Cast, client: Client) -> None:
    tried(cast, 5, 10)
    weigh(weights={"contact": 3}, on=True, by=cast.owner, now=LATER)

    found = text(client, cast.leader, "/me/")
    assert "50 of 100" in found
    assert "Unhappy customers tried in person in time: 5 of 10, weight 3" in found


def test_the_index_says_nothing_of_fewer_than_ten() -> None:
    assert index_of({"contact": DoneDue(3, 9)}, {"contact": 1}).value is None


def test_the_index_is_the_weighted_share() -> None:
    numbers = {"contact": DoneDue(5, 10), "reading": DoneDue(20, 20), "recognition": DoneDue(7)}

    found = index_of(numbers, {"contact": 3, "reading": 1, "recognition": 9})
    assert (found.value, [part.name for part in found.parts]) == (62, ["contact", "reading"])


def test_who_weighs_is_recorded(cast: Cast, client: Client) -> None:
    client.force_login(cast.cx_manager)
    client.post("/people/index/", {"weight_contact": "4", "on": "on"})

    kept = IndexWeights.objects.get()
    assert (kept.weights, kept.on, kept.by) == ({"contact": 4}, True, cast.cx_manager)


@pytest.mark.parametrize("weights", [{}, {"contact": 11}])
def test_an_index_without_a_fair_weight_is_refused(cast: Cast, weights: dict[str, int]) -> None:
    with pytest.raises(IndexRefused):
        weigh(weights=weights, on=True, by=cast.owner, now=LATER)


def test_a_leader_does_not_weigh(cast: Cast) -> None:
    with pytest.raises(NotYoursToWeigh):
        weigh(weights={"contact": 1}, on=True, by=cast.director, now=LATER)


# -- The own trend -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("before", "lately", "said"),
    [
        ((1, 1), (0, 1), "Too few in these weeks to say whether it is changing."),
        ((4, 5), (4, 5), "No clear change in the last four weeks."),
        ((1, 5), (5, 5), "More often in the last four weeks than in those before."),
        ((5, 5), (1, 5), "Less often in the last four weeks than in those before."),
    ],
)
def test_a_trend_is_said_only_where_it_is_more_than_chance(
    before: tuple[int, int], lately: tuple[int, int], said: str
) -> None:
    weeks = [DoneDue(*before)] * 8 + [DoneDue(*lately)] * 4

    assert trend_words(weeks) == said


def test_what_is_simply_counted_is_read_from_its_chart() -> None:
    assert trend_words([DoneDue(4)] * 12) == trend_words([DoneDue(5)] * 12) != ""

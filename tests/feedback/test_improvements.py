"""What we changed: who enters it where, what stands in its history, what leaves the charts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Event, User
from cxapp.lib.errors import NotAllowed
from feedback.models import Improvement
from feedback.operations.improvements import (
    Change,
    ImprovementRefused,
    add_improvement,
    change_improvement,
    withdraw_improvement,
)
from feedback.queries.improvements import changes, improvement_history
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


def made(cast: Cast, by: User | None = None, **fields: Any) -> Improvement:
    values: dict[str, Any] = {
        "name": "Second till",
        "keeper": cast.leader,
        "in_use_on": NOW.date(),
        "place": cast.leeds,
    }
    return add_improvement(change=Change(**(values | fields)), by=by or cast.cx_manager, now=NOW)


def test_a_leader_enters_what_was_changed_at_their_own_place(cast: Cast) -> None:
    row = made(cast, by=cast.leader)

    assert (row.name, row.keeper, row.by) == ("Second till", cast.leader, cast.leader)


def test_a_leader_enters_nothing_for_another_place(cast: Cast) -> None:
    with pytest.raises(ImprovementRefused) as refusal:
        made(cast, by=cast.peer)

    assert (refusal.value.field, Improvement.objects.count()) == ("place", 0)


def test_whoever_heads_a_region_enters_for_the_places_below(cast: Cast) -> None:
    assert made(cast, by=cast.director).place == cast.leeds


@pytest.mark.parametrize("who", ["front_line", "administrator", "board"])
def test_who_leads_no_place_enters_nothing(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        made(cast, by=getattr(cast, who))


def test_a_change_counts_from_the_day_it_is_in_use(cast: Cast) -> None:
    with pytest.raises(ImprovementRefused) as refusal:
        made(cast, in_use_on=NOW.date() + timedelta(days=1))

    assert refusal.value.field == "in_use_on"


def test_what_it_was_before_stands_in_the_history(cast: Cast) -> None:
    row = made(cast)
    new = Change("Third till", cast.peer, NOW.date(), place=cast.leeds)

    change_improvement(improvement=row, change=new, by=cast.cx_manager, now=NOW + timedelta(hours=1))

    newest = improvement_history(row)[0]
    assert (newest.title, newest.text) == ("Changed", "Before: Second till; Keeper before: Anna Leader")


def test_saving_the_same_again_writes_no_history(cast: Cast) -> None:
    row = made(cast)

    change_improvement(
        improvement=row,
        change=Change("Second till", cast.leader, NOW.date(), place=cast.leeds),
        by=cast.cx_manager,
        now=NOW,
    )

    assert Event.objects.filter(subject_kind="improvement").count() == 1


def test_a_withdrawn_change_leaves_the_charts_and_keeps_its_history(cast: Cast) -> None:
    row = made(cast)

    withdraw_improvement(improvement=row, by=cast.cx_manager, now=NOW)

    row.refresh_from_db()
    assert (list(changes()), [told.title for told in improvement_history(row)]) == (
        [],
        ["Withdrawn", "Entered"],
    )


def test_nothing_is_changed_once_it_is_withdrawn(cast: Cast) -> None:
    row = withdraw_improvement(improvement=made(cast), by=cast.cx_manager, now=NOW)

    with pytest.raises(ImprovementRefused):
        withdraw_improvement(improvement=row, by=cast.cx_manager, now=NOW)


def test_changes_of_a_place_are_those_there_and_of_the_whole_house(cast: Cast) -> None:
    made(cast, name="Here")
    made(cast, name="Elsewhere", place=cast.york)
    made(cast, name="Everywhere", place=None)

    assert {row.name for row in changes(place=cast.leeds.pk)} == {"Here", "Everywhere"}


def test_a_change_is_entered_on_its_page(cast: Cast, client: Client) -> None:
    client.force_login(cast.leader)
    sent = {
        "name": "Second till",
        "keeper": cast.leader.pk,
        "in_use_on": "2026-03-02",
        "place": cast.leeds.pk,
    }

    answer = client.post("/board/changes/add/", sent, follow=True)

    assert "Second till" in answer.content.decode()
    assert Improvement.objects.get().place == cast.leeds


def test_a_stranger_to_the_place_may_not_withdraw(cast: Cast, client: Client) -> None:
    row = made(cast)
    client.force_login(cast.peer)

    answer = client.post(f"/board/changes/{row.pk}/withdraw/")

    row.refresh_from_db()
    assert (answer.status_code, row.withdrawn_at) == (403, None)

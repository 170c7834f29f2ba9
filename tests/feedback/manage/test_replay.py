"""The replay: who would have been told and when under today's rules; nothing is sent, nothing is stored."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Clock, Escalation, Event, ImportRun, Notice
from feedback.models import AssignmentRule, Case
from feedback.queries import replay as module
from feedback.queries.replay import Reached, replay
from tests.cast import NOW, Cast
from tests.feedback.complaint_files import imported, line, rows
from tests.feedback.manage.conftest import SignIn

MONDAY_NINE = "2026-02-02 09:00"


def _closed(closed: str, *, number: int = 1, **cells: str) -> str:
    return line(number, received=MONDAY_NINE, closed=closed, **cells)


def test_what_was_closed_in_time_reaches_only_its_leader(cast: Cast) -> None:
    found = replay(run=imported(rows(_closed("2026-02-02 16:00"))), now=NOW)

    assert (found.people, found.at_owner) == ([("Anna Leader", 0, 1)], 0)


def test_each_step_that_ran_out_reaches_one_more_person(cast: Cast) -> None:
    found = replay(run=imported(rows(_closed("2026-02-04 09:00"))), now=NOW)

    assert found.people == [("Anna Leader", 0, 1), ("Dora Director", 1, 1), ("Olga Owner", 2, 1)]
    assert found.to_owner == [
        Reached(
            Case.objects.get().pk,
            datetime(2026, 2, 2, 9, tzinfo=UTC),
            "Anna Leader",
            datetime(2026, 2, 3, 17, tzinfo=UTC),
        )
    ]


def test_todays_rules_decide_not_those_of_the_import(cast: Cast) -> None:
    run = imported(rows(_closed("2026-02-02 16:00")))
    AssignmentRule.objects.create(name="all to Bruno", leader=cast.peer)

    assert replay(run=run, now=NOW).people == [("Bruno Peer", 0, 1)]


def test_places_with_nobody_are_named_with_what_fell_from_there(cast: Cast) -> None:
    run = imported(
        rows(
            _closed("2026-02-02 16:00", number=1),
            _closed("2026-02-02 16:00", number=2),
            _closed("2026-02-02 16:00", number=3, branch="Atlantis"),
        )
    )
    cast.leeds.head = None
    cast.leeds.save()

    found = replay(run=run, now=NOW)

    assert (found.gaps, found.nowhere) == ([("Leeds", 2)], 1)


def test_a_row_the_file_shows_as_open_climbs_until_the_import(cast: Cast) -> None:
    found = replay(run=imported(rows(_closed(""), _closed("2026-02-02 16:00", number=2))), now=NOW)

    assert (found.without_end, found.ends_known, found.at_owner) == (1, True, 1)


def test_a_file_without_closing_times_knows_the_first_leader_only(cast: Cast) -> None:
    header = "Complaint ID,Date received,Description,Branch"
    found = replay(run=imported(rows("1,2026-02-02,It broke,Leeds", header=header)), now=NOW)

    assert (found.people, found.without_end, found.ends_known) == ([("Anna Leader", 0, 1)], 1, False)


def test_only_the_newest_are_replayed_and_it_is_said(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, signed_in: SignIn
) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    run = imported(rows(*(_closed("2026-02-02 16:00", number=number) for number in range(1, 5))))

    found = replay(run=run, now=NOW)

    assert (found.total, found.played) == (4, 2)


def test_complaints_of_another_source_stay_out(cast: Cast) -> None:
    run = imported(rows(_closed("2026-02-02 16:00")), source="old desk")
    imported(rows(_closed("2026-02-02 16:00"), _closed("2026-02-02 16:00", number=2)), source="bank")

    assert replay(run=run, now=NOW).total == 1


def test_a_replay_sends_and_stores_nothing(cast: Cast, signed_in: SignIn) -> None:
    run = imported(rows(_closed("2026-02-04 09:00")))
    events = Event.objects.count()

    page = signed_in(cast.cx_manager).get(reverse("file_import_replay", args=[run.pk]))

    assert page.status_code == 200
    assert (Notice.objects.count(), Clock.objects.count(), Escalation.objects.count()) == (0, 0, 0)
    assert Event.objects.count() == events


@pytest.mark.parametrize("size", [3, 30])
def test_as_many_queries_for_few_as_for_many(
    cast: Cast, size: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run = imported(rows(*(_closed("2026-02-04 09:00", number=number) for number in range(size))))
    replay(run=run, now=NOW)

    with django_assert_num_queries(7):
        replay(run=run, now=NOW)


def test_the_page_opens_the_cases_for_a_cx_manager_only(cast: Cast, signed_in: SignIn) -> None:
    run = imported(rows(_closed("2026-02-04 09:00")))
    ImportRun.objects.filter(pk=run.pk).update(by=cast.administrator)
    address, link = (
        reverse("file_import_replay", args=[run.pk]),
        reverse("case", args=[Case.objects.get().pk]),
    )

    shown = [
        link in signed_in(who).get(address).content.decode() for who in (cast.cx_manager, cast.administrator)
    ]

    assert shown == [True, False]


def test_without_an_owner_the_page_says_what_to_do(cast: Cast, signed_in: SignIn) -> None:
    run = imported(rows(_closed("2026-02-04 09:00")))
    type(cast.owner).objects.filter(pk=cast.owner.pk).update(is_owner=False)

    page = signed_in(cast.cx_manager).get(reverse("file_import_replay", args=[run.pk])).content.decode()

    assert "Nobody is at the top, so nothing can climb. Name the owner first." in page


def test_a_live_import_has_no_replay(cast: Cast, signed_in: SignIn) -> None:
    run = imported(rows(line(1)), mode="live")

    assert signed_in(cast.cx_manager).get(reverse("file_import_replay", args=[run.pk])).status_code == 404

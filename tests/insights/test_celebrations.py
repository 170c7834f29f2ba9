"""What is celebrated: once, with its evidence, and only where the complaints of that place and stage say so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command

from cxapp.insights import tasks
from cxapp.insights.management.commands import celebrate_changes
from cxapp.insights.models import Celebration, Watch
from cxapp.insights.operations.celebrations import look_at_changes
from cxapp.insights.queries.celebrations import confirmed, watched
from feedback.enums import CaseState, ConcernState, End, SignalChannel, SignalKind
from feedback.models import Cause, Concern, Improvement, Signal, Stage
from tests.cast import NOW, Cast
from tests.factories.responses import make_survey, occasion, respond
from tests.insights.changes import (
    CALM,
    FEWER,
    MONDAY,
    case_at,
    changed_after_calm_weeks,
    complaints,
    improvement,
)

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)


def outcome(change: Improvement) -> str:
    return Watch.objects.get(improvement=change).outcome


def test_what_is_confirmed_is_written_down_with_its_evidence(cast: Cast) -> None:
    change = changed_after_calm_weeks(cast)

    look_at_changes(now=NOW)

    kept = Celebration.objects.get(improvement=change)
    assert [n for _day, n in kept.evidence["points"]] == [*CALM, *FEWER]
    assert (kept.evidence["base"], kept.evidence["signal"]["rule"]) == (20, "long_side")
    assert kept.confirmed_at == NOW


def test_it_is_written_down_once_and_never_changed(cast: Cast) -> None:
    change = changed_after_calm_weeks(cast)
    look_at_changes(now=NOW)
    complaints(cast, [30], last=MONDAY + WEEK)

    again = look_at_changes(now=NOW + WEEK)

    assert again == 0
    assert Celebration.objects.get(improvement=change).evidence["points"][-1] == ["2026-02-23", 7]


def test_a_week_too_few_is_watched(cast: Cast) -> None:
    complaints(cast, [1, *CALM, *FEWER[:7]])
    change = improvement(cast, MONDAY - 7 * WEEK)

    look_at_changes(now=NOW)

    assert [(row.improvement, row.points, row.needed) for row in watched(reader=cast.owner, now=NOW)] == [
        (change, 7, 12)
    ]
    assert not confirmed(now=NOW).exists()


def test_the_week_that_is_not_over_confirms_nothing(cast: Cast) -> None:
    complaints(cast, [1, *CALM, *FEWER], last=MONDAY + WEEK)
    change = improvement(cast, MONDAY - 7 * WEEK)

    look_at_changes(now=NOW)

    assert outcome(change) == "watched"


def test_complaints_elsewhere_say_nothing_about_a_place(cast: Cast) -> None:
    complaints(cast, [1, *CALM, *FEWER], place=cast.york)
    change = improvement(cast, MONDAY - 8 * WEEK)

    look_at_changes(now=NOW)

    assert outcome(change) == "rare"


def test_a_place_holds_all_that_belong_to_it(cast: Cast) -> None:
    change = changed_after_calm_weeks(cast, place=cast.north)

    look_at_changes(now=NOW)

    assert Celebration.objects.filter(improvement=change).exists()


def test_a_change_of_a_stage_is_measured_at_that_stage(cast: Cast) -> None:
    delivery = Stage.objects.create(slug="parcel", name="Parcel")
    complaints(cast, [1, *CALM, *FEWER], stage=delivery)
    complaints(cast, [1, *CALM, *CALM[:8]])
    change = improvement(cast, MONDAY - 8 * WEEK, stage=delivery, place=None)

    look_at_changes(now=NOW)

    assert Celebration.objects.filter(improvement=change).exists()


@pytest.mark.parametrize("what", ["scores", "no case", "about somebody"])
def test_only_complaints_in_words_about_nobody_that_stand_are_counted(cast: Cast, what: str) -> None:
    case = complaints(cast, [1, *CALM, *FEWER])
    if what == "scores":
        Signal.objects.update(kind=SignalKind.SCORE)
    elif what == "no case":
        type(case).objects.update(state=CaseState.CLOSED, closed_at=NOW, end=End.NO_CASE)
    else:
        Concern.objects.bulk_create(
            Concern(signal=signal, person=cast.peer, state=ConcernState.CONFIRMED)
            for signal in Signal.objects.all()
        )
    change = improvement(cast, MONDAY - 8 * WEEK)

    look_at_changes(now=NOW)

    assert outcome(change) == "rare"


def test_a_channel_that_fell_silent_proves_nothing(cast: Cast) -> None:
    case = complaints(cast, [1, *[6] * 20, *FEWER])
    complaints(cast, [n - 6 for n in CALM], last=MONDAY - 8 * WEEK, channel=SignalChannel.PHONE, case=case)
    change = improvement(cast, MONDAY - 8 * WEEK)

    look_at_changes(now=NOW)

    assert outcome(change) == "less_heard"


def test_fewer_answers_prove_nothing(cast: Cast) -> None:
    change = changed_after_calm_weeks(cast)
    survey = make_survey()
    for week in (20, 6):
        for number in range(30):
            at = NOW - week * WEEK
            asked = occasion(survey, cast, at=at, delivered_at=at)
            if week == 20 or number < 5:
                respond(survey, cast, 9, at=at, invitation=asked.invitation)

    look_at_changes(now=NOW)

    assert outcome(change) == "less_heard"


def test_under_four_complaints_a_month_the_deed_is_celebrated(cast: Cast) -> None:
    complaints(cast, [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0])
    change = improvement(cast, MONDAY - 4 * WEEK)
    case = case_at(cast, state=CaseState.CLOSED, end=End.PUT_RIGHT, closed_at=NOW - WEEK)

    look_at_changes(now=NOW)

    assert Celebration.objects.get(improvement=change).evidence == {"kind": "deed", "case": case.pk}


@pytest.mark.parametrize("why", ["before the change", "another end", "another cause", "about somebody"])
def test_a_deed_needs_a_customer_who_said_since_that_it_is_right(cast: Cast, why: str) -> None:
    cause, other = (Cause.objects.create(slug=slug, name=slug) for slug in ("door", "floor"))
    change = improvement(cast, MONDAY - 4 * WEEK, cause=cause)
    case = case_at(
        cast,
        state=CaseState.CLOSED,
        end=End.NO_ANSWER if why == "another end" else End.PUT_RIGHT,
        closed_at=NOW - (9 * WEEK if why == "before the change" else WEEK),
        cause=other if why == "another cause" else cause,
    )
    if why == "about somebody":
        complaints(cast, [1], case=case)
        Concern.objects.create(signal=case.signals.get(), person=cast.peer, state=ConcernState.CONFIRMED)

    look_at_changes(now=NOW)

    assert not Celebration.objects.filter(improvement=change).exists()


def test_what_was_withdrawn_is_neither_watched_nor_celebrated(cast: Cast) -> None:
    change = changed_after_calm_weeks(cast)
    look_at_changes(now=NOW)

    Improvement.objects.filter(pk=change.pk).update(withdrawn_at=NOW)

    assert (list(confirmed(now=NOW)), watched(reader=cast.owner, now=NOW)) == ([], [])


def test_command_and_task_are_the_same_door(
    cast: Cast, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for door in (tasks, celebrate_changes):
        monkeypatch.setattr(door, "clock_now", lambda: NOW)
    improvement(cast, MONDAY)

    call_command("celebrate_changes")
    tasks.look_at_changes()

    assert capsys.readouterr().out == "0 changes newly confirmed\n"
    assert Watch.objects.count() == 1

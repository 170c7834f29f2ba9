"""Nobody handles what is about them, also when it is found later."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.enums import Role
from accounts.models import Absence, Event, Notice, Witness
from accounts.operations.sweep import sweep
from feedback.access.cases import visible_to
from feedback.access.standing import standing
from feedback.enums import End
from feedback.models import Case, Concern
from feedback.operations.concerns import dismiss_concern, mark_concern, suggest_concern
from feedback.operations.proposals import propose_end
from feedback.operations.signals import receive
from feedback.operations.work import NotYours
from feedback.rules.transitions import Standing
from tests.cast import NOW, Cast, person
from tests.factories.signals import clock_of, complaint, open_case
from tests.feedback.verbs import fresh, signal_of

HOUR = timedelta(hours=1)


def test_a_leader_found_concerned_loses_the_case_to_the_next_one_up_and_sees_it_no_more(cast: Cast) -> None:
    case = open_case(cast)
    due = clock_of(case).due_at

    mark_concern(signal=signal_of(case), person=cast.leader, by=cast.director, now=NOW + HOUR)

    assert (fresh(case).leader, clock_of(case).holder, clock_of(case).due_at) == (
        cast.director,
        cast.director,
        due,
    )
    assert not visible_to(cast.leader, NOW).filter(pk=case.pk).exists()
    assert standing(user=cast.leader, case=fresh(case), now=NOW) == frozenset()
    assert not Notice.objects.filter(kind="case_passed_on", recipient_id=cast.leader.pk).exists()


def test_those_below_the_person_concerned_are_passed_over_as_well(cast: Cast) -> None:
    case = open_case(cast)

    mark_concern(signal=signal_of(case), person=cast.director, by=cast.owner, now=NOW)

    assert fresh(case).leader == cast.owner
    assert standing(user=cast.leader, case=fresh(case), now=NOW) == frozenset()


def test_a_case_about_the_owner_goes_to_the_witness_who_may_act_for_it_alone(cast: Cast) -> None:
    case = open_case(cast)
    witness = person("wim", "Wim Witness", Role.BOARD)
    Witness.objects.create(user=witness, named_by=cast.owner, since=NOW)

    mark_concern(signal=signal_of(case), person=cast.owner, by=cast.leader, now=NOW)

    assert fresh(case).leader == witness
    assert standing(user=cast.owner, case=fresh(case), now=NOW) == frozenset()
    assert Standing.OWNER in standing(user=witness, case=fresh(case), now=NOW)


def test_without_a_witness_the_owner_leads_marked_as_a_conflict(cast: Cast) -> None:
    case = open_case(cast)

    mark_concern(signal=signal_of(case), person=cast.owner, by=cast.leader, now=NOW)

    held = fresh(case).responsibilities.get(ends=None)
    assert (held.leader, held.reason) == (cast.owner, "conflict")


def test_the_climb_passes_the_person_concerned_by(cast: Cast) -> None:
    case = open_case(cast, place=cast.york.pk)
    mark_concern(signal=signal_of(case), person=cast.director, by=cast.owner, now=NOW)

    sweep(now=clock_of(case).due_at + HOUR)
    sweep(now=clock_of(case).due_at + HOUR)

    assert fresh(case).leader == cast.owner
    assert clock_of(case).escalations.count() == 0


def test_a_case_found_to_be_about_somebody_becomes_a_matter_of_its_own(cast: Cast) -> None:
    case = open_case(cast)
    mark_concern(signal=signal_of(case), person=cast.front_line, by=cast.leader, now=NOW)

    draft = complaint(cast, customer=case.customer_id, contact_points=(), name="")
    other = receive(signals=[draft], by=cast.front_line, now=NOW)[0].case

    assert other.pk != case.pk


def test_a_suggestion_changes_nothing_until_somebody_confirms_it(cast: Cast) -> None:
    case = open_case(cast)

    concern = suggest_concern(signal=signal_of(case), person=cast.leader, by=cast.front_line, now=NOW)
    assert fresh(case).leader == cast.leader
    dismiss_concern(concern=concern, by=cast.director, now=NOW)

    assert Concern.objects.count() == 0
    assert list(
        Event.objects.filter(code__startswith="concern").order_by("seq").values_list("code", flat=True)
    ) == [
        "concern_suggested",
        "concern_dismissed",
    ]


def test_the_history_does_not_say_whom_it_is_about(cast: Cast) -> None:
    case = open_case(cast)

    concern = mark_concern(signal=signal_of(case), person=cast.leader, by=cast.director, now=NOW)

    event = Event.objects.get(code="concern")
    assert event.data == {"concern": concern.pk, "signal": signal_of(case).pk}


def test_a_deputy_who_is_concerned_does_not_act(cast: Cast) -> None:
    case = open_case(cast, place=cast.york.pk)
    Absence.objects.create(person=cast.peer, deputy=cast.leader, starts=NOW - HOUR, ends=NOW + 9 * HOUR)
    mark_concern(signal=signal_of(case), person=cast.leader, by=cast.peer, now=NOW)

    assert standing(user=cast.leader, case=fresh(case), now=NOW) == frozenset()


def test_a_peer_confirms_nothing(cast: Cast) -> None:
    with pytest.raises(NotYours):
        mark_concern(signal=signal_of(open_case(cast)), person=cast.leader, by=cast.peer, now=NOW)


def test_what_waits_for_the_approval_of_somebody_concerned_goes_to_the_next_one(cast: Cast) -> None:
    case = open_case(cast)
    propose_end(case=case, by=cast.leader, end=End.NO_CASE, why="A test.", now=NOW)
    assert clock_of(case, "approval").holder == cast.director

    mark_concern(signal=signal_of(case), person=cast.director, by=cast.owner, now=NOW)

    assert clock_of(case, "approval").holder == cast.owner
    assert Case.objects.get(pk=case.pk).leader == cast.owner

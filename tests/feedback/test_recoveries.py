"""Giving within one's authority, asking above it, deciding with enough authority of one's own."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from accounts.models import Absence, User
from accounts.operations.sweep import sweep
from feedback.enums import RecoveryKind
from feedback.models import Authority, Case, Recovery
from feedback.operations.recoveries import RecoveryRefused, decide_recovery, give_recovery
from feedback.operations.work import NotYours
from tests.cast import NOW, Cast
from tests.factories.signals import clock_of, open_case

HOUR = timedelta(hours=1)


def give(case: Case, by: User, cost: int, now: datetime = NOW) -> Recovery:
    return give_recovery(
        case=case, by=by, kind=RecoveryKind.REFUND, what="The delivery", cost=Decimal(cost), now=now
    )


@pytest.mark.parametrize(
    ("name", "cost", "state"),
    [
        ("front_line", 0, "given"),
        ("front_line", 50, "given"),
        ("front_line", 51, "asked"),
        ("leader", 500, "given"),
        ("leader", 501, "asked"),
    ],
)
def test_up_to_ones_limit_it_is_given_and_above_it_asked_for(
    cast: Cast, name: str, cost: int, state: str
) -> None:
    assert give(open_case(cast), getattr(cast, name), cost).state == state


def test_the_limit_of_a_case_counts_what_the_case_has_been_given(cast: Cast) -> None:
    case = open_case(cast)
    give(case, cast.front_line, 30)

    assert give(case, cast.front_line, 21).state == "asked"


def test_the_limit_of_a_month_counts_all_cases_and_ends_with_the_month(cast: Cast) -> None:
    Authority.objects.filter(role="front_line").update(per_month=100)
    for _ in range(2):
        give(open_case(cast), cast.front_line, 50)

    assert give(open_case(cast), cast.front_line, 1).state == "asked"
    assert give(open_case(cast), cast.front_line, 1, NOW + timedelta(days=31)).state == "given"


def test_the_nearest_person_who_may_give_this_much_is_asked(cast: Cast) -> None:
    small, large = open_case(cast), open_case(cast)
    give(small, cast.front_line, 400)
    give(large, cast.front_line, 4000)

    assert (clock_of(small, "approval").holder, clock_of(large, "approval").holder) == (
        cast.leader,
        cast.owner,
    )


def test_one_tap_decides_and_meets_the_clock(cast: Cast) -> None:
    case = open_case(cast)
    asked = give(case, cast.front_line, 400)

    decide_recovery(recovery=asked, by=cast.leader, yes=True, now=NOW + HOUR)

    asked.refresh_from_db()
    assert (asked.state, asked.decided_by, clock_of(case, "approval").met_at) == (
        "given",
        cast.leader,
        NOW + HOUR,
    )


def test_a_refusal_costs_nothing(cast: Cast) -> None:
    case = open_case(cast)
    asked = give(case, cast.front_line, 400)

    decide_recovery(recovery=asked, by=cast.leader, yes=False, now=NOW)

    asked.refresh_from_db()
    assert (asked.state, give(case, cast.front_line, 50).state) == ("refused", "given")


@pytest.mark.parametrize("name", ["front_line", "peer", "cx_manager", "leader"])
def test_nobody_decides_without_standing_above_or_authority(cast: Cast, name: str) -> None:
    asked = give(open_case(cast), cast.front_line, 4000)

    with pytest.raises(NotYours):
        decide_recovery(recovery=asked, by=getattr(cast, name), yes=True, now=NOW)


def test_a_deputy_decides_for_somebody_away(cast: Cast) -> None:
    Absence.objects.create(person=cast.leader, deputy=cast.peer, starts=NOW - HOUR, ends=NOW + 9 * HOUR)
    asked = give(open_case(cast), cast.front_line, 400)

    assert decide_recovery(recovery=asked, by=cast.peer, yes=True, now=NOW).decided_by == cast.peer


def test_a_decision_is_made_once(cast: Cast) -> None:
    asked = give(open_case(cast), cast.front_line, 400)
    decide_recovery(recovery=asked, by=cast.leader, yes=True, now=NOW)

    with pytest.raises(RecoveryRefused):
        decide_recovery(recovery=asked, by=cast.director, yes=False, now=NOW)


def test_an_unanswered_question_climbs(cast: Cast) -> None:
    case = open_case(cast)
    give(case, cast.front_line, 400)
    late = clock_of(case, "approval").due_at + HOUR

    sweep(now=late)
    sweep(now=late)

    assert [rung.to for rung in clock_of(case, "approval").escalations.all()] == [cast.director]


@pytest.mark.parametrize("cost", ["-1", "NaN", "100000000"])
def test_a_cost_that_is_no_amount_is_refused(cast: Cast, cost: str) -> None:
    with pytest.raises(RecoveryRefused):
        give_recovery(
            case=open_case(cast), by=cast.leader, kind=RecoveryKind.FIX, what="", cost=Decimal(cost), now=NOW
        )

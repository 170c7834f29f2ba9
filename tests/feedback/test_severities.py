"""How severe: raised by anyone with a reason, lowered from above, never once a promise has passed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.operations.sweep import sweep
from feedback.operations.severities import SeverityRefused, lower_severity, raise_severity
from feedback.operations.work import NotYours, WordsMissing
from tests.cast import NOW, Cast
from tests.factories.signals import clock_of, open_case
from tests.feedback.verbs import fresh

HOUR = timedelta(hours=1)


def test_raising_brings_the_promise_forward_to_a_new_step_from_now(cast: Cast) -> None:
    case = open_case(cast)

    raise_severity(case=case, by=cast.front_line, severity="high", why="She is ill.", now=NOW + HOUR)

    assert (fresh(case).severity, clock_of(case).due_at, fresh(case).due_at) == (
        "high",
        NOW + 5 * HOUR,
        NOW + 5 * HOUR,
    )


def test_rungs_told_after_raising_get_the_shorter_step(cast: Cast) -> None:
    case = open_case(cast)
    raise_severity(case=case, by=cast.leader, severity="high", why="She is ill.", now=NOW)
    late = clock_of(case).due_at

    sweep(now=late)
    sweep(now=late)

    rung = clock_of(case).escalations.get()
    assert (rung.told_at, rung.due_at) == (late, late + 3 * HOUR + timedelta(hours=16) + HOUR)


def test_raising_never_makes_a_promise_later(cast: Cast) -> None:
    case = open_case(cast)
    due = clock_of(case).due_at

    raise_severity(case=case, by=cast.leader, severity="high", why="She is ill.", now=due - HOUR)

    assert clock_of(case).due_at == due


def test_a_promise_that_has_passed_stays_passed(cast: Cast) -> None:
    case = open_case(cast)
    due = clock_of(case).due_at

    raise_severity(case=case, by=cast.leader, severity="critical", why="She is ill.", now=due + HOUR)

    assert clock_of(case).due_at == due


def test_raising_needs_a_reason_and_a_higher_one(cast: Cast) -> None:
    case = open_case(cast)

    with pytest.raises(WordsMissing):
        raise_severity(case=case, by=cast.leader, severity="high", why="", now=NOW)
    with pytest.raises(SeverityRefused):
        raise_severity(case=case, by=cast.leader, severity="normal", why="Yes.", now=NOW)


@pytest.mark.parametrize(
    ("name", "allowed"), [("leader", False), ("cx_manager", False), ("director", True), ("owner", True)]
)
def test_only_somebody_above_the_leader_lowers(cast: Cast, name: str, allowed: bool) -> None:
    case, by = open_case(cast), getattr(cast, name)
    if allowed:
        lower_severity(case=case, by=by, severity="low", why="A trifle.", now=NOW)
    else:
        with pytest.raises(NotYours):
            lower_severity(case=case, by=by, severity="low", why="A trifle.", now=NOW)

    assert fresh(case).severity == ("low" if allowed else "normal")


def test_nothing_is_lowered_once_a_promise_has_passed(cast: Cast) -> None:
    case = open_case(cast)

    with pytest.raises(SeverityRefused):
        lower_severity(
            case=case, by=cast.owner, severity="low", why="A trifle.", now=clock_of(case).due_at + HOUR
        )

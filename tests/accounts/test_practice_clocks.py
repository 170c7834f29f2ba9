"""The clocks of a practice climb only while it is on, and get their full step when it is switched on."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.models import Clock
from accounts.operations import clocks as engine
from accounts.operations.clocks import NewClock
from accounts.operations.practices import switch
from accounts.operations.sweep import sweep
from accounts.operations.units import go_live
from accounts.rules import kinds, practices
from accounts.rules.kinds import TO_OWNER, ClockKind
from accounts.rules.practices import BY_NAME, PracticeInfo
from cxapp.lib.working_time import Step
from cxapp.lib.working_time import Unit as TimeUnit
from feedback.models import Case
from tests.accounts.climbing import misses, rungs
from tests.cast import NOW, Cast
from tests.factories.signals import clock_of, open_case

HOUR = timedelta(hours=1)
STEP = Step(Decimal(2), TimeUnit.HOURS)
WEEK_LATER = NOW + timedelta(days=7)


@pytest.fixture(autouse=True)
def tried_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A practice with a kind of clock of its own."""
    monkeypatch.setitem(
        BY_NAME, "trial", PracticeInfo("trial", "Trial", "We try.", practices.LOOP, ready=True)
    )
    monkeypatch.setitem(kinds.clocks, "trying", ClockKind("trying", "case", TO_OWNER, practice="trial"))


def trying(cast: Cast, case: Case) -> Clock:
    """A clock of two hours, round the clock."""
    new = NewClock("case", case.pk, "trying", cast.leader.pk, STEP, None, case.place_id, NOW)
    return engine.start(clocks=[new], now=NOW)[0]


def switched(cast: Cast, *, on: bool, hours: float = 0) -> None:
    switch(name="trial", on=on, by=cast.owner, now=NOW + hours * HOUR)


def climbed(case: Case, kind: str = "trying") -> list[tuple[int, str]]:
    return [(level, to) for found, level, to in rungs(case) if found == kind]


def test_while_the_practice_is_off_its_clock_has_a_time_and_does_not_climb(cast: Cast) -> None:
    case = open_case(cast)

    clock = trying(cast, case)
    sweep(now=NOW + 5 * HOUR)

    assert (clock.due_at, clock.armed_at) == (NOW + 2 * HOUR, None)
    assert climbed(case) == []


def test_switched_on_each_waiting_clock_gets_its_full_step_from_now(cast: Cast) -> None:
    case = open_case(cast)
    trying(cast, case)

    switched(cast, on=True, hours=5)

    clock = clock_of(case, "trying")
    assert (clock.armed_at, clock.due_at, clock.next_at) == (NOW + 5 * HOUR, NOW + 7 * HOUR, NOW + 7 * HOUR)
    sweep(now=NOW + 6 * HOUR)
    assert climbed(case) == []
    sweep(now=NOW + 7 * HOUR)
    assert climbed(case) == [(1, "dora")]


def test_while_it_is_on_new_clocks_climb_from_the_start(cast: Cast) -> None:
    switched(cast, on=True)

    assert trying(cast, open_case(cast)).armed_at == NOW


def test_switched_off_it_misses_what_was_due_before_and_nothing_afterwards(cast: Cast) -> None:
    switched(cast, on=True)
    late, early = open_case(cast), open_case(cast)
    trying(cast, late)
    Clock.objects.filter(pk=trying(cast, early).pk).update(due_at=NOW + 9 * HOUR, next_at=NOW + 9 * HOUR)

    switched(cast, on=False, hours=3)
    sweep(now=WEEK_LATER)

    assert [found for found in misses(late) if found[0] == "trying"] == [("trying", 0, "anna")]
    assert [found for found in misses(early) if found[0] == "trying"] == []
    assert climbed(late) == climbed(early) == []


def test_clocks_of_other_practices_are_left_alone(cast: Cast) -> None:
    case = open_case(cast)
    before = clock_of(case)

    switched(cast, on=True)
    switched(cast, on=False)

    after = clock_of(case)
    assert (after.armed_at, after.due_at) == (before.armed_at, before.due_at)


def test_a_place_in_rehearsal_stays_in_rehearsal_when_a_practice_is_switched_on(cast: Cast) -> None:
    cast.leeds.live_at = None
    cast.leeds.save()
    case = open_case(cast)
    trying(cast, case)

    switched(cast, on=True, hours=1)

    assert clock_of(case, "trying").armed_at is None


@pytest.mark.parametrize("on", [True, False])
def test_a_place_that_goes_live_arms_what_is_switched_on(cast: Cast, on: bool) -> None:
    cast.leeds.live_at = None
    cast.leeds.save()
    case = open_case(cast)
    trying(cast, case)
    Clock.objects.filter(subject_id=case.pk).update(armed_at=None)
    switched(cast, on=on)

    go_live(unit=cast.leeds, by=cast.owner, now=NOW + HOUR)

    armed = dict(Clock.objects.filter(subject_id=case.pk).values_list("kind", "armed_at"))
    assert armed == {
        "contact": NOW + HOUR,
        "resolution": NOW + HOUR,
        "trying": NOW + HOUR if on else None,
    }

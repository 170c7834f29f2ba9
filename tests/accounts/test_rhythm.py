"""The same people are told at the same levels and the same misses are written, however often the sweep runs."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest
from django.db import transaction

from accounts.models import Absence, Escalation, Miss
from accounts.operations.sweep import sweep
from tests.cast import NOW, Cast
from tests.factories.signals import open_case

pytestmark = pytest.mark.django_db

DAYS = 70

Story = tuple[list[tuple[str, int, int, str]], list[tuple[str, int, int, str]]]


class _Undo(Exception):
    pass


def play(cast: Cast, gaps: list[timedelta]) -> Story:
    """Twelve cases through a month of sweeps at these gaps, then everything is undone."""
    story: Story = ([], [])
    try:
        with transaction.atomic():
            cases = [open_case(cast, at=NOW + timedelta(hours=3 * n), name=f"C{n}") for n in range(12)]
            first = min(case.pk for case in cases)
            now = NOW
            for gap in gaps:
                now += gap
                sweep(now=now)
            story = (_rows(Escalation.objects.all(), "to", first), _rows(Miss.objects.all(), "person", first))
            raise _Undo
    except _Undo:
        return story


def _rows(rows: object, who: str, first: int) -> list[tuple[str, int, int, str]]:
    found = rows.values_list("clock__kind", "clock__subject_id", "level", f"{who}__sign_in_name")  # type: ignore[attr-defined]
    return sorted((kind, subject - first, level, name) for kind, subject, level, name in found)


def every(gap: timedelta) -> list[timedelta]:
    return [gap] * int(timedelta(days=DAYS) / gap)


def random_gaps(seed: int) -> list[timedelta]:
    """From a second to three days; the last one lets every clock reach its last rung."""
    chance = Random(seed)
    gaps: list[timedelta] = []
    while sum(gaps, timedelta()) < timedelta(days=DAYS * 2):
        gaps.append(timedelta(seconds=chance.choice([1, 40, 3_600, 40_000, 260_000])))
    return gaps


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_gaps_tell_the_same_people_as_a_steady_sweep(cast: Cast, seed: int) -> None:
    steady = play(cast, every(timedelta(hours=2)))

    assert play(cast, random_gaps(seed)) == steady


def test_every_case_reaches_the_owner_and_stops_there(cast: Cast) -> None:
    rungs, _ = play(cast, every(timedelta(hours=2)))

    assert [row for row in rungs if row[0] == "contact"] == sorted(
        row for n in range(12) for row in [("contact", n, 1, "dora"), ("contact", n, 2, "olga")]
    )


def test_a_deputy_in_place_all_along_is_told_at_any_rhythm(cast: Cast) -> None:
    Absence.objects.create(
        person=cast.director, deputy=cast.peer, starts=NOW - timedelta(days=1), ends=NOW + timedelta(days=400)
    )
    steady = play(cast, every(timedelta(hours=3)))

    assert play(cast, random_gaps(9)) == steady


def test_misses_carry_the_moment_the_time_ran_out_not_the_sweeps(cast: Cast) -> None:
    case = open_case(cast)
    due: datetime = case.due_at  # type: ignore[assignment]

    sweep(now=due + timedelta(days=2))

    assert Miss.objects.get(clock__subject_id=case.pk, level=0).at == due

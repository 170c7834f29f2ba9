"""Absences, units and witnesses: what is done and what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Absence, Event, Unit, Witness
from accounts.operations.absences import AbsenceRefused, end_absence, record_absence
from accounts.operations.places import UnitRefused, add_unit, change_unit, set_head
from accounts.operations.witnesses import OnlyTheOwner, WitnessRefused, name_witness, release_witness
from tests.cast import NOW, Cast

DAY = timedelta(days=1)


def away(cast: Cast, **fields: Any) -> Absence:
    values = {
        "person": cast.leader,
        "deputy": cast.peer,
        "starts": NOW,
        "ends": NOW + DAY,
        "by": cast.leader,
        "now": NOW,
    }
    return record_absence(**{**values, **fields})


def test_an_absence_is_written_into_the_history_of_who_is_away(cast: Cast) -> None:
    away(cast)

    assert Event.objects.filter(subject_kind="person", subject_id=cast.leader.pk).get().code == "away"


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"ends": NOW}, "ends"),
        ({"starts": NOW - 2 * DAY, "ends": NOW - DAY}, "ends"),
    ],
)
def test_an_absence_without_a_time_ahead_is_refused(cast: Cast, fields: dict[str, Any], where: str) -> None:
    with pytest.raises(AbsenceRefused) as refused:
        away(cast, **fields)

    assert refused.value.field == where


def test_nobody_stands_in_for_themselves(cast: Cast) -> None:
    with pytest.raises(AbsenceRefused):
        away(cast, deputy=cast.leader)


def test_a_second_absence_at_the_same_time_is_refused(cast: Cast) -> None:
    away(cast)

    with pytest.raises(AbsenceRefused) as refused:
        away(cast, starts=NOW + DAY / 2, ends=NOW + 2 * DAY)

    assert refused.value.field == "starts"


def test_absences_may_follow_each_other(cast: Cast) -> None:
    away(cast)

    assert away(cast, starts=NOW + DAY, ends=NOW + 2 * DAY).pk


def test_deputies_may_stand_in_for_each_other(cast: Cast) -> None:
    away(cast)

    assert away(cast, person=cast.peer, deputy=cast.leader).pk


def test_being_back_ends_an_absence_now(cast: Cast) -> None:
    absence = away(cast)

    end_absence(absence=absence, by=cast.leader, now=NOW + DAY / 2)

    absence.refresh_from_db()
    assert absence.ends == NOW + DAY / 2


def test_an_absence_that_lies_ahead_is_taken_back(cast: Cast) -> None:
    absence = away(cast, starts=NOW + DAY, ends=NOW + 2 * DAY)

    end_absence(absence=absence, by=cast.leader, now=NOW)

    assert not Absence.objects.exists()


def test_an_absence_that_is_over_stays_as_it_was(cast: Cast) -> None:
    absence = away(cast)

    end_absence(absence=absence, by=cast.leader, now=NOW + 3 * DAY)

    absence.refresh_from_db()
    assert absence.ends == NOW + DAY


def test_two_units_of_one_name_have_links_of_their_own(cast: Cast) -> None:
    second = add_unit(kind="place", name="Leeds", by=cast.administrator, now=NOW)

    assert second.slug == "leeds-2"


def test_a_new_unit_rehearses(cast: Cast) -> None:
    unit = add_unit(
        kind="place", name="Hull", head=cast.peer, parent=cast.north, by=cast.administrator, now=NOW
    )

    assert (unit.live_at, unit.head, unit.parent) == (None, cast.peer, cast.north)


def test_a_unit_is_not_part_of_what_is_part_of_it(cast: Cast) -> None:
    with pytest.raises(UnitRefused) as refused:
        change_unit(unit=cast.north, parent=cast.leeds, by=cast.administrator, now=NOW)

    assert str(refused.value) == "Leeds is itself part of North. Choose another unit above."


def test_somebody_who_left_heads_nothing(cast: Cast) -> None:
    cast.peer.is_active = False

    with pytest.raises(UnitRefused):
        set_head(unit=cast.leeds, head=cast.peer, by=cast.administrator, now=NOW)


def test_a_new_head_is_written_into_the_history_of_the_unit(cast: Cast) -> None:
    set_head(unit=cast.leeds, head=cast.peer, by=cast.administrator, now=NOW)

    event = Event.objects.get(subject_kind="unit", subject_id=cast.leeds.pk)
    assert (event.code, event.data) == ("head_set", {"from": cast.leader.pk, "to": cast.peer.pk})


def test_the_owner_names_a_witness(cast: Cast) -> None:
    witness = name_witness(user=cast.board, by=cast.owner, now=NOW)

    assert (witness.user, witness.named_by, witness.until) == (cast.board, cast.owner, None)


def test_only_the_owner_names_witnesses(cast: Cast) -> None:
    with pytest.raises(OnlyTheOwner):
        name_witness(user=cast.board, by=cast.administrator, now=NOW)


@pytest.mark.parametrize("who", ["owner", "peer"])
def test_the_owner_and_those_who_left_are_no_witnesses(cast: Cast, who: str) -> None:
    cast.peer.is_active = False

    with pytest.raises(WitnessRefused):
        name_witness(user=getattr(cast, who), by=cast.owner, now=NOW)


def test_there_are_at_most_two_witnesses(cast: Cast) -> None:
    for user in (cast.board, cast.outsider):
        name_witness(user=user, by=cast.owner, now=NOW)

    with pytest.raises(WitnessRefused):
        name_witness(user=cast.cx_manager, by=cast.owner, now=NOW)


def test_a_released_witness_may_be_named_again(cast: Cast) -> None:
    release_witness(witness=name_witness(user=cast.board, by=cast.owner, now=NOW), by=cast.owner, now=NOW)

    name_witness(user=cast.board, by=cast.owner, now=NOW + DAY)

    assert Witness.objects.filter(until=None).count() == 1


def test_a_unit_keeps_its_link_when_its_name_changes(cast: Cast) -> None:
    change_unit(unit=cast.leeds, name="Leeds Centre", by=cast.administrator, now=NOW)

    assert Unit.objects.get(pk=cast.leeds.pk).slug == "leeds"

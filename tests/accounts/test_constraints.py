"""What the database itself refuses in the tables of people, units, calendars and policies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.models import (
    Absence,
    Calendar,
    ClosedDay,
    Interval,
    OnCall,
    Organisation,
    PolicyStep,
    PolicyVersion,
    Profile,
    RoleGrant,
    Unit,
    User,
    Witness,
)
from tests.cast import NOW, Cast

LATER = NOW + timedelta(days=1)


def refused(act: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


def test_there_is_one_active_owner(cast: Cast) -> None:
    assert refused(lambda: User.objects.filter(pk=cast.outsider.pk).update(is_owner=True, reports_to=None))


def test_an_owner_who_left_leaves_room_for_the_next(cast: Cast) -> None:
    User.objects.filter(pk=cast.owner.pk).update(is_active=False)

    assert not refused(
        lambda: User.objects.filter(pk=cast.outsider.pk).update(is_owner=True, reports_to=None)
    )


def test_the_owner_reports_to_nobody(cast: Cast) -> None:
    assert refused(lambda: User.objects.filter(pk=cast.owner.pk).update(reports_to=cast.director))


def test_nobody_reports_to_themselves(cast: Cast) -> None:
    assert refused(lambda: User.objects.filter(pk=cast.leader.pk).update(reports_to=cast.leader))


def test_a_sign_in_name_belongs_to_one_person(cast: Cast) -> None:
    assert refused(lambda: User.objects.create(sign_in_name="anna", name="Another Anna"))


def test_an_address_belongs_to_one_person(cast: Cast) -> None:
    assert refused(lambda: User.objects.filter(pk=cast.peer.pk).update(email=cast.leader.email))


def test_two_people_may_have_no_address(cast: Cast) -> None:
    assert User.objects.filter(pk__in=[cast.peer.pk, cast.leader.pk]).update(email=None) == 2


def test_a_role_is_given_once(cast: Cast) -> None:
    assert refused(lambda: RoleGrant.objects.create(user=cast.leader, role="leader"))


def test_somebody_is_a_witness_once_at_a_time(cast: Cast) -> None:
    Witness.objects.create(user=cast.board, named_by=cast.owner, since=NOW)

    assert refused(lambda: Witness.objects.create(user=cast.board, named_by=cast.owner, since=LATER))


def test_an_absence_ends_after_it_begins(cast: Cast) -> None:
    assert refused(lambda: Absence.objects.create(person=cast.leader, starts=NOW, ends=NOW))


def test_nobody_deputises_for_themselves(cast: Cast) -> None:
    absence = {"person": cast.leader, "deputy": cast.leader, "starts": NOW, "ends": LATER}

    assert refused(lambda: Absence.objects.create(**absence))


def test_being_on_call_takes_time(cast: Cast) -> None:
    assert refused(lambda: OnCall.objects.create(person=cast.leader, starts=LATER, ends=NOW))


def test_a_unit_is_not_part_of_itself(cast: Cast) -> None:
    assert refused(lambda: Unit.objects.filter(pk=cast.leeds.pk).update(parent=cast.leeds))


def test_the_short_name_of_a_unit_is_its_own(cast: Cast) -> None:
    assert refused(lambda: Unit.objects.create(kind="place", name="Other Leeds", slug="leeds"))


def test_there_is_one_organisation(db: None) -> None:
    assert refused(lambda: Organisation.objects.create(pk=2, name="Second"))


@pytest.mark.parametrize(
    ("weekday", "opens", "closes"), [(0, 600, 600), (0, 700, 600), (0, 600, 1441), (7, 600, 700)]
)
def test_an_interval_lies_within_one_day_of_the_week(db: None, weekday: int, opens: int, closes: int) -> None:
    calendar = Calendar.objects.create(name="Odd hours", zone="UTC")

    assert refused(
        lambda: Interval.objects.create(calendar=calendar, weekday=weekday, opens=opens, closes=closes)
    )


def test_an_interval_may_last_until_midnight(db: None) -> None:
    calendar = Calendar.objects.create(name="Late hours", zone="UTC")

    assert Interval.objects.create(calendar=calendar, weekday=6, opens=0, closes=1440).pk


def test_a_day_is_closed_once_a_calendar(db: None) -> None:
    calendar = Calendar.objects.create(name="Feast days", zone="UTC")
    ClosedDay.objects.create(calendar=calendar, day=date(2026, 12, 24))

    assert refused(lambda: ClosedDay.objects.create(calendar=calendar, day=date(2026, 12, 24)))


def version() -> PolicyVersion:
    return PolicyVersion.objects.create(profile=Profile.objects.get(slug="default"), number=99, made_at=NOW)


def test_a_version_has_its_number_once(db: None) -> None:
    version()

    assert refused(version)


def test_a_version_has_one_step_a_kind_and_severity(db: None) -> None:
    step = {"version": version(), "kind": "contact", "severity": "low", "amount": Decimal(1), "unit": "hours"}
    PolicyStep.objects.create(**step)

    assert refused(lambda: PolicyStep.objects.create(**step))


def test_a_step_takes_time(db: None) -> None:
    step = {"version": version(), "kind": "contact", "severity": "low", "amount": Decimal(0), "unit": "hours"}

    assert refused(lambda: PolicyStep.objects.create(**step))

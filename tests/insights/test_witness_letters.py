"""What witnesses are told, and when: once a week, once a day while a case waits for the owner for over three days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command

from accounts.models import Notice, Witness
from accounts.rules.kinds import notices
from cxapp.insights.notices.witnesses import WITNESS_WAITING
from cxapp.insights.operations.witness_letters import tell_witnesses
from tests.cast import LONG_AGO, NOW, Cast
from tests.factories.signals import open_case

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def witness(cast: Cast) -> Witness:
    return Witness.objects.create(user=cast.outsider, named_by=cast.owner, since=LONG_AGO)


def of_the_owner(cast: Cast, **fields: object) -> None:
    open_case(cast, place=cast.office.pk, department=cast.office.pk, **fields)  # type: ignore[arg-type]


def test_a_witness_is_told_once_a_week_also_that_nobody_waits(witness: Witness) -> None:
    assert [tell_witnesses(now=NOW + DAY * days) for days in range(8)] == [1, 0, 0, 0, 0, 0, 1, 0]


def test_while_a_case_waits_over_three_days_there_is_a_letter_each_day(cast: Cast, witness: Witness) -> None:
    of_the_owner(cast)

    assert [tell_witnesses(now=NOW + DAY * days) for days in range(8)] == [1, 0, 0, 0, 0, 1, 1, 1]


def test_running_it_again_tells_nobody_twice(cast: Cast, witness: Witness) -> None:
    of_the_owner(cast)
    tell_witnesses(now=NOW + DAY * 5)

    assert tell_witnesses(now=NOW + DAY * 5) == 0


def test_without_a_witness_nobody_is_told(cast: Cast) -> None:
    assert tell_witnesses(now=NOW) == 0


def test_the_letter_names_no_customer_and_leads_to_the_page(cast: Cast, witness: Witness) -> None:
    of_the_owner(cast, name="Maria Moss")

    letter = notices[WITNESS_WAITING].render(cast.outsider, {}, NOW + DAY * 4)

    assert letter is not None
    assert ("MM" in letter.body, "Maria" in letter.body, "/board/" in letter.body) == (True, False, True)
    assert letter.subject == "The owner keeps 1 customer waiting"


def test_who_is_released_meanwhile_reads_nothing(cast: Cast, witness: Witness) -> None:
    Witness.objects.update(until=NOW)

    assert notices[WITNESS_WAITING].render(cast.outsider, {}, NOW) is None


def test_the_command_is_the_same_door(witness: Witness) -> None:
    call_command("tell_witnesses")

    assert Notice.objects.filter(kind=WITNESS_WAITING).count() == 1

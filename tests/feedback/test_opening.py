"""Opening a case: who is told at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Absence, Notice
from accounts.queries.house import house
from feedback.models import Account, Customer, Responsibility
from feedback.operations.customers import find_customers
from feedback.operations.signals import receive
from tests.cast import NOW, Cast
from tests.factories.signals import complaint, open_case

pytestmark = pytest.mark.django_db

QUESTIONS = 3
"""The house, and who has these numbers, with their accounts."""


def told(kind: str = "case_opened") -> list[int]:
    found = Notice.objects.filter(kind=kind, recipient_kind="person")
    return list(found.values_list("recipient_id", flat=True))


def test_the_leader_is_told_at_once(cast: Cast) -> None:
    open_case(cast)

    assert told() == [cast.leader.pk]


def test_the_deputy_is_told_while_the_leader_is_away_and_the_leader_stays_responsible(cast: Cast) -> None:
    Absence.objects.create(person=cast.leader, deputy=cast.peer, starts=NOW, ends=NOW + timedelta(days=3))

    case = open_case(cast)

    held = Responsibility.objects.get(case=case)
    assert (told(), held.leader, held.deputy) == ([cast.peer.pk], cast.leader, cast.peer)


def test_a_leader_who_logs_their_own_complaint_is_not_told_of_it(cast: Cast) -> None:
    open_case(cast, by=cast.leader)

    assert told() == []


def test_four_cases_at_once_are_one_notice(cast: Cast) -> None:
    receive(signals=[complaint(cast) for _ in range(4)], by=cast.front_line, now=NOW)

    assert (told(), told("cases_opened")) == ([], [cast.leader.pk])


@pytest.mark.parametrize("customers", [1, 3])
def test_finding_known_customers_of_accounts_costs_three_questions(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, customers: int
) -> None:
    known = [complaint(cast) for _ in range(customers)]
    receive(signals=known, by=cast.front_line, now=NOW)
    Customer.objects.update(account=Account.objects.create(name="The Moss household"))
    house()

    with django_assert_num_queries(QUESTIONS):
        found = find_customers(drafts=known, now=NOW)
        names = {entry.customer.account.name for entry in found if entry.customer and entry.customer.account}

    assert names == {"The Moss household"}

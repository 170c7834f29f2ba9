"""Revenue at risk and kept: which customers count, once each, and only those the reader may see."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from cxapp.insights.queries.money import Money, money
from cxapp.insights.rules.money import Group, Verdict, Worth
from cxapp.lib.periods import month_of
from feedback.enums import End, RecoveryKind, Word
from feedback.models import Case, Customer
from feedback.operations.customer_merges import merge_customers
from feedback.operations.customer_words import customer_says
from feedback.operations.recoveries import give_recovery
from tests.cast import NOW, Cast
from tests.factories.signals import open_case
from tests.feedback.verbs import fresh, put_right, signal_of, spoke
from tests.insights.money_world import LONG_BEFORE, past, recovered, unhappy

pytestmark = pytest.mark.django_db

MARCH = month_of(NOW.date(), "UTC")
LATER = NOW + timedelta(days=2)


def found(cast: Cast, reader: User | None = None) -> Money:
    return money(reader=reader or cast.owner, period=MARCH, now=LATER)


def worth(customers: int, valued: int, value: int) -> Worth:
    return Worth(customers, valued, Decimal(value))


def test_at_risk_is_the_value_of_customers_with_an_open_case(cast: Cast) -> None:
    unhappy(cast, value=100)
    unhappy(cast, value=250)

    assert found(cast).at_risk == worth(2, 2, 350)


def test_a_customer_without_a_value_is_unknown_not_nothing(cast: Cast) -> None:
    unhappy(cast, value=100)
    unhappy(cast, value=None)

    assert (found(cast).at_risk, found(cast).at_risk.unknown) == (worth(2, 1, 100), 1)


def test_a_customer_with_two_open_cases_counts_once(cast: Cast) -> None:
    case = unhappy(cast, value=100)
    other = open_case(cast)
    Case.objects.filter(pk=other.pk).update(customer=case.customer_id, matter=7)

    assert found(cast).at_risk == worth(1, 1, 100)


def test_two_customers_made_one_count_once(cast: Cast) -> None:
    kept, gone = unhappy(cast, value=100).customer, unhappy(cast, value=250).customer
    assert kept is not None
    assert gone is not None
    merge_customers(kept=kept, gone=gone, by=cast.cx_manager, now=NOW)

    assert found(cast).at_risk == worth(1, 1, 100)


def test_a_customer_who_left_is_no_longer_at_risk(cast: Cast) -> None:
    unhappy(cast, left_on=NOW.date())
    unhappy(cast, left_on=LATER.date() + timedelta(days=1))

    assert (found(cast).at_risk.customers, found(cast).gone) == (1, 1)


def test_open_cases_of_nobody_we_know_are_counted_apart(cast: Cast) -> None:
    open_case(cast, name="", contact_points=())

    assert (found(cast).at_risk.customers, found(cast).nameless) == (0, 1)


def test_kept_is_what_the_customer_confirmed(cast: Cast) -> None:
    recovered(unhappy(cast, value=400))

    assert (found(cast).confirmed, found(cast).at_risk.customers) == (worth(1, 1, 400), 0)


def test_what_only_we_call_right_stands_beside_it(cast: Cast) -> None:
    case = unhappy(cast, value=400)
    spoke(case)
    put_right(fresh(case))
    Case.objects.filter(pk=case.pk).update(state="closed", end=End.NO_ANSWER, closed_at=LATER)

    assert (found(cast).confirmed.customers, found(cast).logged) == (0, worth(1, 1, 400))


def test_a_customer_put_right_who_complains_again_is_at_risk_not_kept(cast: Cast) -> None:
    case = recovered(unhappy(cast, value=400))
    other = open_case(cast)
    Case.objects.filter(pk=other.pk).update(customer=case.customer_id)

    assert (found(cast).at_risk, found(cast).confirmed.customers) == (worth(1, 1, 400), 0)


def test_a_customer_put_right_who_left_is_not_kept(cast: Cast) -> None:
    recovered(unhappy(cast, left_on=LATER.date() + timedelta(days=30)))

    assert (found(cast).confirmed.customers, found(cast).left_after) == (0, 1)


def test_what_ended_before_the_period_is_not_of_it(cast: Cast) -> None:
    recovered(unhappy(cast, at=LONG_BEFORE), at=LONG_BEFORE)

    assert found(cast).confirmed.customers == 0


def test_cost_is_what_was_given_in_the_period(cast: Cast) -> None:
    case = unhappy(cast)
    for day, cost in ((NOW, 12), (LATER, 8)):
        give_recovery(
            case=fresh(case), by=cast.owner, kind=RecoveryKind.REFUND, what="", cost=Decimal(cost), now=day
        )

    assert (found(cast).recoveries, found(cast).cost) == (2, Decimal(20))


def test_a_reader_counts_only_cases_they_may_see(cast: Cast) -> None:
    unhappy(cast, value=100)
    unhappy(cast, value=250, place=cast.york.pk)

    assert found(cast, cast.leader).at_risk == worth(1, 1, 100)
    assert found(cast, cast.outsider).at_risk == worth(0, 0, 0)


def test_two_groups_by_whether_anybody_reached_them(cast: Cast) -> None:
    for reached, stayed in ((True, True), (True, False), (True, None), (False, True), (False, None)):
        past(cast, reached=reached, stayed=stayed)

    effect = found(cast).effect
    assert (effect.reached, effect.others) == (Group(1, 1, 1), Group(1, 0, 1))
    assert (effect.worth, effect.verdict) == (worth(2, 2, 200), Verdict.COUNTS_ONLY)


def test_a_contact_the_customer_denies_reached_nobody(cast: Cast) -> None:
    case = past(cast, reached=True, stayed=True)
    customer_says(signal=signal_of(case), reached=Word.NO, now=LONG_BEFORE)

    assert found(cast).effect.others == Group(1, 0, 0)


def test_who_is_known_to_be_there_only_before_ninety_days_are_over_is_unknown(cast: Cast) -> None:
    case = past(cast, reached=True, stayed=True)
    for days, group in ((89, Group(0, 0, 1)), (90, Group(1, 0, 0))):
        day = LONG_BEFORE.date() + timedelta(days=days)
        Customer.objects.filter(cases=case).update(known_on=day)

        assert found(cast).effect.reached == group


def test_who_had_left_before_is_in_neither_group(cast: Cast) -> None:
    case = past(cast, reached=True, stayed=True)
    Customer.objects.filter(cases=case).update(left_on=LONG_BEFORE.date() - timedelta(days=1))

    assert found(cast).effect.reached == Group()


def test_who_asked_not_to_be_contacted_is_in_neither_group(cast: Cast) -> None:
    case = past(cast, reached=False, stayed=True)
    Case.objects.filter(pk=case.pk).update(wish="no_contact")

    assert found(cast).effect.others == Group()


def test_whose_ninety_days_are_not_over_is_not_counted_yet(cast: Cast) -> None:
    unhappy(cast, at=LATER - timedelta(days=89), known_on=LATER.date())

    assert found(cast).effect.others == Group()


def test_content_is_plain_data_without_names(cast: Cast) -> None:
    case = unhappy(cast, value=100)

    content = found(cast).content()

    assert content["at_risk"] == {"customers": 1, "valued": 1, "value": "100.00"}
    assert content["effect"]["verdict"] == "counts_only"
    assert str(case.customer) not in str(content)


@pytest.mark.parametrize("rows", [1, 3])
def test_five_queries_however_many_customers(
    cast: Cast, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _row in range(rows):
        past(cast, reached=True, stayed=True)
    found(cast)

    with django_assert_num_queries(5):
        found(cast)

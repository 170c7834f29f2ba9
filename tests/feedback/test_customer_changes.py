"""What staff enter about a customer: who may, what history keeps, and what follows for an open case."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Event, Notice
from accounts.operations.history import verify
from feedback.enums import RemovalReason, Wish
from feedback.models import Case, ContactPoint, Customer
from feedback.operations.customer_changes import (
    CustomerRefused,
    NotForYou,
    NotSure,
    PointTaken,
    add_point,
    change_customer,
    correct_point,
    remove_point,
)
from feedback.operations.signals import receive
from tests.cast import NOW, Cast
from tests.factories.signals import clock_of, complaint, open_case
from tests.feedback.verbs import fresh

LATER = NOW + timedelta(minutes=30)


def somebody(cast: Cast, **fields: Any) -> Customer:
    """A customer with an open case at Leeds."""
    customer = open_case(cast, **fields).customer
    assert customer is not None
    return customer


def customer_of(case: Case) -> Customer:
    return Customer.objects.get(cases=case)


def nobody_reachable(cast: Cast) -> Case:
    """An open case of somebody known by name only."""
    return open_case(cast, contact_points=(), name="Mia Moss")


def test_a_telephone_number_turns_the_action_into_a_contact_never_later_than_promised(cast: Cast) -> None:
    case = nobody_reachable(cast)
    promised = clock_of(case, "action").due_at

    add_point(customer=customer_of(case), kind="phone", value="0113 496 0777", by=cast.director, now=LATER)

    clock = clock_of(case)
    assert (clock.due_at, fresh(case).reachable, fresh(case).due_at) == (promised, True, promised)
    assert Notice.objects.filter(kind="case_wish", recipient_id=cast.leader.pk).count() == 1


def test_the_next_complaint_from_that_number_finds_the_customer(cast: Cast) -> None:
    case = nobody_reachable(cast)
    add_point(customer=customer_of(case), kind="phone", value="0113 496 0777", by=cast.leader, now=LATER)

    draft = complaint(cast, name="", contact_points=(("phone", "+44 113 4960777"),))
    received = receive(signals=[draft], by=cast.front_line, now=LATER)[0]

    assert (received.case, received.signal.customer) == (case, case.customer)


def test_a_corrected_address_is_tried_again_and_reaches(cast: Cast) -> None:
    case = nobody_reachable(cast)
    point = ContactPoint.objects.create(
        customer=customer_of(case), kind="email", value="mia@exmaple.test", digest="x", bounced_at=NOW
    )

    correct_point(point=point, value="Mia@Example.test", by=cast.leader, now=LATER)

    point.refresh_from_db()
    assert (point.value, point.bounced_at) == ("mia@example.test", None)
    assert clock_of(case).kind == "contact"


def test_a_number_of_another_customer_is_refused_and_names_them(cast: Cast) -> None:
    other = somebody(cast, name="Nora Nest", contact_points=(("phone", "+441134960777"),))
    case = nobody_reachable(cast)

    with pytest.raises(PointTaken) as refused:
        add_point(customer=customer_of(case), kind="phone", value="0113 496 0777", by=cast.leader, now=LATER)

    assert refused.value.other == other
    assert str(refused.value).startswith("Nora Nest is reached there already.")
    assert fresh(case).reachable is False


def test_two_customers_may_live_in_one_house(cast: Cast) -> None:
    first, second = somebody(cast), somebody(cast)
    for customer in (first, second):
        add_point(customer=customer, kind="address", value="1 Made-up Road", by=cast.leader, now=LATER)

    assert ContactPoint.objects.filter(kind="address").count() == 2


@pytest.mark.parametrize(
    ("kind", "value"),
    [("phone", "12"), ("email", "mia at home"), ("address", " \n "), ("phone", "0113 496 0001")],
)
def test_what_reaches_nobody_or_is_there_already_is_refused(cast: Cast, kind: str, value: str) -> None:
    customer = somebody(cast, contact_points=(("phone", "+441134960001"),))

    with pytest.raises(CustomerRefused):
        add_point(customer=customer, kind=kind, value=value, by=cast.leader, now=LATER)


def test_history_names_the_fields_and_holds_no_personal_data(cast: Cast) -> None:
    customer = somebody(cast)

    change_customer(customer=customer, by=cast.leader, now=LATER, name="Mia Moss", yearly_value=Decimal(900))

    event = Event.objects.get(subject_kind="customer", code="changed")
    assert event.data == {"fields": ["name", "yearly_value"]}
    assert verify().faults == []


def test_front_line_never_enters_a_value_and_only_the_cx_manager_an_account(cast: Cast) -> None:
    customer = somebody(cast)

    with pytest.raises(NotForYou):
        change_customer(customer=customer, by=cast.front_line, now=LATER, yearly_value=Decimal(1))
    assert change_customer(customer=customer, by=cast.front_line, now=LATER, language="de") == ["language"]


def test_who_was_erased_is_not_entered_again(cast: Cast) -> None:
    customer = somebody(cast)
    Customer.objects.filter(pk=customer.pk).update(erased_at=NOW)

    with pytest.raises(CustomerRefused):
        change_customer(customer=customer, by=cast.leader, now=LATER, name="Mia")


PHONE = ("phone", "+441134960001")
EMAIL = ("email", "mia@example.test")
GONE = RemovalReason.GONE


def point_of(case: Case, kind: str = "phone") -> ContactPoint:
    return ContactPoint.objects.get(customer=case.customer, kind=kind)


def test_a_way_taken_out_is_gone_and_history_keeps_why_but_not_what_it_was(cast: Cast) -> None:
    case = open_case(cast, contact_points=(PHONE, EMAIL))
    point = point_of(case, "email")

    remove_point(point=point, reason=GONE, by=cast.leader, now=LATER)

    event = Event.objects.get(code="point_removed")
    assert event.data == {"point": point.pk, "kind": "email", "reason": "gone"}
    assert [left.kind for left in ContactPoint.objects.filter(customer=case.customer)] == ["phone"]
    assert (clock_of(case).kind, fresh(case).reachable) == ("contact", True)


@pytest.mark.parametrize(
    ("ways", "wish", "warning"),
    [
        ((PHONE,), Wish.CALL, "Mia Moss waits for a call, and no other telephone number is known."),
        ((PHONE, EMAIL), Wish.CALL, "Mia Moss waits for a call, and no other telephone number is known."),
        ((PHONE,), Wish.WRITE, "Mia Moss has an open case, and no other way to reach them is known."),
    ],
)
def test_the_last_way_of_somebody_who_waits_goes_only_after_a_warning(
    cast: Cast, ways: tuple[tuple[str, str], ...], wish: Wish, warning: str
) -> None:
    case = open_case(cast, name="Mia Moss", contact_points=ways, wish=wish)

    with pytest.raises(NotSure, match=warning):
        remove_point(point=point_of(case), reason=GONE, by=cast.leader, now=LATER)

    assert point_of(case)


def test_one_of_two_numbers_goes_without_a_warning(cast: Cast) -> None:
    case = open_case(cast, contact_points=(PHONE, ("phone", "+441134960002")))

    remove_point(
        point=ContactPoint.objects.filter(customer=case.customer)[0], reason=GONE, by=cast.leader, now=LATER
    )

    assert ContactPoint.objects.filter(customer=case.customer).count() == 1


def test_when_the_last_way_goes_an_action_answers_the_open_case(cast: Cast) -> None:
    case = open_case(cast, contact_points=(PHONE,))

    remove_point(point=point_of(case), reason=GONE, by=cast.director, now=LATER, sure=True)

    assert (clock_of(case, "action").met_at, fresh(case).reachable) == (None, False)
    assert Notice.objects.filter(kind="case_wish", recipient_id=cast.leader.pk).count() == 1
    assert verify().holds


def test_without_an_open_case_nobody_is_missed(cast: Cast) -> None:
    case = open_case(cast, contact_points=(PHONE,))
    Case.objects.filter(pk=case.pk).update(state="closed", closed_at=NOW, end="put_right")

    remove_point(point=point_of(case), reason=GONE, by=cast.leader, now=LATER)

    assert not ContactPoint.objects.filter(customer=case.customer).exists()


def test_what_somebody_took_out_already_is_not_taken_out_again(cast: Cast) -> None:
    point = point_of(open_case(cast, contact_points=(PHONE, EMAIL)))
    remove_point(point=point, reason=GONE, by=cast.leader, now=LATER, sure=True)

    with pytest.raises(CustomerRefused, match="Somebody took this out already"):
        remove_point(point=point, reason=GONE, by=cast.leader, now=LATER, sure=True)


def test_only_the_cx_manager_enters_that_somebody_left_and_history_keeps_no_day(cast: Cast) -> None:
    customer = open_case(cast).customer
    assert customer is not None
    with pytest.raises(NotForYou):
        change_customer(customer=customer, by=cast.leader, now=LATER, left_on=LATER.date())

    changed = change_customer(customer=customer, by=cast.cx_manager, now=LATER, left_on=LATER.date())

    event = Event.objects.filter(subject_kind="customer", subject_id=customer.pk).latest("seq")
    assert (changed, event.data) == (["left_on"], {"fields": ["left_on"]})

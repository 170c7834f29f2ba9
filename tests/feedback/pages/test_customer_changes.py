"""The pages on which staff enter what they know of a customer, and on which the CX manager makes two customers one."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from feedback.models import Case, ContactPoint, Customer
from tests.cast import Cast
from tests.factories.signals import open_case
from tests.feedback.pages.conftest import SignIn


@pytest.fixture
def case(cast: Cast, just_now: datetime) -> Case:
    return open_case(cast, at=just_now, name="Mia Moss", contact_points=(("phone", "+441134960001"),))


def url(case: Case, rest: str = "") -> str:
    return f"/customers/{case.customer_id}/{rest}"


def test_the_leader_enters_name_language_and_value(cast: Cast, sign_in: SignIn, case: Case) -> None:
    sent = {"name": " Mia  Moss-Hill ", "language": "de", "yearly_value": "1200.50"}

    answer = sign_in(cast.leader).post(url(case, "change/"), sent)

    row = Customer.objects.get(cases=case)
    assert answer.headers["Location"] == url(case)
    assert (row.name, row.language, row.yearly_value) == ("Mia Moss-Hill", "de", Decimal("1200.50"))


def test_a_wrong_amount_says_what_to_enter_and_keeps_what_was_typed(
    cast: Cast, sign_in: SignIn, case: Case
) -> None:
    sent = {"name": "Mia M", "language": "en", "yearly_value": "a lot"}

    page = sign_in(cast.leader).post(url(case, "change/"), sent)

    assert page.context["form"].errors == {"yearly_value": ["Enter an amount, for example 1200."]}
    assert page.context["form"]["name"].value() == "Mia M"


def test_another_way_to_reach_them_stands_on_their_page(cast: Cast, sign_in: SignIn, case: Case) -> None:
    client = sign_in(cast.leader)
    client.post(url(case, "reach/"), {"kind": "email", "value": "mia@example.test"})

    page = client.get(url(case))

    assert [row["value"] for row in page.context["facts"]] == ["mia@example.test", "+44 113 496 0001"]


def test_a_number_is_corrected(cast: Cast, sign_in: SignIn, case: Case) -> None:
    point = ContactPoint.objects.get(customer=case.customer)

    sign_in(cast.leader).post(url(case, f"reach/{point.pk}/"), {"value": "0113 496 0002"})

    assert ContactPoint.objects.get(customer=case.customer).value == "+441134960002"


def test_the_only_number_of_somebody_who_waits_for_a_call_is_taken_out_after_saying_so_twice(
    cast: Cast, sign_in: SignIn, case: Case
) -> None:
    point = ContactPoint.objects.get(customer=case.customer)
    client, address = sign_in(cast.leader), url(case, f"reach/{point.pk}/remove/")
    warning = "Mia Moss waits for a call, and no other telephone number is known."
    assert address in client.get(url(case, f"reach/{point.pk}/")).content.decode()
    assert warning in client.get(address).content.decode()

    refused = client.post(address, {"reason": "not_theirs"})
    assert refused.context["form"].errors == {"sure": [warning]}

    for _press in range(2):
        answer = client.post(address, {"reason": "not_theirs", "sure": "on"})
        assert answer.headers["Location"] == url(case)
    assert not ContactPoint.objects.filter(customer=case.customer).exists()


def test_a_contact_point_of_somebody_else_does_not_exist_here(
    cast: Cast, sign_in: SignIn, case: Case, just_now: datetime
) -> None:
    point = ContactPoint.objects.get(customer=open_case(cast, at=just_now).customer)

    assert sign_in(cast.leader).get(url(case, f"reach/{point.pk}/")).status_code == 404


@pytest.mark.parametrize(("who", "offered"), [("leader", False), ("cx_manager", True)])
def test_a_taken_number_offers_the_merge_to_whoever_may(
    cast: Cast, sign_in: SignIn, case: Case, just_now: datetime, who: str, offered: bool
) -> None:
    other = open_case(cast, at=just_now, contact_points=(("phone", "+441134960002"),)).customer_id

    page = sign_in(getattr(cast, who)).post(url(case, "reach/"), {"kind": "phone", "value": "0113 496 0002"})

    assert page.context["other"].pk == other
    assert (url(case, f"merge/?with={other}") in page.content.decode()) == offered


@pytest.mark.parametrize("path", ["change/", "reach/"])
def test_whoever_sees_the_card_only_enters_nothing(
    cast: Cast, sign_in: SignIn, case: Case, path: str
) -> None:
    assert sign_in(cast.front_line).post(url(case, path), {"name": "X"}).status_code == 403


def found(page: Any, name: str) -> list[str]:
    return [str(person) for person in page.context[name]]


def test_the_other_one_is_found_by_number_or_part_of_the_name(
    cast: Cast, sign_in: SignIn, case: Case, just_now: datetime
) -> None:
    open_case(cast, at=just_now, name="Nora Moss", contact_points=(("phone", "+441134960002"),))
    open_case(cast, at=just_now, name="mia moss")
    client = sign_in(cast.cx_manager)

    assert found(client.get(url(case, "merge/")), "alike") == ["mia moss"]
    assert found(client.post(url(case, "merge/"), {"find": "0113 496 0002"}), "found") == ["Nora Moss"]
    by_name = client.post(url(case, "merge/"), {"find": "moss"})
    assert sorted(found(by_name, "found")) == ["Nora Moss", "mia moss"]


def test_the_preview_says_what_happens_and_changes_nothing(
    cast: Cast, sign_in: SignIn, case: Case, just_now: datetime
) -> None:
    other = open_case(cast, at=just_now, name="M. Moss", place=cast.york.pk).customer_id

    page = sign_in(cast.cx_manager).get(url(case, f"merge/?with={other}"))

    assert page.context["happens"] == [
        "The other one becomes a part of Mia Moss and has no page any more.",
        "1 way to reach them moves.",
        "1 case moves.",
        "Both have an open case: Anna Leader keeps the older one, that of Bruno Peer joins it.",
    ]
    assert Customer.objects.filter(merged_into=None).count() == 2


def test_after_the_press_the_old_address_shows_the_one_who_stayed(
    cast: Cast, sign_in: SignIn, case: Case, just_now: datetime
) -> None:
    other = open_case(cast, at=just_now, name="M. Moss").customer_id
    client = sign_in(cast.cx_manager)

    client.post(url(case, "merge/"), {"with": other})

    assert client.get(f"/customers/{other}/").context["customer"] == case.customer
    assert client.post(url(case, "merge/"), {"with": other}).status_code == 404


@pytest.mark.parametrize("number", ["x", "9" * 30, "999999"])
def test_a_customer_who_is_not_there_is_404(cast: Cast, sign_in: SignIn, case: Case, number: str) -> None:
    assert sign_in(cast.cx_manager).get(url(case, f"merge/?with={number}")).status_code == 404

"""Accounts of customers: kept by the CX manager, led by one person, all their people's cases on one page."""

from __future__ import annotations

from datetime import datetime

import pytest

from accounts.operations.people import deactivate_person
from feedback.models import Account, Case, Customer
from feedback.operations.customer_accounts import add_account
from tests.cast import NOW, Cast
from tests.factories.signals import open_case
from tests.feedback.pages.conftest import SignIn


@pytest.fixture
def farms(cast: Cast) -> Account:
    return add_account(name="Example Farms", leader=cast.peer, by=cast.cx_manager, now=NOW)


def of_farms(cast: Cast, farms: Account, at: datetime, name: str) -> Case:
    """An open case at Leeds of somebody who belongs to the farms since afterwards."""
    case = open_case(cast, at=at, name=name)
    Customer.objects.filter(cases=case).update(account=farms)
    return case


def test_the_cx_manager_adds_an_account_with_a_leader(cast: Cast, sign_in: SignIn) -> None:
    sent = {"name": " Example  Farms ", "leader": cast.peer.pk}

    sign_in(cast.cx_manager).post("/customers/accounts/add/", sent)

    account = Account.objects.get()
    assert (account.name, account.leader) == ("Example Farms", cast.peer)


def test_a_name_is_given_once(cast: Cast, sign_in: SignIn, farms: Account) -> None:
    page = sign_in(cast.cx_manager).post("/customers/accounts/add/", {"name": "example farms"})

    assert page.context["form"].errors == {
        "name": ["There is an account called example farms already. Choose another name."]
    }


def test_the_next_case_of_a_customer_put_into_an_account_goes_to_its_leader(
    cast: Cast, sign_in: SignIn, farms: Account, just_now: datetime
) -> None:
    nora = Customer.objects.create(name="Nora Nest", created_at=NOW)
    sent = {"name": nora.name, "language": "en", "account": farms.pk}

    sign_in(cast.cx_manager).post(f"/customers/{nora.pk}/change/", sent)

    case = open_case(cast, at=just_now, customer=nora.pk)
    assert (case.leader, case.account, case.responsibilities.get().reason) == (cast.peer, farms, "account")


def test_a_new_leader_leads_from_the_next_case_on(
    cast: Cast, sign_in: SignIn, farms: Account, just_now: datetime
) -> None:
    nora = Customer.objects.create(name="Nora Nest", created_at=NOW, account=farms)
    first = open_case(cast, at=just_now, customer=nora.pk)

    sign_in(cast.cx_manager).post(
        f"/customers/accounts/{farms.pk}/change/", {"name": "Farms", "leader": cast.director.pk}
    )

    owen = Customer.objects.create(name="Owen", created_at=NOW, account=farms)
    assert Case.objects.get(pk=first.pk).leader == cast.peer
    assert open_case(cast, at=just_now, customer=owen.pk).leader == cast.director


def test_the_page_shows_the_cases_of_all_its_people_together(
    cast: Cast, sign_in: SignIn, farms: Account, just_now: datetime
) -> None:
    cases = [of_farms(cast, farms, just_now, name) for name in ("Nora", "Owen")]
    open_case(cast, at=just_now)

    page = sign_in(cast.cx_manager).get(f"/customers/accounts/{farms.pk}/")

    assert {entry["row"].case for entry in page.context["rows"]} == set(cases)
    assert [person.name for person in page.context["seen"].people] == ["Nora", "Owen"]


def test_it_shows_only_the_cases_the_reader_may_read(
    cast: Cast, sign_in: SignIn, farms: Account, just_now: datetime
) -> None:
    of_farms(cast, farms, just_now, "Nora")

    seen = {
        who: sign_in(getattr(cast, who)).get(f"/customers/accounts/{farms.pk}/")
        for who in ("leader", "peer", "front_line", "outsider")
    }

    assert [seen[who].status_code for who in seen] == [200, 200, 404, 404]
    assert (len(seen["leader"].context["rows"]), len(seen["peer"].context["rows"])) == (1, 0)
    assert (seen["peer"].context["seen"].people, seen["peer"].context["seen"].hidden) == ([], 1)


def test_when_the_leader_leaves_the_successor_leads_the_account(cast: Cast, farms: Account) -> None:
    deactivate_person(person=cast.peer, by=cast.administrator, now=NOW)

    assert Account.objects.get().leader == cast.director


def test_the_list_counts_people_and_open_cases(
    cast: Cast, sign_in: SignIn, farms: Account, just_now: datetime
) -> None:
    for name in ("Nora", "Owen"):
        of_farms(cast, farms, just_now, name)

    [row] = sign_in(cast.cx_manager).get("/customers/accounts/").context["accounts"]

    assert (row.people, row.waiting) == (2, 2)
